// A call on the screen: the others large, the own picture small, the controls below.
import { QualityWatch } from '../rtc/quality.js';
import { defineChatPanel, unreadBadge } from './chat-panel.js';
import { defineDeviceSetup } from './device-setup.js';
import { fill, h } from './dom.js';
import { clock } from './format.js';
import { icon } from './icons.js';
import { t } from './i18n.js';
import { ask, explain } from './page.js';
import { openInvitation } from './invitation.js';
import { initials, nameOf, RemotePictures } from './remote-pictures.js';
import { openTransfer, transferBar } from './transfer.js';
import { announce, toast } from './toast.js';

/**
 * `<sl-call-view>`: set `client` and `staff` before connecting it. Fires `leave` when the customer goes.
 * The attributes `data-*` tell the state: see {@link CallView#show}.
 */
export class CallView extends HTMLElement {
  /** @type {import('../rtc/call-client.js').CallClient} */
  client;
  /** Whether this is the agent's side, with recording and the end of the call. */
  staff = false;
  /** Makes a link for a further person; null where this one may not. @type {import('./invitation.js').Invite|null} */
  invite = null;
  /** The call's chat. @type {import('../signaling/chat-log.js').ChatLog} */
  chat;
  #parts = /** @type {Record<string, any>} */ ({});
  /** @type {RemotePictures} */
  #remote;
  /** @type {QualityWatch|null} */
  #quality = null;
  /** @type {RTCPeerConnection|null} */
  #watched = null;
  #timer = 0;
  /** @type {boolean|null} */
  #wasRecording = null;
  #wasPaused = false;
  #busy = false;
  #update = () => this.show();
  #written = (/** @type {any} */ event) => this.#noticeMessage(event.detail);
  #keys = (/** @type {KeyboardEvent} */ event) => this.#shortcut(event);

  connectedCallback() {
    defineDeviceSetup();
    defineChatPanel();
    this.#build();
    this.#remote = new RemotePictures(this.#parts.remote, this.client);
    this.#remote.onSilenced = (silenced) => {
      this.#parts.unsilence.hidden = !silenced;
    };
    for (const type of ['snapshot', 'sessions', 'shown', 'state']) {
      this.client.addEventListener(type, this.#update);
    }
    this.client.local.addEventListener('change', this.#update);
    this.chat.addEventListener('change', this.#update);
    this.chat.addEventListener('arrived', this.#written);
    addEventListener('keydown', this.#keys);
    this.#timer = setInterval(() => this.#tick(), 500);
    this.show();
  }

  disconnectedCallback() {
    for (const type of ['snapshot', 'sessions', 'shown', 'state']) {
      this.client.removeEventListener(type, this.#update);
    }
    this.client.local.removeEventListener('change', this.#update);
    this.chat.removeEventListener('change', this.#update);
    this.chat.removeEventListener('arrived', this.#written);
    removeEventListener('keydown', this.#keys);
    clearInterval(this.#timer);
    this.#quality?.close();
    this.#remote.close();
    this.#parts.self.srcObject = null;
    this.#parts.dialog?.remove();
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
    p.badge = h('span', { class: 'record-badge', testid: 'recording-indicator', hidden: true });
    p.consent = h('span', { class: 'record-badge consent-badge', role: 'status', testid: 'consent-indicator', hidden: true });
    p.self = h('video', { autoplay: true, playsinline: true, muted: true, testid: 'self-video', 'aria-label': t('call.you') });
    p.selfOff = h('div', { class: 'self-off' }, icon('camera-off', 24));
    p.selfMuted = h('span', { class: 'self-muted', hidden: true }, icon('mic-off', 16), h('span', { class: 'visually-hidden' }, t('call.mutedYou')));
    p.unsilence = h('button', { type: 'button', class: 'button unsilence', hidden: true, testid: 'unsilence', on: { click: () => this.#remote.unsilence() } }, icon('speaker'), t('call.turnSoundOn'));
    p.hold = h('div', { class: 'placeholder hold-screen', role: 'status', testid: 'hold-screen', hidden: true },
      h('div', { class: 'avatar', 'aria-hidden': 'true' }, icon('hourglass', 40)), h('h2', {}, t('call.heldTitle')), h('p', { class: 'stage-status' }, t('call.heldText')));
    p.sharing = h('span', { class: 'self-sharing', testid: 'sharing-note', hidden: true }, icon('screen', 16), t('call.sharing'));
    p.ring = h('div', { class: 'ring-bar', role: 'status', testid: 'ring-bar', hidden: true });
    p.stage = h('section', { class: 'stage', 'aria-label': t('call.stage') },
      p.remote, p.placeholder, p.hold,
      h('div', { class: 'stage-top' },
        h('div', { class: 'stage-chip' }, p.name, p.time, p.quality), h('div', { class: 'stage-badges' }, p.consent, p.badge)),
      h('div', { class: 'self' }, p.self, p.selfOff, p.selfMuted, p.sharing),
      p.unsilence, p.ring);
    p.panel = document.createElement('sl-chat-panel');
    p.panel.log = this.chat;
    p.panel.nameOf = (/** @type {string} */ id) => this.#nameOf(id);
    p.drawer = h('section', { class: 'drawer', 'aria-label': t('chat.title'), hidden: true, testid: 'chat-drawer', on: { keydown: (/** @type {KeyboardEvent} */ event) => event.key === 'Escape' && this.#toggleChat() } },
      h('div', { class: 'drawer-head' }, h('h2', {}, t('chat.title')),
        h('button', { type: 'button', class: 'button plain', 'aria-label': t('chat.close'), testid: 'chat-close', on: { click: () => this.#toggleChat() } }, icon('close'))),
      p.panel);
    fill(this, h('div', { class: 'stage-row' }, p.stage, p.drawer),
      h('div', { class: 'controls', role: 'group', 'aria-label': t('call.controls') }, this.#controls()));
  }

  #controls() {
    const p = this.#parts;
    p.mute = control('mute', 'mic', () => this.#toggleMute(), 'Alt+M');
    p.camera = control('camera', 'camera', () => this.#toggleCamera(), 'Alt+V');
    p.share = control('share', 'screen', () => this.#toggleScreen(), 'Alt+S');
    p.devices = control('devices', 'sliders', () => this.#chooseDevices());
    p.chat = control('chat', 'chat', () => this.#toggleChat(), 'Alt+C');
    p.chat.setAttribute('aria-expanded', 'false');
    p.fullscreen = control('fullscreen', 'fullscreen', () => this.#toggleFullscreen());
    p.record = control('record', 'record', () => this.#toggleRecording(), 'Alt+R');
    p.pause = control('pause', 'pause', () => this.#togglePause(), 'Alt+P');
    p.holding = control('hold', 'hourglass', () => this.#toggleHold(), 'Alt+H');
    p.invite = control('invite', 'plus', () => this.#invite(), 'Alt+I');
    p.transfer = control('transfer', 'people', () => this.#transfer(), 'Alt+T');
    p.end = control('end', 'phone-down', () => (this.staff ? this.#end() : this.#leave()));
    p.end.classList.add('end');
    p.record.classList.add('record');
    label(p.devices, t('call.devices'));
    label(p.chat, t('chat.open'));
    label(p.fullscreen, t('call.fullscreen'));
    label(p.transfer, t('transfer.open'));
    label(p.invite, t('call.invite'));
    label(p.end, t(this.staff ? 'call.end' : 'call.leave'));
    p.end.dataset.testid = this.staff ? 'end-call' : 'leave-call';
    const canShare = navigator.mediaDevices && 'getDisplayMedia' in navigator.mediaDevices;
    const staff = this.staff ? [p.record, p.pause, p.holding, p.transfer, this.invite && p.invite] : [];
    return [p.mute, p.camera, canShare && p.share, p.chat, p.devices, p.fullscreen, ...staff, p.end];
  }

  /**
   * Brings the view in line with the client. `data-call-state`, `data-media` (waiting, connecting, connected,
   * reconnecting), `data-path` (none, direct, forwarded: what is shown), `data-generation`, `data-recording`
   * (off, recording, paused), `data-recording-mode`, `data-remote-presence`, `data-remote-picture` (on, off),
   * `data-muted`, `data-camera` (on, off), `data-screen` (the own one), `data-others` (how many are in the call
   * besides), `data-layout` (single, grid, presentation), `data-held`, `data-recording-screen`,
   * `data-chat` (open, closed), `data-unread` and `data-ring` (none, ringing, answered).
   */
  show() {
    const { client } = this;
    const { snapshot, other, local } = client;
    const { shown } = client.switcher;
    this.dataset.callState = snapshot?.state ?? '';
    this.dataset.media = this.#mediaState();
    this.dataset.path = shown?.path ?? 'none';
    this.dataset.generation = String(shown?.generation ?? '');
    this.dataset.recording = snapshot?.recording?.state ?? 'off';
    this.dataset.recordingMode = snapshot?.recordingMode ?? '';
    this.dataset.remotePresence = other?.presence ?? 'absent';
    this.dataset.muted = String(local.muted);
    this.dataset.camera = local.camera ? 'on' : 'off';
    this.dataset.screen = local.screen ? 'on' : 'off';
    this.dataset.others = String(client.others.length);
    this.dataset.held = String(client.self?.held === true);
    this.dataset.recordingScreen = snapshot?.screenRecording?.state ?? 'off';
    this.dataset.layout = this.#remote.presents ? 'presentation' : this.#remote.count > 1 ? 'grid' : 'single';
    const { stage } = this.#parts;
    stage.dataset.tiles = String(this.#remote.count + 1);
    stage.style.setProperty('--people', String(this.#remote.people + 1));
    this.#remote.useSpeaker(local.choice.speaker);
    this.#showRemote();
    this.#showSelf();
    this.#showControls();
    this.#showRecording();
    this.#showChat();
    this.#showRing();
    this.#watchQuality();
  }

  #mediaState() {
    const { shown, pending } = this.client.switcher;
    if (this.client.other?.presence !== 'joined') {
      return 'waiting';
    }
    if (shown?.flowing) {
      return 'connected';
    }
    return shown && !pending ? 'reconnecting' : 'connecting';
  }

  #showRemote() {
    const p = this.#parts;
    const { other } = this.client;
    const { others } = this.client;
    const name = other ? nameOf(other) : t(`role.${this.staff ? 'customer' : 'agent'}`);
    p.name.textContent = others.length > 1 ? t('call.people', { count: String(others.length + 1) }) : name;
    p.initials.textContent = initials(name);
    const media = this.dataset.media;
    const seen = (others.length > 0 ? others : other ? [other] : []).filter((party) => !party.held);
    const sends = seen.some((party) => party.video || party.screen);
    const picture = (media === 'connected' || media === 'connecting' || media === 'reconnecting') && sends && this.#remote.hasPicture;
    this.dataset.remotePicture = picture ? 'on' : 'off';
    const many = this.dataset.layout !== 'single';
    p.hold.hidden = this.dataset.held !== 'true';
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
    const { snapshot, other } = this.client;
    if (snapshot?.activeAt || snapshot?.state === 'active') {
      return 'call.status.away';
    }
    return other?.presence === 'lobby' ? 'call.status.lobby' : 'call.status.waiting';
  }

  #showSelf() {
    const p = this.#parts;
    const { local } = this.client;
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

  #showControls() {
    const p = this.#parts;
    const { local } = this.client;
    const silent = local.muted || !local.audio;
    face(p.mute, silent ? 'mic-off' : 'mic', t(silent ? 'call.unmute' : 'call.mute'));
    p.mute.dataset.active = String(silent);
    const dark = !local.camera;
    face(p.camera, dark ? 'camera-off' : 'camera', t(dark ? 'call.cameraOn' : 'call.cameraOff'));
    p.camera.dataset.active = String(dark);
    face(p.share, local.screen ? 'screen-off' : 'screen', t(local.screen ? 'call.shareStop' : 'call.share'));
    p.share.dataset.active = String(local.screen !== null);
    const held = this.#holdable?.held === true;
    face(p.holding, held ? 'play' : 'hourglass', t(held ? 'call.resume' : 'call.hold'));
    p.holding.dataset.active = String(held);
    p.holding.disabled = !this.#holdable || this.#busy;
  }

  #showRecording() {
    const p = this.#parts;
    const { snapshot } = this.client;
    const recording = snapshot?.recording ?? null;
    const mode = snapshot?.recordingMode;
    const on = recording !== null;
    p.badge.hidden = !on;
    if (on) {
      const key = recording.state === 'paused' ? 'call.recordingPaused' : mode === 'mandatory' && this.staff ? 'call.recordingMandatory' : 'call.recordingOn';
      if (p.badge.dataset.key !== key) {
        p.badge.dataset.key = key;
        fill(p.badge, h('span', { class: 'record-dot', 'aria-hidden': 'true' }), t(key));
      }
    }
    const consent = this.staff && snapshot?.consent?.asked && !on ? snapshot.consent.state : null;
    this.dataset.consent = consent ?? '';
    p.consent.hidden = consent !== 'waiting' && consent !== 'declined';
    if (!p.consent.hidden && p.consent.dataset.state !== consent) {
      p.consent.dataset.state = /** @type {string} */ (consent);
      fill(p.consent, icon(consent === 'waiting' ? 'hourglass' : 'info', 16), t(`call.consent.${consent}`));
    }
    p.record.hidden = mode === 'off';
    p.record.disabled = mode === 'mandatory' || this.#busy;
    p.record.dataset.active = String(on);
    face(p.record, on ? 'stop' : 'record', t(mode === 'mandatory' ? 'call.recordMandatory' : on ? 'call.recordStop' : 'call.record'));
    const paused = recording?.state === 'paused';
    p.pause.hidden = !on || mode !== 'agent-controlled';
    p.pause.disabled = this.#busy;
    p.pause.dataset.active = String(paused);
    face(p.pause, paused ? 'play' : 'pause', t(paused ? 'call.recordResume' : 'call.recordPause'));
    if (this.#wasPaused !== paused && on && this.#wasRecording) {
      announce(t(paused ? 'call.recordingPaused' : 'call.recordingOn'));
    }
    this.#wasPaused = paused;
    if (this.#wasRecording !== null && this.#wasRecording !== on) {
      announce(t(on ? 'call.recordingStarted' : 'call.recordingStopped'));
      if (!this.staff) {
        toast(t(on ? 'call.recordingNotice' : 'call.recordingStopped'));
      }
    } else if (this.#wasRecording === null && on && !this.staff) {
      toast(t('call.recordingNotice'));
    }
    this.#wasRecording = on;
  }

  #showChat() {
    const p = this.#parts;
    const { unread } = this.chat;
    this.dataset.chat = p.drawer.hidden ? 'closed' : 'open';
    if (this.dataset.unread !== String(unread)) {
      this.dataset.unread = String(unread);
      p.chat.querySelector('.unread')?.remove();
      p.chat.append(unreadBadge(unread));
    }
  }

  #showRing() {
    const p = this.#parts;
    const { ring, self } = { ring: this.client.snapshot?.ring ?? null, self: this.client.self };
    const colleague = this.client.snapshot?.participants.find(({ id }) => id === ring?.colleague);
    const key = ring ? `${ring.kind} ${ring.state} ${colleague?.presence} ${self?.id}` : '';
    this.dataset.ring = ring?.state ?? 'none';
    p.transfer.disabled = ring !== null;
    if (this.staff && p.ring.dataset.key !== key) {
      if (p.ring.dataset.key && !ring && p.ring.dataset.state === 'ringing' && !this.#busy) {
        toast(t('transfer.unanswered'));
      }
      p.ring.dataset.key = key;
      p.ring.dataset.state = ring?.state ?? '';
      p.ring.hidden = ring === null;
      fill(p.ring, transferBar(this.client, (step) => this.#ask(step)));
    }
  }

  #transfer() {
    this.#parts.dialog = openTransfer(this.client);
  }

  #toggleChat() {
    const p = this.#parts;
    p.drawer.hidden = !p.drawer.hidden;
    p.chat.setAttribute('aria-expanded', String(!p.drawer.hidden));
    p.chat.dataset.active = String(!p.drawer.hidden);
    if (p.drawer.hidden) {
      p.chat.focus();
    } else {
      p.panel.show();
      p.panel.focusField();
    }
    this.show();
  }

  /** @param {import('../signaling/chat-log.js').ChatMessage} message */
  #noticeMessage({ from, text }) {
    if (this.#parts.drawer.hidden) {
      const short = text.length > 120 ? `${text.slice(0, 120)}…` : text;
      toast(t('chat.arrived', { name: this.#nameOf(from), text: short }), {
        action: { label: t('chat.answer'), testid: 'toast-answer', run: () => this.#parts.drawer.hidden && this.#toggleChat() },
      });
    }
  }

  /** @param {string} participantId */
  #nameOf(participantId) {
    const party = this.client.snapshot?.participants.find(({ id }) => id === participantId);
    return party ? nameOf(party) : '';
  }

  #watchQuality() {
    const connection = this.client.switcher.shown?.connection ?? null;
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

  #tick() {
    const since = this.client.snapshot?.activeAt;
    this.#parts.time.hidden = !since;
    if (since) {
      this.#parts.time.textContent = clock((Date.now() - Date.parse(since)) / 1000);
    }
    if (this.dataset.remotePicture === 'off') {
      this.show(); // a frame may have come since; nothing announces the first one to a hidden element
    }
  }

  async #toggleMute() {
    const { local } = this.client;
    if (!local.audio && !local.muted) {
      await this.#chooseDevices();
    } else {
      local.setMuted(!local.muted);
    }
  }

  async #toggleCamera() {
    const { local } = this.client;
    if (!local.camera && !local.cameraPaused) {
      await this.#chooseDevices();
    } else {
      await local.setCameraPaused(!local.cameraPaused);
    }
  }

  async #toggleScreen() {
    const { local } = this.client;
    if (local.screen) {
      local.stopScreen();
      return;
    }
    try {
      await local.shareScreen();
    } catch (failure) {
      if (/** @type {any} */ (failure).name !== 'NotAllowedError') {
        toast(t('call.shareFailed'), { kind: 'problem' });
      }
    }
  }

  /** Whom the hold button is for: the customer, or who is there instead. */
  get #holdable() {
    const { others } = this.client;
    return others.find((party) => party.role === 'customer') ?? others.find((party) => party.role !== 'agent');
  }

  async #toggleHold() {
    const party = this.#holdable;
    if (party) {
      await this.#ask(() => this.client.hold(party.id, !party.held));
    }
  }

  #invite() {
    if (this.invite) {
      this.#parts.dialog = openInvitation(this.invite);
    }
  }

  #toggleRecording() {
    return this.#askForRecording(this.client.snapshot?.recording ? 'stop' : 'start');
  }

  #togglePause() {
    return this.#askForRecording(this.client.snapshot?.recording?.state === 'paused' ? 'resume' : 'pause');
  }

  /** @param {'start'|'stop'|'pause'|'resume'} action */
  #askForRecording(action) {
    return this.#ask(() => this.client.recording(action));
  }

  /** @param {() => Promise<void>} request */
  async #ask(request) {
    this.#busy = true;
    this.show();
    try {
      await request();
    } catch (failure) {
      toast(explain(failure), { kind: 'problem' });
    } finally {
      this.#busy = false;
      this.show();
    }
  }

  #chooseDevices() {
    const setup = /** @type {any} */ (document.createElement('sl-device-setup'));
    setup.local = this.client.local;
    const dialog = h('dialog', { 'aria-labelledby': 'devices-title', testid: 'devices-dialog' },
      h('form', { method: 'dialog', class: 'stack' },
        h('h2', { id: 'devices-title' }, t('devices.title')), setup,
        h('div', { class: 'row' }, h('button', { class: 'button', autofocus: true, testid: 'devices-done' }, t('common.done')))));
    this.#parts.dialog = dialog;
    dialog.addEventListener('close', () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }

  #toggleFullscreen() {
    if (document.fullscreenElement) {
      document.exitFullscreen();
    } else {
      this.requestFullscreen?.().catch((/** @type {Error} */ failure) => console.warn('no full screen', failure.name));
    }
  }

  async #end() {
    const sure = await ask({ title: t('call.endTitle'), text: t('call.endText'), confirm: t('call.end'), testid: 'end-dialog' });
    if (sure) {
      this.client.end().catch((failure) => toast(explain(failure), { kind: 'problem' }));
    }
  }

  #leave() {
    this.dispatchEvent(new Event('leave'));
  }

  /** @param {KeyboardEvent} event */
  #shortcut(event) {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.repeat || document.querySelector('dialog[open]')) {
      return;
    }
    const control = { KeyM: 'mute', KeyV: 'camera', KeyS: 'share', KeyR: 'record', KeyP: 'pause', KeyH: 'holding', KeyI: 'invite', KeyC: 'chat', KeyT: 'transfer' }[event.code];
    const button = control && this.#parts[control];
    if (button?.isConnected && !button.disabled && !button.hidden) {
      event.preventDefault();
      button.click();
    }
  }
}

/** @param {string} testid @param {string} glyph @param {() => any} run @param {string} [keys] */
function control(testid, glyph, run, keys) {
  return h('button', { type: 'button', class: 'control', testid, 'aria-keyshortcuts': keys, on: { click: run } },
    h('span', { class: 'control-face' }, icon(glyph, 24)), h('span', { class: 'control-label' }));
}

/** @param {HTMLElement} button @param {string} text */
function label(button, text) {
  const keys = button.getAttribute('aria-keyshortcuts');
  const element = /** @type {HTMLElement} */ (button.children[1]);
  if (element.textContent !== text) {
    element.textContent = text;
    button.title = keys ? `${text} (${keys})` : text;
  }
}

/** @param {HTMLElement} button @param {string} glyph @param {string} text */
function face(button, glyph, text) {
  if (button.dataset.glyph !== glyph) {
    button.dataset.glyph = glyph;
    fill(/** @type {Element} */ (button.firstChild), icon(glyph, 24));
  }
  label(button, text);
}

/** Defines the element once. */
export function defineCallView() {
  if (!customElements.get('sl-call-view')) {
    customElements.define('sl-call-view', CallView);
  }
}
