// The other side's picture and sound, with the next generation waiting unseen above the present one.

/**
 * Draws the sessions of a {@link import('../rtc/call-client.js').CallClient} into a container.
 * A new session's picture lies invisible until it has brought a frame; sound changes over with the picture.
 */
export class RemotePicture {
  /** @type {Map<import('../rtc/peer-session.js').PeerSession, HTMLVideoElement>} */
  #videos = new Map();
  #container;
  #client;
  #speaker = '';
  /** Told when the browser will not play sound without a click. */
  onSilenced = (/** @type {boolean} */ _silenced) => {};
  #update = () => this.#refresh();
  #frames = new WeakSet();

  /** @param {HTMLElement} container @param {import('../rtc/call-client.js').CallClient} client */
  constructor(container, client) {
    this.#container = container;
    this.#client = client;
    for (const type of ['sessions', 'shown', 'state']) {
      client.addEventListener(type, this.#update);
    }
    this.#refresh();
  }

  /** The element whose picture is shown, if any. */
  get element() {
    const { shown } = this.#client.switcher;
    return shown ? this.#videos.get(shown) ?? null : null;
  }

  /** Whether a picture is being drawn. */
  get hasPicture() {
    const element = this.element;
    return element !== null && element.videoWidth > 0 && this.#track(element)?.muted === false;
  }

  /** @param {string} id */
  useSpeaker(id) {
    if (id !== this.#speaker) {
      this.#speaker = id;
      this.#videos.forEach((video) => this.#route(video));
    }
  }

  /** Tries again to play with sound, from within a click. */
  unsilence() {
    const element = this.element;
    if (element) {
      element.muted = false;
      this.#play(element);
    }
  }

  close() {
    for (const type of ['sessions', 'shown', 'state']) {
      this.#client.removeEventListener(type, this.#update);
    }
    this.#videos.forEach((video) => remove(video));
    this.#videos.clear();
  }

  #refresh() {
    const { shown, pending } = this.#client.switcher;
    for (const session of [shown, pending]) {
      if (session) {
        this.#feed(session);
      }
    }
    for (const [session, video] of this.#videos) {
      if (session === shown) {
        this.#bringForward(video);
      } else if (session !== pending) {
        remove(video);
        this.#videos.delete(session);
      }
    }
  }

  /** @param {import('../rtc/peer-session.js').PeerSession} session */
  #feed(session) {
    const stream = [...session.remote.values()][0];
    let video = this.#videos.get(session);
    if (!video) {
      video = this.#create(session);
      this.#videos.set(session, video);
    }
    if (stream && video.srcObject !== stream) {
      video.srcObject = stream;
      this.#play(video);
      this.#watchFrames(session, video);
    }
  }

  /** @param {import('../rtc/peer-session.js').PeerSession} session */
  #create(session) {
    const video = document.createElement('video');
    video.autoplay = true;
    video.playsInline = true;
    video.muted = true;
    video.disablePictureInPicture = false;
    video.className = 'remote-video';
    video.dataset.testid = 'remote-video-pending';
    video.dataset.generation = String(session.generation);
    video.tabIndex = -1;
    this.#container.append(video);
    this.#route(video);
    return video;
  }

  /** @param {import('../rtc/peer-session.js').PeerSession} session @param {HTMLVideoElement} video */
  #watchFrames(session, video) {
    if (this.#frames.has(video)) {
      return;
    }
    this.#frames.add(video);
    if ('requestVideoFrameCallback' in video) {
      video.requestVideoFrameCallback(() => session.frameDrawn());
    }
    video.addEventListener('loadeddata', () => {
      if (video.videoWidth > 0) {
        session.frameDrawn();
      }
    });
    video.addEventListener('resize', () => this.#client.dispatchEvent(new Event('state')));
  }

  /** @param {HTMLVideoElement} video */
  #bringForward(video) {
    if (!video.classList.contains('shown')) {
      video.classList.add('shown');
      video.dataset.testid = 'remote-video';
      video.muted = false;
      this.#play(video);
    }
  }

  /** @param {HTMLVideoElement} video */
  async #play(video) {
    try {
      await video.play();
      if (video.classList.contains('shown')) {
        this.onSilenced(false);
      }
    } catch (failure) {
      if (/** @type {any} */ (failure).name === 'NotAllowedError' && !video.muted) {
        video.muted = true;
        this.onSilenced(true);
        this.#play(video);
      }
    }
  }

  /** @param {HTMLVideoElement} video */
  #route(video) {
    const element = /** @type {any} */ (video);
    if (element.setSinkId && (this.#speaker !== '' || element.sinkId)) {
      element.setSinkId(this.#speaker).catch((/** @type {Error} */ failure) => console.warn('speaker not used', failure.name));
    }
  }

  /** @param {HTMLVideoElement} video */
  #track(video) {
    return /** @type {MediaStream|null} */ (video.srcObject)?.getVideoTracks()[0] ?? null;
  }
}

/** @param {HTMLVideoElement} video */
function remove(video) {
  video.srcObject = null;
  video.remove();
}
