// The agent's page: signing in, links, presence, and the call.
import { arrivalChime, messageChime } from '../../rtc/chime.js';
import { CallClient } from '../../rtc/call-client.js';
import { ChatLog } from '../../signaling/chat-log.js';
import { SignalingSocket } from '../../signaling/socket.js';
import { Account } from '../../signaling/account.js';
import { defineCallView } from '../../ui/call-view.js';
import { defineChatPanel } from '../../ui/chat-panel.js';
import { defineDeviceSetup } from '../../ui/device-setup.js';
import { fill, h } from '../../ui/dom.js';
import { icon } from '../../ui/icons.js';
import { t } from '../../ui/i18n.js';
import { ask, brand, explain, focusHeading, languagePicker } from '../../ui/page.js';
import { announce, clearToasts, prepareAnnouncements, toast } from '../../ui/toast.js';
import { defineCallList, situationOf } from './call-list.js';
import { nameOf } from '../../ui/remote-pictures.js';
import { Rings } from './ring-card.js';
import { openChat } from './chat-dialog.js';
import { defineSignIn } from '../../ui/sign-in.js';
import { defineTenantSettings } from './tenant-settings.js';

const IN_CALL = 'sightline.agent.call';
const LINKS = 'sightline.agent.links';
const PRESENCES = ['available', 'busy', 'away'];

/**
 * `<sl-agent-app>`. `data-view`: sign-in, console, settings, setup, call, replaced.
 * `data-socket`: closed, connecting, open, reconnecting.
 */
export class AgentApp extends HTMLElement {
  #account = new Account();
  /** @type {SignalingSocket|null} */
  #socket = null;
  /** @type {Map<string, import('../../rtc/call-client.js').Snapshot>} */
  #calls = new Map();
  /** @type {Map<string, string>} how each call stood when it was last looked at */
  #situations = new Map();
  /** @type {Record<string, string>} links as they were created here: the server keeps only their hash */
  #links = JSON.parse(sessionStorage.getItem(LINKS) ?? '{}');
  /** @type {RTCIceServer[]} */
  #iceServers = [];
  /** @type {CallClient|null} */
  #client = null;
  /** @type {Map<string, ChatLog>} by the call's id */
  #chats = new Map();
  #rings = new Rings();
  #presence = 'available';
  #welcomed = false;
  #parts = /** @type {Record<string, any>} */ ({});

  connectedCallback() {
    defineSignIn();
    defineCallList();
    defineTenantSettings();
    defineDeviceSetup();
    defineCallView();
    defineChatPanel();
    prepareAnnouncements();
    this.#rings.addEventListener('accept', (/** @type {any} */ event) => this.#accept(event.detail));
    this.#rings.addEventListener('decline', (/** @type {any} */ event) => this.#decline(event.detail));
    this.#rings.addEventListener('change', () => this.#parts.main && this.#showTitle());
    this.#account.addEventListener('signed-out', () => {
      toast(t('signIn.expired'));
      this.#signedOut();
    });
    if (this.#account.user) {
      this.#signedIn();
    } else {
      this.#showSignIn();
    }
  }

  disconnectedCallback() {
    this.#client?.close();
    this.#socket?.close();
  }

  #showSignIn() {
    this.dataset.view = 'sign-in';
    const form = /** @type {any} */ (document.createElement('sl-sign-in'));
    form.account = this.#account;
    form.addEventListener('signed-in', () => this.#signedIn());
    fill(this, form);
  }

  #signedIn() {
    this.#buildFrame();
    this.#connect();
    this.#showConsole();
  }

  #signedOut() {
    this.#client?.close();
    this.#client = null;
    this.#socket?.close();
    this.#calls.clear();
    this.#rings.clear();
    this.#forgetChats();
    sessionStorage.removeItem(IN_CALL);
    this.#showSignIn();
  }

  #connect() {
    this.#socket?.close();
    this.#forgetChats();
    this.#welcomed = false;
    const socket = new SignalingSocket(async () => (await this.#account.call('POST', '/api/signaling/tickets')).ticket);
    this.#socket = socket;
    socket.addEventListener('status', () => this.#showSocket());
    socket.addEventListener('message', (/** @type {any} */ event) => this.#receive(event.detail));
    socket.addEventListener('refused', () => this.#signedOut());
    socket.connect();
  }

  #forgetChats() {
    this.#chats.forEach((log) => log.close());
    this.#chats.clear();
  }

  #showSocket() {
    const status = this.#socket?.status ?? 'closed';
    this.dataset.socket = status;
    if (this.#parts.offline) {
      this.#parts.offline.hidden = status !== 'reconnecting';
    }
  }

  #buildFrame() {
    const p = this.#parts;
    const user = this.#account.user;
    p.presence = h('select', { class: 'presence', 'aria-label': t('presence.label'), testid: 'presence', on: { change: () => this.#setPresence(p.presence.value) } },
      PRESENCES.map((value) => h('option', { value }, t(`presence.${value}`))));
    p.presence.value = this.#presence;
    p.offline = h('div', { class: 'offline-bar', role: 'status', testid: 'offline-bar', hidden: true }, icon('refresh', 16), t('common.reconnecting'));
    p.main = h('main', { class: 'page-main', id: 'main' });
    p.footer = h('footer', { class: 'page-footer' }, languagePicker());
    const staff = ['supervisor', 'admin', 'agent', 'expert'].some((role) => this.#account.hasRole(role));
    p.header = h('header', { class: 'page-header' },
      brand(), h('div', { class: 'presence-wrap', 'data-presence': this.#presence }, p.presence), h('span', { class: 'grow' }),
      staff && h('a', { class: 'button plain', href: '/reports/', target: '_blank', rel: 'opener', testid: 'reports-link' }, icon('chart'), h('span', { class: 'wide-only' }, t('nav.reports'))),
      this.#account.hasRole('admin') && h('button', { type: 'button', class: 'button plain', testid: 'open-settings', on: { click: () => this.#showSettings() } }, icon('settings'), h('span', { class: 'wide-only' }, t('nav.settings'))),
      h('span', { class: 'who', testid: 'user-name' }, icon('person'), user?.name || user?.email || ''),
      h('button', { type: 'button', class: 'button plain', testid: 'sign-out', on: { click: () => this.#signOut() } }, icon('sign-out'), h('span', { class: 'wide-only' }, t('nav.signOut'))));
    fill(this, h('a', { class: 'skip-link', href: '#main' }, t('common.skip')), p.header, p.offline, p.main, p.footer);
    this.#showSocket();
  }

  async #signOut() {
    this.#client?.leave();
    this.#client = null;
    await this.#account.signOut();
    this.#signedOut();
  }

  /** @param {string} view @param {...any} content */
  #show(view, ...content) {
    this.dataset.view = view;
    this.#parts.main.className = view === 'call' ? 'page-main call-main' : 'page-main';
    this.#parts.header.classList.toggle('in-call', view === 'call');
    this.#parts.footer.hidden = view === 'call';
    fill(this.#parts.main, ...content);
    focusHeading(this.#parts.main);
  }

  #showConsole() {
    const p = this.#parts;
    p.list = document.createElement('sl-call-list');
    p.list.addEventListener('join', (/** @type {any} */ event) => this.#setUp(event.detail));
    p.list.addEventListener('revoke', (/** @type {any} */ event) => this.#revoke(event.detail));
    p.list.addEventListener('chat', (/** @type {any} */ event) => this.#openChat(event.detail));
    p.list.addEventListener('end', (/** @type {any} */ event) => this.#end(event.detail));
    p.create = h('button', { type: 'button', class: 'button large', testid: 'new-link', on: { click: () => this.#newLink() } }, icon('plus'), t('list.newLink'));
    this.#show('console',
      h('div', { class: 'row spread console-head' }, h('div', {}, h('h1', {}, t('list.title')), h('p', { class: 'muted' }, t('list.text'))), p.create),
      p.list);
    this.#refreshList();
  }

  #showSettings() {
    if (this.#client) {
      return;
    }
    const settings = /** @type {any} */ (document.createElement('sl-tenant-settings'));
    settings.account = this.#account;
    settings.addEventListener('close', () => this.#showConsole());
    this.#show('settings', settings);
  }

  #refreshList() {
    const open = [...this.#calls.values()].filter(isOpen).map((call) => {
      const url = call.link?.url ?? this.#links[call.id];
      const unread = this.#chats.get(call.id)?.unread ?? 0;
      return { ...call, unread, link: url && call.link ? { ...call.link, url } : call.link };
    });
    if (this.dataset.view === 'console') {
      this.#parts.list.show(open);
    }
    const waiting = open.filter((call) => situationOf(call) === 'customerWaiting').length;
    this.dataset.waiting = String(waiting);
    this.#showTitle();
  }

  #showTitle() {
    const waiting = Number(this.dataset.waiting ?? 0);
    this.dataset.rings = String(this.#rings.count);
    document.title = this.#rings.count > 0 ? `☎ ${t('title.ring')}` : waiting > 0 ? `(${waiting}) ${t('title.waiting')}` : t('title.agent');
  }

  /** The first to answer is in the call from then on. @param {string} callId */
  async #accept(callId) {
    if (this.#client) {
      toast(t('ring.inCall'));
      return;
    }
    try {
      await this.#socket?.request({ type: 'ring.accept', callId });
    } catch (failure) {
      toast(explain(failure), { kind: 'problem' });
      return;
    } finally {
      this.#rings.remove(callId);
    }
    const client = this.#newClient(callId);
    await client.local.open();
    this.#enter(client);
  }

  /** @param {string} callId */
  #decline(callId) {
    this.#rings.remove(callId);
    this.#socket?.request({ type: 'ring.decline', callId }).catch((failure) => console.warn('ring not declined', failure.code));
  }

  /** A colleague has the call now, or has sent this one away. @param {string} callId */
  #handed(callId) {
    const mine = this.#client?.callId === callId;
    this.#forget(callId);
    if (mine) {
      this.#client?.close();
      this.#client = null;
      sessionStorage.removeItem(IN_CALL);
      document.querySelectorAll('dialog[open]').forEach((dialog) => /** @type {HTMLDialogElement} */ (dialog).close());
      this.#showConsole();
      toast(t('transfer.handed'), { kind: 'good' });
    }
  }

  async #newLink() {
    const { create } = this.#parts;
    create.disabled = true;
    try {
      const tenant = encodeURIComponent(this.#account.user?.tenantId ?? '');
      const created = await this.#account.call('POST', `/api/interactions/tenants/${tenant}/interactions`, { type: 'OUTBOUND' });
      this.#links[created.interactionId] = created.visitor.fullUrl;
      sessionStorage.setItem(LINKS, JSON.stringify(this.#links));
      if (!this.#calls.has(created.interactionId)) {
        this.#calls.set(created.interactionId, fresh(created));
      }
      this.#refreshList();
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
        this.#forget(id);
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

  /** @param {string} id */
  #forget(id) {
    this.#calls.delete(id);
    this.#chats.get(id)?.close();
    this.#chats.delete(id);
    this.#situations.delete(id);
    delete this.#links[id];
    sessionStorage.setItem(LINKS, JSON.stringify(this.#links));
    this.#refreshList();
  }

  /** @param {string} presence */
  #setPresence(presence) {
    this.#showPresence(presence);
    this.#socket?.send({ type: 'presence.set', presence });
  }

  /** @param {string} presence */
  #showPresence(presence) {
    this.#presence = presence;
    this.#parts.presence.value = presence;
    this.#parts.presence.parentElement.dataset.presence = presence;
  }

  /** @param {any} message */
  #receive(message) {
    switch (message.type) {
      case 'welcome':
        this.#welcome(message);
        break;
      case 'call.state':
        this.#callChanged(message.call);
        break;
      case 'call.ended':
        this.#forget(message.callId);
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
      case 'presence.state':
        this.#showPresence(message.presence);
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
    this.#iceServers = message.iceServers ?? [];
    this.#calls = new Map(message.calls.map((/** @type {any} */ call) => [call.id, call]));
    for (const call of this.#calls.values()) {
      this.#chatOf(call.id);
      this.#noticeArrival(call);
    }
    if (message.presence) {
      this.#showPresence(message.presence);
    }
    this.#rings.clear();
    this.#refreshList();
    if (!this.#welcomed) {
      this.#welcomed = true;
      this.#resume();
    }
  }

  /** After a reload: back into the call one was in. */
  #resume() {
    const call = this.#calls.get(sessionStorage.getItem(IN_CALL) ?? '');
    if (call && call.state !== 'ended') {
      const client = this.#newClient(call.id);
      client.local.open().then(() => this.#enter(client));
    } else {
      sessionStorage.removeItem(IN_CALL);
      const wanted = new URLSearchParams(location.search).get('call') ?? '';
      if (this.#calls.has(wanted)) {
        this.#setUp(wanted);
      }
    }
  }

  /** @param {import('../../rtc/call-client.js').Snapshot} call */
  #callChanged(call) {
    if (call.state === 'ended') {
      this.#forget(call.id);
      return;
    }
    this.#calls.set(call.id, call);
    this.#chatOf(call.id);
    this.#noticeArrival(call);
    this.#refreshList();
  }

  /** @param {import('../../rtc/call-client.js').Snapshot} call */
  #noticeArrival(call) {
    const situation = situationOf(call);
    const before = this.#situations.get(call.id);
    this.#situations.set(call.id, situation);
    if (situation === 'customerWaiting' && before !== situation && this.#client?.callId !== call.id) {
      arrivalChime();
      const customer = call.participants.find((participant) => participant.role === 'customer');
      toast(t('list.arrived', { name: customer?.displayName || t('role.customer') }), {
        kind: 'good',
        action: this.#client ? undefined : { label: t('list.join'), testid: 'toast-join', run: () => this.#setUp(call.id) },
      });
    }
  }

  /** @param {string} callId */
  #chatOf(callId) {
    const known = this.#chats.get(callId);
    if (known) {
      return known;
    }
    const log = new ChatLog(/** @type {SignalingSocket} */ (this.#socket), {
      callId, selfId: () => this.#calls.get(callId)?.self,
    });
    this.#chats.set(callId, log);
    log.addEventListener('change', () => this.dataset.view === 'console' && this.#refreshList());
    log.addEventListener('arrived', (/** @type {any} */ event) => this.#noticeMessage(log, event.detail));
    return log;
  }

  /** @param {string} callId @param {string} participantId */
  #nameIn(callId, participantId) {
    const party = this.#calls.get(callId)?.participants.find(({ id }) => id === participantId);
    return party ? nameOf(party) : '';
  }

  /** @param {string} callId */
  #openChat(callId) {
    const customer = this.#calls.get(callId)?.participants.find(({ role }) => role === 'customer');
    openChat(this.#chatOf(callId), customer ? nameOf(customer) : t('role.customer'), (id) => this.#nameIn(callId, id));
  }

  /** A customer writes while the agent is elsewhere; the call's own page notices by itself. @param {ChatLog} log @param {import('../../signaling/chat-log.js').ChatMessage} message */
  #noticeMessage(log, message) {
    if (this.#client?.callId === log.callId && this.dataset.view === 'call') {
      return;
    }
    messageChime();
    if (!document.querySelector(`dialog[data-chat="${log.callId}"]`)) {
      const text = message.text.length > 120 ? `${message.text.slice(0, 120)}…` : message.text;
      toast(t('chat.arrived', { name: this.#nameIn(log.callId, message.from), text }), {
        action: { label: t('chat.answer'), testid: 'toast-answer', run: () => this.#openChat(log.callId) },
      });
    }
  }

  /** @param {string} id */
  #newClient(id) {
    this.#client?.close();
    const client = new CallClient(/** @type {SignalingSocket} */ (this.#socket), {
      callId: id, role: 'agent', participantId: this.#calls.get(id)?.self, snapshot: this.#calls.get(id) ?? null, iceServers: this.#iceServers,
    });
    this.#client = client;
    client.addEventListener('ended', () => this.#callOver(client));
    client.addEventListener('replaced', () => this.#replaced());
    return client;
  }

  /** @param {string} id */
  #setUp(id) {
    clearToasts();
    const client = this.#newClient(id);
    const setup = /** @type {any} */ (document.createElement('sl-device-setup'));
    setup.local = client.local;
    const join = h('button', { type: 'button', class: 'button large', testid: 'setup-join', on: { click: () => this.#enter(client) } }, icon('camera'), t('setup.join'));
    this.#show('setup',
      h('div', { class: 'stack' }, h('h1', { tabindex: -1 }, t('setup.title')), h('p', { class: 'muted' }, t('setup.agentText'))),
      h('div', { class: 'card stack setup-card' }, setup,
        h('div', { class: 'row setup-actions' },
          h('button', { type: 'button', class: 'button quiet', testid: 'setup-cancel', on: { click: () => this.#cancelSetUp(client) } }, t('common.cancel')), join)));
    join.focus();
    client.local.open();
  }

  /** @param {CallClient} client */
  #cancelSetUp(client) {
    client.close();
    this.#client = null;
    this.#showConsole();
  }

  /** @param {CallClient} client */
  #enter(client) {
    if (client !== this.#client) {
      return;
    }
    sessionStorage.setItem(IN_CALL, client.callId);
    client.join();
    const view = /** @type {any} */ (document.createElement('sl-call-view'));
    view.client = client;
    view.staff = true;
    view.chat = this.#chatOf(client.callId);
    view.invite = (/** @type {any} */ wish) => this.#account.call('POST', `/api/interactions/${client.callId}/links`, wish);
    this.#show('call', h('h1', { class: 'visually-hidden' }, t('title.call')), view);
  }

  /** @param {CallClient} client */
  #callOver(client) {
    sessionStorage.removeItem(IN_CALL);
    if (this.#client === client) {
      this.#client = null;
      document.querySelectorAll('dialog[open]').forEach((dialog) => /** @type {HTMLDialogElement} */ (dialog).close());
      this.#showConsole();
      toast(t('call.over'), { kind: 'good' });
    }
  }

  #replaced() {
    this.#client?.close();
    this.#client = null;
    this.#socket?.close();
    sessionStorage.removeItem(IN_CALL);
    this.#show('replaced', h('div', { class: 'card message', testid: 'replaced' },
      h('div', { class: 'emblem' }, icon('devices', 32)), h('h1', {}, t('agent.replacedTitle')), h('p', { class: 'muted' }, t('agent.replacedText')),
      h('button', { type: 'button', class: 'button', testid: 'use-here', on: { click: () => { this.#connect(); this.#showConsole(); } } }, t('agent.useHere'))));
  }
}

/** Whether a call still has a place in the list: one that never began goes with its link. @param {import('../../rtc/call-client.js').Snapshot} call */
function isOpen(call) {
  return call.state !== 'ended' && (call.link?.state !== 'revoked' || Boolean(call.activeAt) || situationOf(call) === 'customerWaiting');
}

/** A snapshot for a link the server has not told us about yet. @param {any} created */
function fresh(created) {
  const now = new Date().toISOString();
  return /** @type {import('../../rtc/call-client.js').Snapshot} */ ({
    id: created.interactionId, state: 'created', createdAt: now, activeAt: null, endedAt: null, recordingMode: '', mediaPath: 'none',
    generation: 0, participants: [], recording: null,
    link: { state: 'open', expiresAt: created.expiresAt ?? new Date(Date.now() + 1_800_000).toISOString(), url: created.visitor.fullUrl },
  });
}

/** Defines the element once. */
export function defineAgentApp() {
  if (!customElements.get('sl-agent-app')) {
    customElements.define('sl-agent-app', AgentApp);
  }
}
