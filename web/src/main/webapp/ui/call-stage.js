// What is seen of a call: the others large, the own picture small, and what is said about both.
import { QualityWatch } from '../rtc/quality.js';
import { h } from './dom.js';
import { clock } from './format.js';
import { icon } from './icons.js';
import { t } from './i18n.js';
import { initials, nameOf, RemotePictures } from './remote-pictures.js';
import { StageLayout } from './stage-layout.js';

/** The picture side of a call's view. `element` is the stage; `badges` and `bar` are places on it for what others have to say. */
export class CallStage {
  /** @type {import('../rtc/call-client.js').CallClient} */
  #client;
  #staff;
  #parts = /** @type {Record<string, any>} */ ({});
  /** @type {RemotePictures} */
  #remote;
  /** @type {StageLayout} */
  #layout;
  /** @type {QualityWatch|null} */
  #quality = null;
  /** @type {RTCPeerConnection|null} */
  #watched = null;

  /**
   * @param {import('../rtc/call-client.js').CallClient} client @param {boolean} staff whether this is the agent's side
   * @param {{mute: (participantId: string) => void, lowerHand: (participantId: string) => void}} host what staff may do with others
   */
  constructor(client, staff, host) {
    this.#client = client;
    this.#staff = staff;
    this.#build();
    this.#remote = new RemotePictures(this.#parts.remote, client, staff ? host : null);
    this.#remote.onSilenced = (silenced) => {
      this.#parts.unsilence.hidden = !silenced;
    };
    this.#layout = new StageLayout(client, {
      stage: this.element, own: this.#parts.own, pictures: this.#remote, changed: () => client.dispatchEvent(new Event('state')),
    });
    this.badges.append(this.#layout.button);
  }

  close() {
    this.#quality?.close();
    this.#layout.close();
    this.#remote.close();
    this.#parts.self.srcObject = null;
  }

  #build() {
    const p = this.#parts;
    p.remote = h('div', { class: 'remote' });
    p.initials = h('div', { class: 'avatar', 'aria-hidden': 'true' });
    p.status = h('p', { class: 'stage-status', role: 'status', testid: 'call-status' });
    p.placeholder = h('div', { class: 'placeholder' }, p.initials, p.status);
    p.name = h('span', { class: 'stage-name', testid: 'remote-name' });
    p.time = h('span', { class: 'numeric', role: 'timer', 'aria-label': t('call.time'), testid: 'call-timer' }, '0:00');
    p.quality = h('span', { class: 'quality', role: 'img', testid: 'network-quality', hidden: true }, h('i', {}), h('i', {}), h('i', {}));
    p.self = h('video', { autoplay: true, playsinline: true, muted: true, testid: 'self-video', 'aria-label': t('call.you') });
    p.selfOff = h('div', { class: 'self-off' }, icon('camera-off', 24));
    p.selfMuted = h('span', { class: 'self-muted', hidden: true }, icon('mic-off', 16), h('span', { class: 'visually-hidden' }, t('call.mutedYou')));
    p.unsilence = h('button', { type: 'button', class: 'button unsilence', hidden: true, testid: 'unsilence', on: { click: () => this.#remote.unsilence() } }, icon('speaker'), t('call.turnSoundOn'));
    p.hold = h('div', { class: 'placeholder hold-screen', role: 'status', testid: 'hold-screen', hidden: true },
      h('div', { class: 'avatar', 'aria-hidden': 'true' }, icon('hourglass', 40)), h('h2', {}, t('call.heldTitle')), h('p', { class: 'stage-status' }, t('call.heldText')));
    p.sharing = h('span', { class: 'self-sharing', testid: 'sharing-note', hidden: true }, icon('screen', 16), t('call.sharing'));
    p.own = h('div', { class: 'self' }, p.self, p.selfOff, p.selfMuted, p.sharing);
    this.bar = h('div', { class: 'ring-bar', role: 'status', testid: 'ring-bar', hidden: true });
    this.badges = h('div', { class: 'stage-badges' });
    this.element = h('section', { class: 'stage', 'aria-label': t('call.stage') },
      p.remote, p.placeholder, p.hold,
      h('div', { class: 'stage-top' },
        h('div', { class: 'stage-chip' }, p.name, p.time, p.quality), this.badges),
      p.own,
      p.unsilence, this.bar);
  }

  /** Brings the pictures in line with the client. @param {DOMStringMap} state the view's `data-*`, which it also writes to */
  show(state) {
    const { snapshot, other, local, others, self } = this.#client;
    const { shown } = this.#client.switcher;
    state.callState = snapshot?.state ?? '';
    state.media = this.#mediaState();
    state.path = shown?.path ?? 'none';
    state.generation = String(shown?.generation ?? '');
    state.remotePresence = other?.presence ?? 'absent';
    state.muted = String(local.muted);
    state.camera = local.camera ? 'on' : 'off';
    state.screen = local.screen ? 'on' : 'off';
    state.others = String(others.length);
    state.held = String(self?.held === true);
    state.layout = this.#layout.show();
    this.#remote.useSpeaker(local.choice.speaker);
    this.#showRemote(state);
    this.#showSelf();
    this.#watchQuality();
  }

  /**
   * The picture that is shown large, or of somebody of a role; a screen before a camera.
   *
   * @param {string} [role] @returns {HTMLVideoElement|null}
   */
  picture(role) {
    const tile = role ? `.tile[data-role="${role}"][data-picture="on"]` : '.tile[data-picture="on"]';
    return this.element.querySelector(`${tile} video.shown`);
  }

  /** Brings the time in line with the clock. */
  tick() {
    const since = this.#client.snapshot?.activeAt;
    this.#parts.time.hidden = !since;
    if (since) {
      this.#parts.time.textContent = clock((Date.now() - Date.parse(since)) / 1000);
    }
  }

  #mediaState() {
    const { shown, pending } = this.#client.switcher;
    if (this.#client.other?.presence !== 'joined') {
      return 'waiting';
    }
    if (shown?.flowing) {
      return 'connected';
    }
    return shown && !pending ? 'reconnecting' : 'connecting';
  }

  /** @param {DOMStringMap} state */
  #showRemote(state) {
    const p = this.#parts;
    const { other } = this.#client;
    const { others } = this.#client;
    const name = other ? nameOf(other) : this.#client.snapshot?.meeting?.name ?? t(`role.${this.#staff ? 'customer' : 'agent'}`);
    p.name.textContent = others.length > 1 ? t('call.people', { count: String(others.length + 1) }) : name;
    p.initials.textContent = initials(name);
    const media = state.media;
    const seen = (others.length > 0 ? others : other ? [other] : []).filter((party) => !party.held);
    const sends = seen.some((party) => party.video || party.screen);
    const picture = (media === 'connected' || media === 'connecting' || media === 'reconnecting') && sends && this.#remote.hasPicture;
    state.remotePicture = picture ? 'on' : 'off';
    const many = state.layout !== 'single';
    p.hold.hidden = state.held !== 'true';
    p.placeholder.hidden = (media === 'connected' && (picture || many)) || !p.hold.hidden;
    p.placeholder.classList.toggle('over', picture && media !== 'connected');
    p.initials.hidden = picture;
    const status = other?.held ? t('call.status.held', { name }) : media === 'connected' ? t(sends ? 'call.status.pictureComing' : 'call.status.noPicture', { name }) : t(this.#statusKey(media), { name });
    if (p.status.textContent !== status) {
      p.status.textContent = status;
    }
  }

  /** @param {string|undefined} media */
  #statusKey(media) {
    if (media !== 'waiting') {
      return `call.status.${media}`;
    }
    const { snapshot, other } = this.#client;
    if (snapshot?.activeAt || snapshot?.state === 'active') {
      return 'call.status.away';
    }
    return other?.presence === 'lobby' ? 'call.status.lobby' : 'call.status.waiting';
  }

  #showSelf() {
    const p = this.#parts;
    const { local } = this.#client;
    const own = local.camera;
    const showing = p.self.srcObject?.getVideoTracks()[0] ?? null;
    if (showing !== own) {
      p.self.srcObject = own ? new MediaStream([own]) : null;
    }
    p.self.hidden = !own;
    p.self.classList.toggle('mirrored', own !== null);
    p.sharing.hidden = local.screen === null;
    p.selfOff.hidden = own !== null;
    p.selfMuted.hidden = !local.muted && local.audio !== null;
  }

  #watchQuality() {
    const connection = this.#client.switcher.shown?.connection ?? null;
    if (connection !== this.#watched) {
      this.#quality?.close();
      this.#watched = connection;
      this.#parts.quality.hidden = true;
      this.#quality = connection && new QualityWatch(connection, (verdict) => {
        const { quality } = this.#parts;
        quality.hidden = false;
        quality.dataset.verdict = verdict;
        quality.setAttribute('aria-label', t(`call.quality.${verdict}`));
        quality.title = t(`call.quality.${verdict}`);
      });
    }
  }
}
