// Counts a session's messages in both directions, so that a connection that broke goes on where it was.

/** Messages that may wait for the server; more than a call's changes bring in a minute. */
const LIMIT = 256;

/** What one signaling session has said and heard. A new session begins a new count. */
export class Numbering {
  /** The session that can be gone on with. @type {string|null} */
  sessionId = null;
  /** The last message of the server that is here. */
  received = 0;
  #sent = 0;
  /** Messages that the server has not said to have. @type {{seq: number, message: Record<string, any>}[]} */
  #kept = [];

  /** @param {string} sessionId */
  begin(sessionId) {
    this.sessionId = sessionId;
    this.received = 0;
    this.#sent = 0;
    this.#kept = [];
  }

  /** Nothing of the session is to be gone on with. */
  forget() {
    this.begin('');
    this.sessionId = null;
  }

  /**
   * Keeps a message until the server has it.
   *
   * @param {Record<string, any>} message
   * @returns {boolean} false when too many wait
   */
  keep(message) {
    if (this.#kept.length >= LIMIT) {
      return false;
    }
    this.#sent += 1;
    this.#kept.push({ seq: this.#sent, message });
    return true;
  }

  /** The frame of the last message kept. */
  get last() {
    return this.#frame(this.#kept[this.#kept.length - 1]);
  }

  /** The frames that the server misses, in order. */
  get missed() {
    return this.#kept.map((each) => this.#frame(each));
  }

  /**
   * Takes note of what has come.
   *
   * @param {any} message
   * @returns {boolean} whether it is new
   */
  take({ seq = 0, received = 0 }) {
    while (this.#kept.length > 0 && this.#kept[0].seq <= received) {
      this.#kept.shift();
    }
    if (seq > 0 && seq <= this.received) {
      return false;
    }
    this.received = seq || this.received;
    return true;
  }

  /** @param {{seq: number, message: Record<string, any>}} kept */
  #frame({ seq, message }) {
    return JSON.stringify({ ...message, seq, received: this.received });
  }
}
