// The calls an agent has open: how they stand, their links, and what is written in them.
import { ChatLog } from '../../signaling/chat-log.js';
import { nameOf } from '../../ui/remote-pictures.js';
import { situationOf } from './call-list.js';

const LINKS = 'sightline.agent.links';

/**
 * @typedef {import('../../rtc/call-client.js').Snapshot} Snapshot
 * @typedef {import('../../signaling/socket.js').SignalingSocket} SignalingSocket
 */

/**
 * Fires `change`, `arrived` with the snapshot of a call whose customer has begun to wait, `attended` with the id of one
 * whose customer waits no more, and `written` with `{log, message}` when somebody else has written.
 */
export class CallBook extends EventTarget {
  /** @type {SignalingSocket|null} */
  #socket = null;
  /** @type {Map<string, Snapshot>} */
  #calls = new Map();
  /** @type {Map<string, string>} how each call stood when it was last looked at */
  #situations = new Map();
  /** @type {Record<string, string>} links as they were created here: the server keeps only their hash */
  #links = JSON.parse(sessionStorage.getItem(LINKS) ?? '{}');
  /** @type {Map<string, ChatLog>} by the call's id */
  #chats = new Map();

  /** Follows the calls by another socket. @param {SignalingSocket} socket */
  attach(socket) {
    this.#forgetChats();
    this.#socket = socket;
  }

  /** @param {string} id */
  get(id) {
    return this.#calls.get(id);
  }

  /** @param {Snapshot[]} calls all that are open, as a new connection tells them */
  welcome(calls) {
    this.#calls = new Map(calls.map((call) => [call.id, call]));
    for (const call of this.#calls.values()) {
      this.chatOf(call.id);
      this.#noticeArrival(call);
    }
    this.#changed();
  }

  /** @param {Snapshot} call */
  update(call) {
    if (call.state === 'ended') {
      this.forget(call.id);
      return;
    }
    this.#calls.set(call.id, call);
    this.chatOf(call.id);
    this.#noticeArrival(call);
    this.#changed();
  }

  /** A call made here, with its link. @param {any} created the API's answer */
  add(created) {
    this.#links[created.interactionId] = created.visitor.fullUrl;
    this.#keepLinks();
    if (!this.#calls.has(created.interactionId)) {
      this.#calls.set(created.interactionId, fresh(created));
    }
    this.#changed();
  }

  /** @param {string} id */
  forget(id) {
    this.#calls.delete(id);
    this.#chats.get(id)?.close();
    this.#chats.delete(id);
    if (this.#situations.get(id) === 'customerWaiting') {
      this.dispatchEvent(new CustomEvent('attended', { detail: id }));
    }
    this.#situations.delete(id);
    delete this.#links[id];
    this.#keepLinks();
    this.#changed();
  }

  clear() {
    this.#calls.clear();
    this.#forgetChats();
  }

  /** The calls that have a place in the list, with their links where they are known. */
  open() {
    return [...this.#calls.values()].filter(isOpen).map((call) => {
      const url = call.link?.url ?? this.#links[call.id];
      const unread = this.#chats.get(call.id)?.unread ?? 0;
      return { ...call, unread, link: url && call.link ? { ...call.link, url } : call.link };
    });
  }

  /** @param {string} callId */
  chatOf(callId) {
    const known = this.#chats.get(callId);
    if (known) {
      return known;
    }
    const log = new ChatLog(/** @type {SignalingSocket} */ (this.#socket), {
      callId, selfId: () => this.#calls.get(callId)?.self,
    });
    this.#chats.set(callId, log);
    log.addEventListener('change', () => this.#changed());
    log.addEventListener('arrived', (/** @type {any} */ event) => this.dispatchEvent(new CustomEvent('written', { detail: { log, message: event.detail } })));
    return log;
  }

  /** @param {string} callId @param {string} participantId */
  nameIn(callId, participantId) {
    const party = this.#calls.get(callId)?.participants.find(({ id }) => id === participantId);
    return party ? nameOf(party) : '';
  }

  /** @param {string} callId */
  customerOf(callId) {
    return this.#calls.get(callId)?.participants.find(({ role }) => role === 'customer');
  }

  /** @param {Snapshot} call */
  #noticeArrival(call) {
    const situation = situationOf(call);
    const before = this.#situations.get(call.id);
    this.#situations.set(call.id, situation);
    if (situation === 'customerWaiting' && before !== situation) {
      this.dispatchEvent(new CustomEvent('arrived', { detail: call }));
    } else if (before === 'customerWaiting' && before !== situation) {
      this.dispatchEvent(new CustomEvent('attended', { detail: call.id }));
    }
  }

  #forgetChats() {
    this.#chats.forEach((log) => log.close());
    this.#chats.clear();
  }

  #keepLinks() {
    sessionStorage.setItem(LINKS, JSON.stringify(this.#links));
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}

/** Whether a call still has a place in the list: meetings have a page of their own, one that never began goes with its link. @param {Snapshot} call */
function isOpen(call) {
  return call.state !== 'ended' && !call.meeting && (call.link?.state !== 'revoked' || Boolean(call.activeAt) || situationOf(call) === 'customerWaiting');
}

/** A snapshot for a link the server has not told us about yet. @param {any} created */
function fresh(created) {
  const now = new Date().toISOString();
  return /** @type {Snapshot} */ ({
    id: created.interactionId, state: 'created', createdAt: now, activeAt: null, endedAt: null, recordingMode: '', mediaPath: 'none',
    generation: 0, participants: [], recording: null,
    link: { state: 'open', expiresAt: created.expiresAt ?? new Date(Date.now() + 1_800_000).toISOString(), url: created.visitor.fullUrl },
  });
}
