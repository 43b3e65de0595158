// Camera, microphone and speaker with a preview and a level meter, before and during a call.
import { LevelMeter } from '../rtc/level-meter.js';
import { testTone } from '../rtc/chime.js';
import { NONE } from '../rtc/local-media.js';
import { fill, h, uniqueId } from './dom.js';
import { icon } from './icons.js';
import { t } from './i18n.js';

/** Segments of the level meter. */
const SEGMENTS = 24;

/**
 * `<sl-device-setup>`: set `local` to a {@link import('../rtc/local-media.js').LocalMedia} before connecting it.
 * Opens nothing by itself and leaves the devices as they are when it goes.
 */
export class DeviceSetup extends HTMLElement {
  /** @type {import('../rtc/local-media.js').LocalMedia} */
  local;
  /** @type {LevelMeter|null} */
  #meter = null;
  /** @type {MediaStreamTrack|null} */
  #metered = null;
  /** @type {HTMLVideoElement} */
  #video;
  #parts = /** @type {Record<string, any>} */ ({});
  #update = () => this.#show();
  #devicesChanged = () => this.#listDevices();

  connectedCallback() {
    this.#build();
    this.local.addEventListener('change', this.#update);
    navigator.mediaDevices?.addEventListener?.('devicechange', this.#devicesChanged);
    this.#show();
  }

  disconnectedCallback() {
    this.local.removeEventListener('change', this.#update);
    navigator.mediaDevices?.removeEventListener?.('devicechange', this.#devicesChanged);
    this.#meter?.close();
    this.#meter = null;
    this.#metered = null;
    this.#video.srcObject = null;
  }

  #build() {
    this.#video = h('video', { class: 'preview-video', autoplay: true, playsinline: true, muted: true, testid: 'preview-video', 'aria-label': t('devices.preview') });
    this.#parts.off = h('div', { class: 'preview-off' }, icon('camera-off', 40), h('p', { testid: 'preview-off' }));
    this.#parts.meter = h('div', { class: 'meter', role: 'meter', 'aria-label': t('devices.level'), 'aria-valuemin': 0, 'aria-valuemax': 100, 'aria-valuenow': 0, testid: 'level-meter' },
      Array.from({ length: SEGMENTS }, () => h('span', {})));
    this.#parts.notes = h('div', { class: 'stack device-notes', role: 'status', testid: 'device-notes' });
    this.#parts.camera = this.#select('camera', 'camera-select', (/** @type {string} */ id) => this.local.chooseCamera(id));
    this.#parts.microphone = this.#select('microphone', 'microphone-select', (/** @type {string} */ id) => this.local.chooseMicrophone(id));
    this.#parts.speaker = this.#select('speaker', 'speaker-select', (/** @type {string} */ id) => this.local.chooseSpeaker(id));
    const speakers = 'setSinkId' in HTMLMediaElement.prototype;
    fill(this,
      h('div', { class: 'preview' }, this.#video, this.#parts.off,
        h('div', { class: 'preview-meter' }, icon('mic', 18), this.#parts.meter)),
      h('div', { class: 'stack device-choices' },
        this.#parts.notes,
        this.#field('camera', 'camera'),
        this.#field('microphone', 'mic'),
        speakers && this.#field('speaker', 'speaker'),
        h('button', { type: 'button', class: 'button plain try-sound', testid: 'try-sound', on: { click: () => testTone(this.local.choice.speaker) } }, icon('wave'), t('devices.trySound'))));
  }

  /** @param {string} kind @param {string} testid @param {(id: string) => any} choose */
  #select(kind, testid, choose) {
    return h('select', { id: uniqueId(kind), testid, on: { change: (/** @type {any} */ event) => choose(event.target.value) } });
  }

  /** @param {string} kind @param {string} glyph */
  #field(kind, glyph) {
    return h('div', { class: 'field device-field' },
      h('label', { for: this.#parts[kind].id }, t(`devices.${kind}`)),
      h('div', { class: 'device-select' }, icon(glyph), this.#parts[kind]));
  }

  #show() {
    const { local } = this;
    const picture = local.camera;
    const showing = /** @type {MediaStream|null} */ (this.#video.srcObject)?.getVideoTracks()[0] ?? null;
    if (showing !== picture) {
      this.#video.srcObject = picture ? new MediaStream([picture]) : null;
    }
    this.#video.hidden = !picture;
    this.#parts.off.hidden = picture !== null;
    this.#parts.off.lastChild.textContent = local.choice.video === NONE ? t('devices.noCameraChosen')
      : local.cameraPaused ? t('call.cameraPaused') : local.videoProblem ? t('devices.cameraOff') : t('devices.opening');
    this.dataset.camera = picture ? 'on' : local.videoProblem ?? 'off';
    this.dataset.microphone = local.audio ? 'on' : local.audioProblem ?? 'off';
    this.#showLevel(local.audio);
    this.#showProblems();
    this.#listDevices();
  }

  /** @param {MediaStreamTrack|null} track */
  #showLevel(track) {
    if (track === this.#metered) {
      return;
    }
    this.#meter?.close();
    this.#meter = null;
    this.#metered = track;
    const { meter } = this.#parts;
    const report = (/** @type {number} */ level) => {
      const lit = Math.round(level * SEGMENTS);
      [...meter.children].forEach((segment, index) => segment.classList.toggle('lit', index < lit));
      meter.setAttribute('aria-valuenow', String(Math.round(level * 100)));
      meter.dataset.lit = String(lit);
    };
    report(0);
    if (track) {
      this.#meter = new LevelMeter(track, report);
    }
  }

  #showProblems() {
    const { audioProblem, videoProblem } = this.local;
    const notes = [];
    if (audioProblem && audioProblem === videoProblem) {
      notes.push(note(`devices.both.${audioProblem}`, audioProblem));
    } else {
      if (videoProblem) {
        notes.push(note(`devices.camera.${videoProblem}`, videoProblem));
      }
      if (audioProblem) {
        notes.push(note(`devices.microphone.${audioProblem}`, audioProblem));
      }
    }
    const key = `${audioProblem}/${videoProblem}`;
    if (this.#parts.notes.dataset.key !== key) {
      this.#parts.notes.dataset.key = key;
      fill(this.#parts.notes, notes);
      if (audioProblem || videoProblem) {
        this.#parts.notes.append(h('button', { type: 'button', class: 'button quiet', testid: 'devices-retry', on: { click: () => this.local.open() } }, icon('refresh'), t('devices.retry')));
      }
    }
  }

  async #listDevices() {
    const { microphones, cameras, speakers } = await this.local.devices();
    const { choice, audio, camera } = this.local;
    options(this.#parts.camera, cameras, choice.video === NONE ? NONE : camera?.getSettings().deviceId ?? choice.video, t('devices.noCamera'), 'devices.cameraNumber');
    options(this.#parts.microphone, microphones, choice.audio === NONE ? NONE : audio?.getSettings().deviceId ?? choice.audio, t('devices.noMicrophone'), 'devices.microphoneNumber');
    options(this.#parts.speaker, speakers, choice.speaker, null, 'devices.speakerNumber');
  }
}

/** @param {string} key @param {string} problem */
function note(key, problem) {
  return h('div', { class: 'note problem', testid: 'device-problem', 'data-problem': problem }, icon('alert'), h('span', {}, t(key)));
}

/**
 * @param {HTMLSelectElement} select @param {MediaDeviceInfo[]} devices @param {string} chosen
 * @param {string|null} none text of the choice to have none @param {string} numbered key of the name of a nameless device
 */
function options(select, devices, chosen, none, numbered) {
  const entries = devices.map((device, index) => ({ id: device.deviceId, name: friendly(device.label) || t(numbered, { number: index + 1 }) }));
  if (entries.length === 0 || !entries.some((entry) => entry.id === chosen)) {
    entries.unshift({ id: '', name: t('devices.systemChoice') });
  }
  if (none) {
    entries.push({ id: NONE, name: none });
  }
  const signature = JSON.stringify(entries);
  if (select.dataset.entries !== signature) {
    select.dataset.entries = signature;
    fill(select, entries.map((entry) => h('option', { value: entry.id }, entry.name)));
  }
  select.value = entries.some((entry) => entry.id === chosen) ? chosen : '';
}

/** Phones name their cameras for engineers. @param {string} label */
function friendly(label) {
  if (/facing front|front camera|user-facing/i.test(label)) {
    return t('devices.front');
  }
  if (/facing back|back camera|rear camera/i.test(label)) {
    return t('devices.back');
  }
  return label.replace(/\s*\([0-9a-f]{4}:[0-9a-f]{4}\)$/i, '');
}

/** Defines the element once. */
export function defineDeviceSetup() {
  if (!customElements.get('sl-device-setup')) {
    customElements.define('sl-device-setup', DeviceSetup);
  }
}
