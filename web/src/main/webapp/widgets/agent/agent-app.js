// The agent's page: signing in, what the server tells, and which view is shown.
import { arrivalChime, messageChime } from '../../rtc/chime.js';
import { SignalingSocket } from '../../signaling/socket.js';
import { CallFiles } from '../../signaling/files.js';
import { Account } from '../../signaling/account.js';
import { defineCallView } from '../../ui/call-view.js';
import { defineChatPanel } from '../../ui/chat-panel.js';
import { defineDeviceSetup } from '../../ui/device-setup.js';
import { fill, h } from '../../ui/dom.js';
import { icon } from '../../ui/icons.js';
import { t } from '../../ui/i18n.js';
import { ask, explain } from '../../ui/page.js';
import { nameOf } from '../../ui/remote-pictures.js';
import { defineSignIn } from '../../ui/sign-in.js';
import { announce, clearToastsAbout, prepareAnnouncements, toast } from '../../ui/toast.js';
import { AgentFrame } from './agent-frame.js';
import { CallBook } from './call-book.js';
import { CallRoom, closeDialogs } from './call-room.js';
import { defineCallList, situationOf } from './call-list.js';
import { openChat } from './chat-dialog.js';
import { PushBell } from './push-bell.js';
import { Rings } from './ring-card.js';
import { defineTenantSettings } from './tenant-settings.js';
import { defineWaitingList, Queues } from './waiting-list.js';

/**
 * `<sl-agent-app>`. `data-view`: sign-in, console, settings, setup, call, replaced.
 * `data-socket`: closed, connecting, open, reconnecting.
 */
export class AgentApp extends HTMLElement {
  #account = new Account();
  /** @type {SignalingSocket|null} */
  #socket = null;
  #frame = new AgentFrame(this);
  #book = new CallBook();
  #room = new CallRoom({
    frame: this.#frame, book: this.#book, account: this.#account,
    socket: () => /** @type {SignalingSocket} */ (this.#socket),
  });
  #rings = new Rings();
  #queues = new Queues();
  #push = new PushBell(this.#account);
  #welcomed = false;
  /** The call that is being answered just now. */
  #answering = '';
  #parts = /** @type {Record<string, any>} */ ({});

  connectedCallback() {
    defineSignIn();
    defineCallList();
    defineWaitingList();
    defineTenantSettings();
    defineDeviceSetup();
    defineCallView();
    defineChatPanel();
    prepareAnnouncements();
    this.#listen();
    if (this.#account.user) {
      this.#signedIn();
    } else {
      this.#showSignIn();
    }
  }

  disconnectedCallback() {
    this.#room.close();
    this.#socket?.close();
  }

  #listen() {
    const on = (/** @type {EventTarget} */ target, /** @type {Record<string, (detail: any) => void>} */ listeners) => {
      for (const [type, run] of Object.entries(listeners)) {
        target.addEventListener(type, (/** @type {any} */ event) => run(event.detail));
      }
    };
    on(this.#account, { 'signed-out': () => {
      toast(t('signIn.expired'));
      this.#signedOut();
    } });
    on(this.#frame, {
      presence: (word) => this.#setPresence(word), settings: () => this.#showSettings(), 'sign-out': () => this.#signOut(),
    });
    on(this.#book, {
      change: () => this.#refreshList(), arrived: (call) => this.#noticeArrival(call), attended: clearToastsAbout, written: (news) => this.#noticeMessage(news),
    });
    on(this.#room, {
      left: () => this.#showConsole(), replaced: () => this.#replaced(),
      over: () => {
        this.#showConsole();
        toast(t('call.over'), { kind: 'good' });
      },
    });
    on(this.#queues, { change: () => this.#frame.main && this.#showTitle() });
    on(this.#rings, {
      accept: (callId) => this.#accept(callId), decline: (callId) => this.#decline(callId),
      change: () => this.#frame.main && this.#showTitle(),
    });
  }

  // --- signing in and the connection --------------------------------------------------------

  #showSignIn() {
    this.dataset.view = 'sign-in';
    const form = /** @type {any} */ (document.createElement('sl-sign-in'));
    form.account = this.#account;
    form.addEventListener('signed-in', () => this.#signedIn());
    fill(this, form);
  }

  #signedIn() {
    this.#frame.build(this.#account);
    this.#connect();
    this.#showConsole();
    this.#push.start();
  }

  #signedOut() {
    this.#room.close();
    this.#socket?.close();
    this.#book.clear();
    this.#rings.clear();
    this.#queues.clear();
    this.#showSignIn();
  }

  async #signOut() {
    this.#room.leave();
    await this.#push.signOut();
    await this.#account.signOut();
    this.#signedOut();
  }

  #connect() {
    this.#socket?.close();
    this.#welcomed = false;
    const socket = new SignalingSocket(async () => (await this.#account.call('POST', '/api/signaling/tickets')).ticket);
    this.#socket = socket;
    this.#book.attach(socket);
    socket.addEventListener('status', () => this.#frame.showSocket(socket.status));
    socket.addEventListener('message', (/** @type {any} */ event) => this.#receive(event.detail));
    socket.addEventListener('refused', () => this.#signedOut());
    socket.connect();
    this.#frame.showSocket(socket.status);
  }

  // --- views --------------------------------------------------------------------------------

  #showConsole() {
    const p = this.#parts;
    p.list = document.createElement('sl-call-list');
    p.list.addEventListener('join', (/** @type {any} */ event) => this.#room.setUp(event.detail));
    p.list.addEventListener('revoke', (/** @type {any} */ event) => this.#revoke(event.detail));
    p.list.addEventListener('chat', (/** @type {any} */ event) => this.#openChat(event.detail));
    p.list.addEventListener('end', (/** @type {any} */ event) => this.#end(event.detail));
    p.queue = document.createElement('sl-waiting-list');
    p.queue.queues = this.#queues;
    p.queue.addEventListener('answer', (/** @type {any} */ event) => this.#accept(event.detail));
    p.create = h('button', { type: 'button', class: 'button large', testid: 'new-link', on: { click: () => this.#newLink() } }, icon('plus'), t('list.newLink'));
    this.#frame.show('console',
      h('div', { class: 'row spread console-head' }, h('div', {}, h('h1', {}, t('list.title')), h('p', { class: 'muted' }, t('list.text'))), h('div', { class: 'row' }, this.#push.button, p.create)),
      p.queue, p.list);
    this.#refreshList();
  }

  #showSettings() {
    if (this.#room.busy) {
      return;
    }
    const settings = /** @type {any} */ (document.createElement('sl-tenant-settings'));
    settings.account = this.#account;
    settings.addEventListener('close', () => this.#showConsole());
    this.#frame.show('settings', settings);
  }

  #refreshList() {
    const open = this.#book.open();
    if (this.dataset.view === 'console') {
      this.#parts.list.show(open);
    }
    const waiting = open.filter((call) => situationOf(call) === 'customerWaiting').length;
    this.dataset.waiting = String(waiting);
    this.#showTitle();
  }

  #showTitle() {
    const queued = this.#queues.all.length;
    const waiting = Number(this.dataset.waiting ?? 0) + queued;
    this.dataset.queued = String(queued);
    this.dataset.rings = String(this.#rings.count);
    document.title = this.#rings.count > 0 ? `☎ ${t(this.#rings.visitors ? 'title.visitor' : 'title.ring')}` : waiting > 0 ? `(${waiting}) ${t('title.waiting')}` : t('title.agent');
  }

  #replaced() {
    this.#room.close();
    this.#socket?.close();
    this.#frame.show('replaced', h('div', { class: 'card message', testid: 'replaced' },
      h('div', { class: 'emblem' }, icon('devices', 32)), h('h1', {}, t('agent.replacedTitle')), h('p', { class: 'muted' }, t('agent.replacedText')),
      h('button', { type: 'button', class: 'button', testid: 'use-here', on: { click: () => { this.#connect(); this.#showConsole(); } } }, t('agent.useHere'))));
  }

  // --- what the agent does ------------------------------------------------------------------

  /** The first to answer is in the call from then on. @param {string} callId */
  async #accept(callId) {
    if (this.#room.busy) {
      toast(t('ring.inCall'));
      return;
    }
    this.#answering = callId;
    try {
      await this.#socket?.request({ type: 'ring.accept', callId });
    } catch (failure) {
      this.#answering = '';
      toast(explain(failure), { kind: 'problem' });
      return;
    } finally {
      this.#rings.remove(callId);
    }
    const entered = this.#room.enterAtOnce(callId);
    this.#answering = '';
    await entered;
  }

  /** @param {string} callId */
  #decline(callId) {
    this.#rings.remove(callId);
    this.#socket?.request({ type: 'ring.decline', callId }).catch((failure) => console.warn('ring not declined', failure.code));
  }

  async #newLink() {
    const { create } = this.#parts;
    create.disabled = true;
    try {
      const tenant = encodeURIComponent(this.#account.user?.tenantId ?? '');
      const created = await this.#account.call('POST', `/api/interactions/tenants/${tenant}/interactions`, { type: 'OUTBOUND' });
      this.#book.add(created);
      announce(t('list.createdAnnounce'));
      /** @type {HTMLElement|null} */ (this.querySelector(`[data-call-id="${created.interactionId}"] [data-testid="copy-link"]`))?.focus();
    } catch (failure) {
      toast(explain(failure), { kind: 'problem' });
    } finally {
      create.disabled = false;
    }
  }

  /** @param {string} id */
  async #revoke(id) {
    if (await ask({ title: t('list.revokeTitle'), text: t('list.revokeText'), confirm: t('list.revoke'), testid: 'revoke-dialog' })) {
      try {
        await this.#account.call('DELETE', `/api/interactions/${id}/link`);
        this.#book.forget(id);
      } catch (failure) {
        toast(explain(failure), { kind: 'problem' });
      }
    }
  }

  /** @param {string} id */
  async #end(id) {
    if (await ask({ title: t('call.endTitle'), text: t('call.endText'), confirm: t('call.end'), testid: 'end-dialog' })) {
      this.#socket?.request({ type: 'call.end', callId: id }).catch((failure) => toast(explain(failure), { kind: 'problem' }));
    }
  }

  /** @param {string} presence */
  #setPresence(presence) {
    this.#frame.showPresence(presence);
    this.#socket?.send({ type: 'presence.set', presence });
  }

  /** @param {string} callId */
  #openChat(callId) {
    const customer = this.#book.customerOf(callId);
    openChat(this.#book.chatOf(callId), customer ? nameOf(customer) : t('role.customer'), (id) => this.#book.nameIn(callId, id),
      new CallFiles(callId, () => this.#account.token()));
  }

  // --- what the server tells ----------------------------------------------------------------

  /** @param {any} message */
  #receive(message) {
    switch (message.type) {
      case 'welcome':
        this.#welcome(message);
        break;
      case 'call.state':
        this.#book.update(message.call);
        break;
      case 'call.ended':
        this.#book.forget(message.callId);
        break;
      case 'call.handed':
        this.#handed(message.callId);
        break;
      case 'ring':
        this.#rings.add(message);
        break;
      case 'ring.over':
        if (this.#rings.remove(message.callId) && message.by && message.by !== this.#account.user?.name) {
          toast(t('ring.answered', { name: message.by }));
        }
        break;
      case 'queue.state':
        this.#queues.told(message);
        break;
      case 'presence.state':
        this.#frame.showPresence(message.presence);
        break;
      case 'session.replaced':
        if (!message.callId) {
          this.#replaced();
        }
        break;
      case 'error':
        if (!message.id) {
          toast(explain(message), { kind: 'problem' });
        }
        break;
      default:
        break;
    }
  }

  /** @param {any} message */
  #welcome(message) {
    this.#room.iceServers = message.iceServers ?? [];
    this.#book.welcome(message.calls);
    if (message.presence) {
      this.#frame.showPresence(message.presence);
    }
    this.#rings.clear();
    this.#queues.clear();
    if (!this.#welcomed) {
      this.#welcomed = true;
      this.#resume();
    }
  }

  /** After a reload: back into the call one was in. */
  #resume() {
    const call = this.#book.get(CallRoom.remembered());
    if (call && call.state !== 'ended') {
      this.#room.enterAtOnce(call.id);
      return;
    }
    CallRoom.forget();
    const wanted = new URLSearchParams(location.search).get('call') ?? '';
    if (this.#book.get(wanted)) {
      this.#room.setUp(wanted);
    }
  }

  /** A colleague has the call now, or has sent this one away. @param {string} callId */
  #handed(callId) {
    const mine = this.#room.callId === callId;
    this.#book.forget(callId);
    if (mine) {
      this.#room.close();
      closeDialogs();
      this.#showConsole();
      toast(t('transfer.handed'), { kind: 'good' });
    }
  }

  /** @param {import('../../rtc/call-client.js').Snapshot} call */
  #noticeArrival(call) {
    if (this.#room.callId === call.id || this.#answering === call.id) {
      return;
    }
    arrivalChime();
    toast(t('list.arrived', { name: this.#book.customerOf(call.id)?.displayName || t('role.customer') }), {
      kind: 'good', about: call.id,
      action: this.#room.busy ? undefined : { label: t('list.join'), testid: 'toast-join', run: () => this.#room.setUp(call.id) },
    });
  }

  /**
   * A customer writes while the agent is elsewhere; the call's own page notices by itself.
   * @param {{log: import('../../signaling/chat-log.js').ChatLog, message: import('../../signaling/chat-log.js').ChatMessage}} news
   */
  #noticeMessage({ log, message }) {
    if (this.#room.callId === log.callId && this.dataset.view === 'call') {
      return;
    }
    messageChime();
    if (!document.querySelector(`dialog[data-chat="${log.callId}"]`)) {
      const text = message.text.length > 120 ? `${message.text.slice(0, 120)}…` : message.text;
      toast(t('chat.arrived', { name: this.#book.nameIn(log.callId, message.from), text }), {
        action: { label: t('chat.answer'), testid: 'toast-answer', run: () => this.#openChat(log.callId) },
      });
    }
  }
}

/** Defines the element once. */
export function defineAgentApp() {
  if (!customElements.get('sl-agent-app')) {
    customElements.define('sl-agent-app', AgentApp);
  }
}
