// What is written in one call, as this person has it: read, unread, and on its way.

const STORED = 'sightline.chat.read.';

/**
 * @typedef {{id: string, position: number, from: string, at: string, key: string, text: string,
 *   thread?: string, file?: {id: string, type: string, size: number}}} ChatMessage
 * @typedef {{key: string, text: string, state: 'sending'|'refused', code?: string}} Outgoing
 */

/**
 * Keeps the chat of a call in step with the server: after every new connection it asks for what it does not have, and
 * sends again what was not acknowledged. Fires `change`, and `arrived` with the message as `detail` for each that
 * somebody else has just written.
 */
export class ChatLog extends EventTarget {
  /** @type {ChatMessage[]} in the call's order */
  messages = [];
  /** @type {Outgoing[]} not seen back from the server yet */
  outgoing = [];
  callId;
  #socket;
  #selfId;
  #read;
  #loaded = false;
  /** @type {string|null} */
  #thread;
  #receive = (/** @type {any} */ event) => this.#handle(event.detail);

  /**
   * @param {import('./socket.js').SignalingSocket} socket
   * @param {{callId: string, selfId: () => string|undefined, thread?: string|null}} options `selfId`: the participant
   *     that this person is; `thread`: the guest at a meeting's door with whom alone this is, `''` for what all in the
   *     call read, null for whatever this one may read
   */
  constructor(socket, { callId, selfId, thread = null }) {
    super();
    this.#socket = socket;
    this.callId = callId;
    this.#selfId = selfId;
    this.#thread = thread;
    this.#read = readBefore(this.#readKey);
    socket.addEventListener('message', this.#receive);
    if (socket.status === 'open') {
      this.#ask();
    }
  }

  get #readKey() {
    return STORED + this.callId + (this.#thread ? `.${this.#thread}` : '');
  }

  /** How many messages of others have not been read. */
  get unread() {
    return this.messages.filter((message) => message.position > this.#read && !this.isOwn(message)).length;
  }

  /** @param {ChatMessage} message */
  isOwn(message) {
    return message.from === this.#selfId();
  }

  /** Everything that is here has been read. */
  markRead() {
    const last = this.messages[this.messages.length - 1]?.position ?? 0;
    if (last > this.#read) {
      this.#read = last;
      try {
        sessionStorage.setItem(this.#readKey, String(last));
      } catch {
        // refused storage: after a reload old messages count as unread
      }
      this.dispatchEvent(new Event('change'));
    }
  }

  /** @param {string} text */
  send(text) {
    const message = { key: crypto.randomUUID(), text, state: /** @type {const} */ ('sending') };
    this.outgoing.push(message);
    this.dispatchEvent(new Event('change'));
    return this.#deliver(message);
  }

  /** Takes back what the server has refused, to be changed. @param {string} key @returns {string} the text */
  takeBack(key) {
    const message = this.outgoing.find((each) => each.key === key);
    this.outgoing = this.outgoing.filter((each) => each !== message);
    this.dispatchEvent(new Event('change'));
    return message?.text ?? '';
  }

  close() {
    this.#socket.removeEventListener('message', this.#receive);
  }

  /** @param {Outgoing} message */
  async #deliver(message) {
    try {
      await this.#socket.request({ type: 'chat.send', callId: this.callId, key: message.key, text: message.text, ...(this.#thread && { to: this.#thread }) });
    } catch (failure) {
      const { code } = /** @type {any} */ (failure);
      if (code !== 'offline' && code !== 'timeout') {
        message.state = 'refused';
        message.code = code;
        this.dispatchEvent(new Event('change'));
      }
    }
  }

  #ask() {
    this.#socket.send({ type: 'chat.list', callId: this.callId, after: this.messages[this.messages.length - 1]?.position ?? 0 });
    this.outgoing.filter(({ state }) => state === 'sending').forEach((message) => this.#deliver(message));
  }

  /** @param {any} message */
  #handle(message) {
    if (message.type === 'welcome') {
      this.#ask();
    } else if (message.callId === this.callId && message.type === 'chat.history') {
      const fresh = this.#loaded;
      this.#loaded = true;
      this.#take(message.messages, fresh);
    } else if (message.callId === this.callId && message.type === 'chat.message') {
      this.#take([message.message], true);
    }
  }

  /** @param {ChatMessage[]} messages @param {boolean} fresh whether they have only just been written */
  #take(messages, fresh) {
    for (const message of messages) {
      const meant = this.#thread === null || (message.thread ?? '') === this.#thread;
      if (meant && this.messages.every(({ position }) => position !== message.position)) {
        this.messages.push(message);
        this.outgoing = this.outgoing.filter(({ key }) => key !== message.key || !this.isOwn(message));
        if (fresh && !this.isOwn(message)) {
          this.dispatchEvent(new CustomEvent('arrived', { detail: message }));
        }
      }
    }
    this.messages.sort((a, b) => a.position - b.position);
    this.dispatchEvent(new Event('change'));
  }
}

/** @param {string} key */
function readBefore(key) {
  try {
    return Number(sessionStorage.getItem(key) ?? 0);
  } catch {
    return 0; // refused storage
  }
}
