// What this person sends: microphone, camera and screen, with the devices behind them.

const STORED = 'sightline.devices';
const CAMERA = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30, max: 30 } };
const MICROPHONE = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };

/** The device id that stands for "none". */
export const NONE = 'none';

/**
 * Why a device could not be opened.
 * @typedef {'denied'|'missing'|'busy'|'unsupported'|'failed'} DeviceProblem
 */

/** @param {any} failure @returns {DeviceProblem} */
function problemOf(failure) {
  switch (failure?.name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return 'denied';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'missing';
    case 'NotReadableError':
    case 'AbortError':
      return 'busy';
    default:
      return 'failed';
  }
}

/**
 * Owns the tracks of this person. Fires `change` whenever a track, a switch or a problem changes.
 * Muting keeps the microphone's track and sends silence; pausing the camera releases the camera.
 */
export class LocalMedia extends EventTarget {
  /** @type {MediaStreamTrack|null} */
  audio = null;
  /** @type {MediaStreamTrack|null} */
  camera = null;
  /** @type {MediaStreamTrack|null} */
  screen = null;
  muted = false;
  cameraPaused = false;
  /** @type {DeviceProblem|null} */
  audioProblem = null;
  /** @type {DeviceProblem|null} */
  videoProblem = null;
  /** Chosen devices: an id, `''` for the system's choice, or {@link NONE}. */
  choice = remembered();

  /** What others are told, as in the `media.state` message. */
  get state() {
    return {
      audio: this.audio !== null && !this.muted,
      video: this.camera !== null && !this.cameraPaused,
      screen: this.screen !== null,
    };
  }

  /** Opens the chosen devices; one that fails leaves the other working. */
  async open() {
    if (!navigator.mediaDevices?.getUserMedia) {
      this.audioProblem = 'unsupported';
      this.videoProblem = 'unsupported';
      this.#changed();
      return;
    }
    const wanted = { audio: this.#microphoneConstraints(), video: this.#cameraConstraints() };
    if (wanted.audio && wanted.video) {
      try {
        const stream = await navigator.mediaDevices.getUserMedia(wanted);
        this.#useAudio(stream.getAudioTracks()[0] ?? null);
        this.#useCamera(stream.getVideoTracks()[0] ?? null);
        this.audioProblem = null;
        this.videoProblem = null;
        this.#changed();
        return;
      } catch {
        // together they failed: one by one shows which of them is to blame
      }
    }
    await this.#openAudio();
    await this.#openCamera();
  }

  /** @param {string} id @returns {Promise<void>} */
  async chooseMicrophone(id) {
    this.choice.audio = id;
    remember(this.choice);
    await this.#openAudio();
  }

  /** @param {string} id @returns {Promise<void>} */
  async chooseCamera(id) {
    this.choice.video = id;
    remember(this.choice);
    this.cameraPaused = false;
    await this.#openCamera();
  }

  /** @param {string} id */
  chooseSpeaker(id) {
    this.choice.speaker = id;
    remember(this.choice);
    this.#changed();
  }

  /** @param {boolean} muted */
  setMuted(muted) {
    this.muted = muted;
    if (this.audio) {
      this.audio.enabled = !muted;
    }
    this.#changed();
  }

  /** @param {boolean} paused */
  async setCameraPaused(paused) {
    this.cameraPaused = paused;
    if (paused) {
      this.#useCamera(null);
      this.#changed();
    } else {
      await this.#openCamera();
    }
  }

  /** Asks for a screen, window or tab and sends it beside the camera. */
  async shareScreen() {
    const stream = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { max: 15 } } });
    const [track] = stream.getVideoTracks();
    track.contentHint = 'detail';
    track.addEventListener('ended', () => this.stopScreen());
    this.screen = track;
    this.#changed();
  }

  stopScreen() {
    this.screen?.stop();
    this.screen = null;
    this.#changed();
  }

  /** Releases every device. */
  close() {
    this.#useAudio(null);
    this.#useCamera(null);
    this.screen?.stop();
    this.screen = null;
    this.#changed();
  }

  /**
   * The devices by kind, in the system's order; names are empty until a permission is given.
   *
   * @returns {Promise<{microphones: MediaDeviceInfo[], cameras: MediaDeviceInfo[], speakers: MediaDeviceInfo[]}>}
   */
  async devices() {
    const all = (await navigator.mediaDevices?.enumerateDevices?.()) ?? [];
    const of = (/** @type {string} */ kind) => all.filter((device) => device.kind === kind && device.deviceId !== '');
    return { microphones: of('audioinput'), cameras: of('videoinput'), speakers: of('audiooutput') };
  }

  async #openAudio() {
    const constraints = this.#microphoneConstraints();
    const old = this.audio;
    this.audio = null;
    old?.stop();
    this.audioProblem = null;
    if (constraints) {
      try {
        const stream = await navigator.mediaDevices.getUserMedia({ audio: constraints });
        this.#useAudio(stream.getAudioTracks()[0] ?? null);
      } catch (failure) {
        this.audioProblem = problemOf(failure);
      }
    }
    this.#changed();
  }

  async #openCamera() {
    const constraints = this.#cameraConstraints();
    const old = this.camera;
    this.camera = null;
    old?.stop();
    this.videoProblem = null;
    if (constraints && !this.cameraPaused) {
      try {
        const stream = await navigator.mediaDevices.getUserMedia({ video: constraints });
        const track = stream.getVideoTracks()[0] ?? null;
        if (this.cameraPaused) {
          track?.stop();
        } else {
          this.#useCamera(track);
        }
      } catch (failure) {
        this.videoProblem = problemOf(failure);
      }
    }
    this.#changed();
  }

  /** @param {MediaStreamTrack|null} track */
  #useAudio(track) {
    this.audio?.stop();
    this.audio = track;
    if (track) {
      track.enabled = !this.muted;
      track.addEventListener('ended', () => this.#lost('audio', track));
    }
  }

  /** @param {MediaStreamTrack|null} track */
  #useCamera(track) {
    this.camera?.stop();
    this.camera = track;
    track?.addEventListener('ended', () => this.#lost('camera', track));
  }

  /** A device was pulled out or its permission withdrawn. @param {'audio'|'camera'} which @param {MediaStreamTrack} track */
  #lost(which, track) {
    if (this[which] === track) {
      this[which] = null;
      this[which === 'audio' ? 'audioProblem' : 'videoProblem'] = 'missing';
      this.#changed();
    }
  }

  #microphoneConstraints() {
    return this.choice.audio === NONE ? null : { ...MICROPHONE, ...pick(this.choice.audio) };
  }

  #cameraConstraints() {
    return this.choice.video === NONE ? null : { ...CAMERA, ...pick(this.choice.video) };
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}

/** A device that has gone since it was chosen must not stop the call: `ideal`, not `exact`. @param {string} id */
function pick(id) {
  return id === '' ? {} : { deviceId: { ideal: id } };
}

/** @returns {{audio: string, video: string, speaker: string}} */
function remembered() {
  const none = { audio: '', video: '', speaker: '' };
  try {
    return { ...none, ...JSON.parse(localStorage.getItem(STORED) ?? '{}') };
  } catch {
    return none; // refused or unreadable storage: the system's devices
  }
}

/** @param {object} choice */
function remember(choice) {
  try {
    localStorage.setItem(STORED, JSON.stringify(choice));
  } catch {
    // refused storage: the choice holds for this page only
  }
}
