// The customer's page behind a link: getting ready, waiting, the call, and how it ends.
import { GuestSession } from '../../client/guest-session.js';
import { messageChime } from '../../rtc/chime.js';
import { CallFiles } from '../../signaling/files.js';
import { defineCallView } from '../../ui/call-view.js';
import { defineChatPanel } from '../../ui/chat-panel.js';
import { defineDeviceSetup } from '../../ui/device-setup.js';
import { connectionCheck } from '../../ui/connection-check.js';
import { fill, h } from '../../ui/dom.js';
import { icon } from '../../ui/icons.js';
import { followLanguage, hasText, t } from '../../ui/i18n.js';
import { nameOf } from '../../ui/remote-pictures.js';
import { brand, explain, focusHeading, languagePicker } from '../../ui/page.js';
import { announce, clearToasts, prepareAnnouncements, toast } from '../../ui/toast.js';
import { ConsentKeeper } from './consent.js';
import { DoorNotice, keepKey, keptKey, nameField } from './meeting-door.js';
import { QueuePlace } from './queue-place.js';
import { recall, remember } from './tab-memory.js';

const IN_CALL = 'sightline.customer.call';

/** What a refusal of the link means to the customer; anything else is `network` or `unexpected`. */
const PROBLEMS = /** @type {Record<string, string>} */ ({
  'link.malformed': 'malformed', 'link.not.found': 'unknown', 'link.expired': 'expired',
  'link.ended': 'ended', 'link.revoked': 'revoked', 'meeting.early': 'early', 'meeting.busy': 'full', 'meeting.removed': 'removed',
});

/**
 * `<sl-customer-app>`. `data-view`: loading, problem (with `data-problem`: malformed, unknown, expired, ended,
 * revoked, busy, early, full, removed, browser, network, unexpected), setup, waiting, call, left, ended, replaced.
 * `data-socket`: closed, connecting, open, reconnecting.
 */
export class CustomerApp extends HTMLElement {
  #code = decodeURIComponent(location.pathname.split('/').filter(Boolean).pop() ?? '');
  /** @type {GuestSession|null} */
  #session = null;
  /** @type {import('../../client/live-call.js').LiveCall|null} */
  #client = null;
  #door = new DoorNotice();
  #consent = new ConsentKeeper(() => this.#token());
  #place = new QueuePlace();
  #parts = /** @type {Record<string, any>} */ ({});

  connectedCallback() {
    defineDeviceSetup();
    defineCallView();
    defineChatPanel();
    prepareAnnouncements();
    this.#buildFrame();
    this.#begin();
  }

  #buildFrame() {
    this.#parts.main = h('main', { class: 'customer-main', id: 'main' });
    this.#parts.offline = h('div', { class: 'offline-bar', role: 'status', testid: 'offline-bar', hidden: true }, icon('refresh', 16), t('common.reconnecting'));
    fill(this,
      h('header', { class: 'customer-header' }, brand(), languagePicker()),
      this.#parts.offline, this.#parts.main,
      h('footer', { class: 'page-footer customer-footer' }, icon('lock', 16), t('customer.secure')));
  }

  disconnectedCallback() {
    this.#session?.disconnect();
  }

  /** What the server says of this visit. @returns {any} */
  get #admission() {
    return this.#session?.admission;
  }

  /** The call that this visit is about; null without one. */
  get call() {
    return this.#client;
  }

  get #socket() {
    return this.#session?.socket ?? null;
  }

  get #chat() {
    return this.#session?.admission ? this.#session.call.chat : null;
  }

  async #begin() {
    this.#show('loading', h('div', { class: 'message' }, h('div', { class: 'spinner', 'aria-hidden': 'true' }), h('p', { role: 'status' }, t('customer.opening'))));
    if (!('RTCPeerConnection' in window)) {
      this.#problem('browser');
      return;
    }
    try {
      await this.#visit();
    } catch (failure) {
      this.#refused(failure);
      return;
    }
    if (await followLanguage(this.#admission.language)) {
      this.#buildFrame();
    }
    this.#watch();
    if (recall(IN_CALL) === this.#admission.callId) {
      await this.#client?.local.open();
      this.#join();
    } else {
      this.#showSetup();
    }
  }

  async #visit() {
    this.#session?.disconnect();
    const session = new GuestSession({ code: this.#code, guest: keptKey(this.#code) });
    this.#session = session;
    await session.admitted;
    keepKey(this.#code, session.guestKey);
    this.#client = session.call;
  }

  #token() {
    return /** @type {GuestSession} */ (this.#session).token();
  }

  #files() {
    return new CallFiles(this.#admission.callId, () => this.#token());
  }

  /** Follows the visit that has begun. */
  #watch() {
    const { socket, call } = /** @type {GuestSession} */ (this.#session);
    call.chat.addEventListener('arrived', (/** @type {any} */ event) => this.#noticeMessage(event.detail));
    call.chat.addEventListener('change', () => this.#followChat());
    socket.addEventListener('status', () => this.#showSocket());
    socket.addEventListener('message', (/** @type {any} */ event) => this.#told(event.detail));
    socket.addEventListener('refused', (/** @type {any} */ event) => this.#refused(event.detail));
    call.addEventListener('ended', () => this.#ended());
    call.addEventListener('replaced', () => this.#replaced());
    call.addEventListener('removed', () => this.#removed());
    call.addEventListener('snapshot', () => this.#follow());
    call.addEventListener('shown', () => this.#follow());
    this.#showSocket();
  }

  #showSocket() {
    const status = this.#socket?.status ?? 'closed';
    this.dataset.socket = status;
    this.#parts.offline.hidden = status !== 'reconnecting';
  }

  /** @param {string} view @param {...any} content */
  #show(view, ...content) {
    if (view !== 'call') {
      clearToasts();
    }
    this.dataset.view = view;
    delete this.dataset.problem;
    fill(this.#parts.main, ...content);
    document.title = t(`title.customer.${view}`);
    focusHeading(this.#parts.main);
  }

  #showSetup() {
    const client = /** @type {import('../../client/live-call.js').LiveCall} */ (this.#client);
    const { meeting } = this.#admission;
    client.displayName = this.#admission.displayName;
    const setup = /** @type {any} */ (document.createElement('sl-device-setup'));
    setup.local = client.local;
    const tenant = this.#admission.tenant?.name ?? '';
    this.#show('setup', h('div', { class: 'setup-page' },
      h('div', { class: 'stack setup-words' },
        h('h1', {}, meeting ? meeting.name : tenant && !this.#admission.entry ? t('customer.welcome', { tenant }) : t('customer.welcomePlain')),
        h('p', { class: 'muted lead' }, t(meeting ? 'door.setupText' : 'customer.setupText'))),
      h('div', { class: 'card stack setup-card' }, meeting && nameField(client.displayName, (name) => { client.displayName = name.trim(); }), setup,
        connectionCheck(() => this.#token(), client.local),
        h('p', { class: 'note', testid: 'recording-mode-note', hidden: true }, icon('info'), h('span', {}, t('customer.willBeRecorded'))),
        h('div', { class: 'row setup-actions join-row' },
          h('button', { type: 'button', class: 'button large', testid: 'join', on: { click: () => this.#join() } }, icon('camera'), t(meeting ? 'door.askIn' : 'customer.join')),
          h('span', { class: 'muted small', testid: 'agent-presence' })))));
    this.#parts.chatCard = this.#chatCard('setup-chat');
    this.querySelector('.setup-page')?.append(this.#parts.chatCard);
    this.#followChat();
    this.#follow();
    client.local.open();
  }

  async #join() {
    if (this.#client?.snapshot?.consent?.asked) {
      try {
        await this.#consent.ensure();
      } catch (failure) {
        toast(explain(failure), { kind: 'problem' });
        return;
      }
    }
    remember(IN_CALL, this.#admission.callId);
    this.#client?.join();
    this.dataset.view = 'waiting';
    this.#showWaiting();
    this.#follow();
  }

  /** What the server says unasked. @param {any} message */
  #told(message) {
    this.#place.told(message);
    if (message.type !== 'error' || message.id) {
      return;
    }
    if (message.code === 'consent.required') {
      this.#consent.ensure(true).then(() => this.#client?.join(), (failure) => toast(explain(failure), { kind: 'problem' }));
    } else if (message.code === 'consent.declined') {
      this.#declined();
    } else if (message.callId && message.code.startsWith('recording.')) {
      toast(explain(message), { kind: 'problem' });
    }
  }

  /** The call cannot be held without a recording. */
  #declined() {
    if (this.#client?.snapshot?.recordingMode !== 'mandatory') {
      return; // the agent is told; the call goes on without a recording
    }
    this.#stop();
    this.#message('declined', 'info', '', h('button', { type: 'button', class: 'button large', testid: 'consent-again', on: { click: () => this.#decideAgain() } }, t('consent.again')));
  }

  async #decideAgain() {
    await this.#consent.ensure(true);
    if (this.#consent.decision === 'agreed') {
      await this.#begin();
    }
  }

  /** @param {string} testid */
  #chatCard(testid) {
    const panel = /** @type {any} */ (document.createElement('sl-chat-panel'));
    panel.log = this.#chat;
    panel.files = this.#files();
    panel.nameOf = (/** @type {string} */ id) => {
      const party = this.#client?.snapshot?.participants.find((each) => each.id === id);
      return party ? nameOf(party) : '';
    };
    return h('section', { class: 'card waiting-chat', 'aria-label': t('chat.title'), testid }, panel);
  }

  /** Before the call is entered there is a chat once somebody has written. */
  #followChat() {
    if (this.dataset.view === 'setup' && this.#parts.chatCard) {
      this.#parts.chatCard.hidden = this.#chat?.messages.length === 0;
      this.#parts.chatCard.querySelector('sl-chat-panel')?.show();
    }
  }

  /** @param {import('../../signaling/chat-log.js').ChatMessage} _message */
  #noticeMessage(_message) {
    if (this.dataset.view === 'waiting' || this.dataset.view === 'setup') {
      messageChime();
    }
  }

  /** Brings the page in line with the call's snapshot. */
  #follow() {
    const client = this.#client;
    if (!client) {
      return;
    }
    const agentThere = client.other?.presence === 'joined';
    this.#followConsent(client);
    if (this.dataset.view === 'setup') {
      const note = /** @type {HTMLElement} */ (this.querySelector('[data-testid="recording-mode-note"]'));
      note.hidden = client.snapshot?.recordingMode !== 'mandatory';
      const presence = /** @type {HTMLElement} */ (this.querySelector('[data-testid="agent-presence"]'));
      const text = agentThere ? t('customer.agentThere') : '';
      if (presence.textContent !== text) {
        presence.textContent = text;
      }
    } else if (this.dataset.view === 'waiting' && client.waits) {
      this.#door.show(client.meeting);
    } else if (this.dataset.view === 'waiting' && (agentThere || client.switcher.shown)) {
      this.#showCall();
    } else if (this.dataset.view === 'call' && client.waits) {
      this.#door.back = true;
      this.#door.show(client.meeting);
      this.#showWaiting();
      announce(t('door.back'));
    }
  }

  /** @param {import('../../rtc/call-client.js').CallClient} client */
  #followConsent(client) {
    const consent = client.snapshot?.consent;
    this.dataset.consent = consent?.state ?? 'not-required';
    if (consent?.asked && consent.state === 'waiting' && client.joined) {
      this.#consent.ensure().catch((failure) => toast(explain(failure), { kind: 'problem' }));
    }
  }

  #showWaiting() {
    const client = /** @type {import('../../client/live-call.js').LiveCall} */ (this.#client);
    const { meeting } = this.#admission;
    const video = h('video', { autoplay: true, playsinline: true, muted: true, testid: 'self-video', 'aria-label': t('call.you') });
    video.hidden = !client.local.camera;
    video.srcObject = client.local.camera ? new MediaStream([client.local.camera]) : null;
    this.#show('waiting', h('div', { class: 'message waiting', role: 'status', testid: 'waiting-room' },
      h('div', { class: 'waiting-picture' }, video, !client.local.camera && icon('person', 56)),
      h('h1', {}, meeting ? meeting.name : t('customer.waitingTitle')),
      meeting ? this.#door.element : h('p', { class: 'muted lead' }, this.#admission.opening ?? t('customer.waitingText')),
      this.#place.element,
      h('div', { class: 'waiting-dots', 'aria-hidden': 'true' }, h('i', {}), h('i', {}), h('i', {})),
      this.#chatCard('waiting-chat'),
      h('button', { type: 'button', class: 'button quiet', testid: 'leave-waiting', on: { click: () => this.#leave() } }, t('call.leave'))));
  }

  #showCall() {
    this.#door.back = false;
    const view = /** @type {any} */ (document.createElement('sl-call-view'));
    view.client = this.#client;
    view.staff = false;
    view.chat = this.#chat;
    view.files = this.#files();
    view.addEventListener('leave', () => this.#leave());
    this.#show('call', h('h1', { class: 'visually-hidden' }, t('title.customer.call')), view);
    announce(t(this.#admission.meeting ? 'door.admitted' : 'customer.agentJoined'));
  }

  #leave() {
    const before = this.#client?.snapshot;
    remember(IN_CALL, null);
    this.#client?.leave();
    this.#client = null;
    this.#session?.disconnect();
    if (this.#place.queued(before)) {
      this.#message('gaveUp', 'phone-down', '');
      return;
    }
    this.#message('left', 'phone-down', '', h('button', { type: 'button', class: 'button large', testid: 'rejoin', on: { click: () => this.#begin() } }, t('customer.rejoin')));
  }

  #ended() {
    const { meeting } = this.#admission;
    this.#stop();
    this.#message(meeting ? 'meetingOver' : 'ended', 'check', 'good');
  }

  #replaced() {
    this.#stop();
    this.#message('replaced', 'devices', '', h('button', { type: 'button', class: 'button quiet', testid: 'use-here', on: { click: () => this.#begin() } }, t('customer.useHere')));
  }

  #removed() {
    this.#stop();
    this.#problem('removed');
  }

  #stop() {
    remember(IN_CALL, null);
    document.querySelectorAll('dialog[open]').forEach((dialog) => /** @type {HTMLDialogElement} */ (dialog).close());
    if (document.fullscreenElement) {
      document.exitFullscreen();
    }
    this.#client = null;
    this.#session?.disconnect();
  }

  /** @param {any} failure */
  #refused(failure) {
    const known = PROBLEMS[failure?.code];
    const seen = this.dataset.view === 'call' || this.dataset.view === 'waiting';
    if (known === 'ended' && seen) {
      this.#ended();
      return;
    }
    this.#stop();
    this.#problem(known ?? (failure?.status === 429 ? 'busy' : failure?.status === 0 || failure?.status >= 500 ? 'network' : 'unexpected'));
  }

  /** @param {string} kind */
  #problem(kind) {
    const retry = ['network', 'busy', 'early', 'full', 'unexpected'].includes(kind);
    this.#message('problem', { expired: 'hourglass', ended: 'check', network: 'refresh', busy: 'clock', early: 'clock', full: 'people', removed: 'info' }[kind] ?? 'link', kind === 'ended' ? 'good' : 'problem',
      retry && h('button', { type: 'button', class: 'button', testid: 'try-again', on: { click: () => this.#begin() } }, t('common.tryAgain')), kind);
    this.dataset.problem = kind;
  }

  /**
   * A page with one message. @param {string} view @param {string} glyph @param {string} tone
   * @param {any} [action] @param {string} [kind]
   */
  #message(view, glyph, tone, action, kind) {
    const base = kind ? `customer.problem.${kind}` : `customer.${view}`;
    this.#show(view, h('div', { class: 'card message', role: 'status', testid: `${view}-page` },
      h('div', { class: `emblem ${tone}` }, icon(glyph, 32)),
      h('h1', {}, t(`${base}.title`)),
      h('p', { class: 'muted lead' }, t(`${base}.text`)),
      action));
    if (kind && hasText(`${base}.title`)) {
      document.title = t(`${base}.title`);
    }
  }
}

/** Defines the element once. */
export function defineCustomerApp() {
  if (!customElements.get('sl-customer-app')) {
    customElements.define('sl-customer-app', CustomerApp);
  }
}
