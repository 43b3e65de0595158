// The one call that this tab is in: from the device check over the call to its end.
import { CallFiles } from '../../signaling/files.js';
import { connectionCheck } from '../../ui/connection-check.js';
import { LiveCall } from '../../client/live-call.js';
import { h } from '../../ui/dom.js';
import { icon } from '../../ui/icons.js';
import { t } from '../../ui/i18n.js';
import { clearToasts } from '../../ui/toast.js';

const IN_CALL = 'sightline.agent.call';

/**
 * Fires `over` when the call has ended, `replaced` when another device of the agent has it now, and `left` when
 * the agent thinks better of it before joining.
 */
export class CallRoom extends EventTarget {
  /** @type {RTCIceServer[]} */
  iceServers = [];
  #frame;
  #book;
  #account;
  #socket;
  /** @type {LiveCall|null} */
  #client = null;

  /**
   * @param {{frame: import('./agent-frame.js').AgentFrame, book: import('./call-book.js').CallBook,
   *     account: import('../../signaling/account.js').Account,
   *     socket: () => import('../../signaling/socket.js').SignalingSocket}} parts
   */
  constructor({ frame, book, account, socket }) {
    super();
    this.#frame = frame;
    this.#book = book;
    this.#account = account;
    this.#socket = socket;
  }

  /** Whether a call is entered or about to be. */
  get busy() {
    return this.#client !== null;
  }

  /** The call's id; null without one. */
  get callId() {
    return this.#client?.callId ?? null;
  }

  /** The call this tab was in before a reload. */
  static remembered() {
    return sessionStorage.getItem(IN_CALL) ?? '';
  }

  static forget() {
    sessionStorage.removeItem(IN_CALL);
  }

  /** Lets the agent look at camera and microphone first. @param {string} id */
  setUp(id) {
    clearToasts();
    const client = this.#newClient(id);
    const setup = /** @type {any} */ (document.createElement('sl-device-setup'));
    setup.local = client.local;
    const join = h('button', { type: 'button', class: 'button large', testid: 'setup-join', on: { click: () => this.#enter(client) } }, icon('camera'), t('setup.join'));
    this.#frame.show('setup',
      h('div', { class: 'stack' }, h('h1', { tabindex: -1 }, t('setup.title')), h('p', { class: 'muted' }, t('setup.agentText'))),
      h('div', { class: 'card stack setup-card' }, setup, connectionCheck(() => this.#account.token(), client.local),
        h('div', { class: 'row setup-actions' },
          h('button', { type: 'button', class: 'button quiet', testid: 'setup-cancel', on: { click: () => this.#cancelSetUp(client) } }, t('common.cancel')), join)));
    join.focus();
    client.local.open();
  }

  /** Enters at once, with the devices as they were used last. @param {string} id */
  async enterAtOnce(id) {
    const client = this.#newClient(id);
    await client.local.open();
    this.#enter(client);
  }

  /** Leaves, so that the others see it. */
  leave() {
    this.#client?.leave();
    this.#client = null;
  }

  /** Drops the call here without a word to the others; they learn by the connection. */
  close() {
    this.#client?.close();
    this.#client = null;
    CallRoom.forget();
  }

  /** @param {string} id */
  #newClient(id) {
    this.#client?.close();
    const call = this.#book.get(id);
    const client = new LiveCall(this.#socket(), {
      callId: id, role: 'agent', participantId: call?.self, snapshot: call ?? null, iceServers: this.iceServers,
      chat: this.#book.chatOf(id),
      invite: (wish) => this.#account.call('POST', `/api/interactions/${id}/links`, wish),
    });
    this.#client = client;
    client.addEventListener('ended', () => this.#over(client));
    client.addEventListener('replaced', () => this.dispatchEvent(new Event('replaced')));
    return client;
  }

  /** @param {LiveCall} client */
  #cancelSetUp(client) {
    client.close();
    this.#client = null;
    this.dispatchEvent(new Event('left'));
  }

  /** @param {LiveCall} client */
  #enter(client) {
    if (client !== this.#client) {
      return;
    }
    sessionStorage.setItem(IN_CALL, client.callId);
    client.join();
    const view = /** @type {any} */ (document.createElement('sl-call-view'));
    view.client = client;
    view.staff = true;
    view.chat = client.chat;
    view.files = new CallFiles(client.callId, () => this.#account.token());
    view.invite = async (/** @type {any} */ wish) => ({ fullUrl: (await client.invite(wish)).url });
    this.#frame.show('call', h('h1', { class: 'visually-hidden' }, t('title.call')), view);
  }

  /** @param {LiveCall} client */
  #over(client) {
    CallRoom.forget();
    if (this.#client === client) {
      this.#client = null;
      closeDialogs();
      this.dispatchEvent(new Event('over'));
    }
  }
}

/** What was asked in a call that is over needs no answer any more. */
export function closeDialogs() {
  document.querySelectorAll('dialog[open]').forEach((dialog) => /** @type {HTMLDialogElement} */ (dialog).close());
}
