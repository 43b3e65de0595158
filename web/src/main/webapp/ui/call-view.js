// A call on the screen: the others large, the own picture small, the controls below.
import { CallStage } from './call-stage.js';
import { ChatDrawer } from './chat-drawer.js';
import { control, face, label } from './control-button.js';
import { defineDeviceSetup } from './device-setup.js';
import { fill, h } from './dom.js';
import { t } from './i18n.js';
import { openInvitation } from './invitation.js';
import { ask, explain } from './page.js';
import { openShortcuts, pressByKey } from './shortcuts.js';
import { RecordingNotice } from './recording-notice.js';
import { nameOf } from './remote-pictures.js';
import { clearToastsAbout, toast } from './toast.js';
import { openTransfer, transferBar } from './transfer.js';

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
  /** Files and pictures of the call; null where none can be sent. @type {import('../signaling/files.js').CallFiles|null} */
  files = null;
  #parts = /** @type {Record<string, any>} */ ({});
  /** @type {CallStage} */
  #stage;
  /** @type {ChatDrawer} */
  #drawer;
  /** @type {RecordingNotice} */
  #recording;
  /** @type {import('./floating-picture.js').FloatingPicture|null} */
  #floating = null;
  #timer = 0;
  #busy = false;
  #update = () => this.show();
  #keys = (/** @type {KeyboardEvent} */ event) => pressByKey(this, event, () => this.#listKeys());
  #told = (/** @type {any} */ event) => this.#notice(event.detail);
  #muted = (/** @type {any} */ event) => this.#tellMuted(event.detail.by);
  /** Whose hands were up when it was last looked. @type {Set<string>} */
  #hands = new Set();

  connectedCallback() {
    defineDeviceSetup();
    this.#stage = new CallStage(this.client, this.staff, {
      mute: (id) => this.#ask(() => this.client.muteOther(id)), lowerHand: (id) => this.#ask(() => this.client.lowerHand(id)),
    });
    this.#drawer = new ChatDrawer(this.chat, (id) => this.#nameOf(id), this.files, this.#update);
    this.#recording = new RecordingNotice(this.staff, (action) => this.#ask(() => this.client.recording(action)));
    this.#stage.badges.append(...this.#recording.badges);
    fill(this, h('div', { class: 'stage-row' }, this.#stage.element, this.#drawer.element),
      h('div', { class: 'controls', role: 'group', 'aria-label': t('call.controls') }, this.#controls()));
    for (const type of ['snapshot', 'sessions', 'shown', 'state']) {
      this.client.addEventListener(type, this.#update);
    }
    this.client.addEventListener('muted', this.#muted);
    this.client.local.addEventListener('change', this.#update);
    this.client.socket.addEventListener('message', this.#told);
    addEventListener('keydown', this.#keys);
    document.addEventListener('fullscreenchange', this.#update);
    this.#timer = setInterval(() => this.#tick(), 500);
    this.show();
  }

  disconnectedCallback() {
    for (const type of ['snapshot', 'sessions', 'shown', 'state']) {
      this.client.removeEventListener(type, this.#update);
    }
    this.client.removeEventListener('muted', this.#muted);
    this.client.local.removeEventListener('change', this.#update);
    this.client.socket.removeEventListener('message', this.#told);
    removeEventListener('keydown', this.#keys);
    document.removeEventListener('fullscreenchange', this.#update);
    clearInterval(this.#timer);
    this.#floating?.close();
    this.#drawer.close();
    this.#stage.close();
    this.#parts.dialog?.remove();
  }

  #controls() {
    const p = this.#parts;
    p.mute = control('mute', 'mic', () => this.#toggleMute(), 'Alt+M');
    p.camera = control('camera', 'camera', () => this.#toggleCamera(), 'Alt+V');
    p.share = control('share', 'screen', () => this.#toggleScreen(), 'Alt+S');
    p.hand = control('hand', 'hand', () => this.#ask(() => this.client.raiseHand(!this.client.self?.handRaisedAt)), 'Alt+R');
    p.devices = control('devices', 'sliders', () => this.#chooseDevices(), 'Alt+D');
    p.fullscreen = control('fullscreen', 'fullscreen', () => this.#toggleFullscreen(), 'Alt+F');
    p.float = control('float', 'float', () => this.#toggleFloat(), 'Alt+W');
    p.keys = control('shortcuts', 'keys', () => this.#listKeys());
    p.snapshot = control('snapshot', 'picture', () => this.#keepPicture(), 'Alt+B');
    p.holding = control('hold', 'hourglass', () => this.#toggleHold(), 'Alt+H');
    p.invite = control('invite', 'plus', () => this.#invite(), 'Alt+I');
    p.transfer = control('transfer', 'people', () => this.#transfer(), 'Alt+T');
    p.end = control('end', 'phone-down', () => (this.staff ? this.#end() : this.#leave()));
    p.end.classList.add('end');
    label(p.devices, t('call.devices'));
    label(p.keys, t('shortcuts.open'));
    label(p.snapshot, t('snapshot.take'));
    p.snapshot.hidden = true;
    this.staff && this.files?.rules().then(({ snapshots }) => {
      p.snapshot.hidden = snapshots === 'off';
    }, (failure) => console.warn('pictures are not offered', failure.code));
    label(p.transfer, t('transfer.open'));
    label(p.invite, t('call.invite'));
    label(p.end, t(this.staff ? 'call.end' : 'call.leave'));
    p.end.dataset.testid = this.staff ? 'end-call' : 'leave-call';
    const canShare = navigator.mediaDevices && 'getDisplayMedia' in navigator.mediaDevices;
    const staff = this.staff ? [...this.#recording.controls, p.snapshot, p.holding, p.transfer, this.invite && p.invite] : [];
    return [p.mute, p.camera, canShare && p.share, !this.staff && p.hand, this.#drawer.button, p.devices, document.fullscreenEnabled && p.fullscreen, document.pictureInPictureEnabled && p.float, p.keys, ...staff, p.end];
  }

  /**
   * Brings the view in line with the client. `data-call-state`, `data-media` (waiting, connecting, connected,
   * reconnecting), `data-path` (none, direct, forwarded: what is shown), `data-generation`, `data-recording`
   * (off, recording, paused), `data-recording-mode`, `data-remote-presence`, `data-remote-picture` (on, off),
   * `data-muted`, `data-camera` (on, off), `data-screen` (the own one), `data-others` (how many are in the call
   * besides), `data-layout` (single, grid, speaker, presentation), `data-held`, `data-recording-screen`,
   * `data-chat` (open, closed), `data-unread` and `data-ring` (none, ringing, answered).
   */
  show() {
    this.#stage.show(this.dataset);
    this.#showControls();
    this.#recording.show(this.client.snapshot, this.#busy, this.dataset);
    this.#drawer.show(this.dataset);
    this.#showRing();
  }

  #showControls() {
    const p = this.#parts;
    const { local } = this.client;
    const silent = local.muted || !local.audio;
    face(p.mute, silent ? 'mic-off' : 'mic', t(silent ? 'call.unmute' : 'call.mute'));
    p.mute.dataset.active = String(silent);
    local.muted || clearToastsAbout('muted');
    const dark = !local.camera;
    face(p.camera, dark ? 'camera-off' : 'camera', t(dark ? 'call.cameraOn' : 'call.cameraOff'));
    p.camera.dataset.active = String(dark);
    face(p.share, local.screen ? 'screen-off' : 'screen', t(local.screen ? 'call.shareStop' : 'call.share'));
    p.share.dataset.active = String(local.screen !== null);
    face(p.fullscreen, 'fullscreen', t(document.fullscreenElement ? 'call.fullscreenEnd' : 'call.fullscreen'));
    p.fullscreen.dataset.active = String(document.fullscreenElement !== null);
    this.#showHands();
    this.#floating?.follow();
    const floats = this.#floating?.open === true;
    face(p.float, 'float', t(floats ? 'call.floatEnd' : 'call.float'));
    p.float.dataset.active = String(floats);
    p.float.disabled = !floats && this.#stage.picture() === null;
    p.snapshot.disabled = this.#busy || this.#stage.picture('customer') === null;
    const held = this.#holdable?.held === true;
    face(p.holding, held ? 'play' : 'hourglass', t(held ? 'call.resume' : 'call.hold'));
    p.holding.dataset.active = String(held);
    p.holding.disabled = !this.#holdable || this.#busy;
  }

  /** Asking to speak is for where several are; staff hears of every hand once. */
  #showHands() {
    const { hand } = this.#parts;
    const { self, others, snapshot } = this.client;
    const up = Boolean(self?.handRaisedAt);
    hand.hidden = this.staff || (!snapshot?.meeting && others.length < 2 && !up);
    face(hand, 'hand', t(up ? 'call.handLower' : 'call.handRaise'));
    hand.dataset.active = String(up);
    hand.setAttribute('aria-pressed', String(up));
    const raised = others.filter((party) => party.handRaisedAt);
    for (const party of raised.filter(({ id }) => this.staff && !this.#hands.has(id))) {
      toast(t('call.handOf', { name: nameOf(party) }), { about: `hand ${party.id}` });
    }
    this.#hands.forEach((id) => raised.some((party) => party.id === id) || clearToastsAbout(`hand ${id}`));
    this.#hands = new Set(raised.map(({ id }) => id));
    this.dataset.hand = up ? 'up' : 'down';
  }

  /** @param {string} by */
  #tellMuted(by) {
    toast(t('call.mutedBy', { name: by }), {
      about: 'muted', action: { label: t('call.unmute'), testid: 'toast-unmute', run: () => this.client.local.setMuted(false) },
    });
  }

  #showRing() {
    const { bar } = this.#stage;
    const { ring, self } = { ring: this.client.snapshot?.ring ?? null, self: this.client.self };
    const colleague = this.client.snapshot?.participants.find(({ id }) => id === ring?.colleague);
    const key = ring ? `${ring.kind} ${ring.state} ${colleague?.presence} ${self?.id}` : '';
    this.dataset.ring = ring?.state ?? 'none';
    this.#parts.transfer.disabled = ring !== null;
    if (this.staff && bar.dataset.key !== key) {
      if (bar.dataset.key && !ring && bar.dataset.state === 'ringing' && !this.#busy) {
        toast(t('transfer.unanswered'));
      }
      bar.dataset.key = key;
      bar.dataset.state = ring?.state ?? '';
      bar.hidden = ring === null;
      fill(bar, transferBar(this.client, (step) => this.#ask(step)));
    }
  }

  #transfer() {
    this.#parts.dialog = openTransfer(this.client);
  }

  /** @param {string} participantId */
  #nameOf(participantId) {
    const party = this.client.snapshot?.participants.find(({ id }) => id === participantId);
    return party ? nameOf(party) : '';
  }

  #tick() {
    this.#stage.tick();
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

  async #toggleFloat() {
    try {
      if (!this.#floating) {
        const { FloatingPicture } = await import('./floating-picture.js');
        this.#floating = new FloatingPicture(() => this.#stage.picture(), this.#update);
        this.#stage.element.append(this.#floating.element);
      }
      await this.#floating.toggle();
    } catch (failure) {
      console.warn('no small window', /** @type {any} */ (failure).name);
    }
  }

  async #keepPicture() {
    const picture = this.#stage.picture('customer');
    if (picture && this.files) {
      const { keepPicture } = await import('./snapshot.js');
      const { files } = this;
      await this.#ask(() => keepPicture(picture, files));
    }
  }

  /** @param {any} message */
  #notice(message) {
    if (message.type === 'snapshot.taken' && message.callId === this.client.callId && message.by !== this.client.self?.id) {
      toast(t('snapshot.notice'));
    }
  }

  #listKeys() {
    this.#parts.dialog = openShortcuts(this);
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
}

/** Defines the element once. */
export function defineCallView() {
  if (!customElements.get('sl-call-view')) {
    customElements.define('sl-call-view', CallView);
  }
}
