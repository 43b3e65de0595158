// The signaling socket: one live connection that comes back by itself.

const PING_MS = 15_000;
const SILENCE_MS = 35_000;
const REQUEST_MS = 10_000;
const BACKOFF_MS = [200, 500, 1_000, 2_000, 4_000, 8_000];
const FINAL_CODES = new Set([4001, 4002]);

/** The server refused a message, or it could not be sent. */
export class SignalingError extends Error {
  /** @param {string} code @param {string} message */
  constructor(code, message) {
    super(message);
    this.name = 'SignalingError';
    this.code = code;
  }
}

/**
 * Fires `status` (see {@link SignalingSocket#status}), `message` with the decoded message as `detail`, and
 * `refused` with the error as `detail` when no ticket is given for a reason that will not pass.
 */
export class SignalingSocket extends EventTarget {
  /** @type {'closed'|'connecting'|'open'|'reconnecting'} */
  status = 'closed';
  /** @type {WebSocket|null} */
  #socket = null;
  /** @type {() => Promise<string>} */
  #ticket;
  #attempt = 0;
  #wanted = false;
  #timer = 0;
  #pinger = 0;
  #lastHeard = 0;
  #nextId = 1;
  /** @type {Map<string, {resolve: (value?: any) => void, reject: (reason: Error) => void, timer: number}>} */
  #waiting = new Map();
  #online = () => this.#hurry();

  /** @param {() => Promise<string>} ticket fetches a fresh one-time ticket; an ApiError of 4xx is final */
  constructor(ticket) {
    super();
    this.#ticket = ticket;
  }

  connect() {
    if (!this.#wanted) {
      this.#wanted = true;
      addEventListener('online', this.#online);
      this.#setStatus('connecting');
      this.#open();
    }
  }

  close() {
    this.#wanted = false;
    removeEventListener('online', this.#online);
    clearTimeout(this.#timer);
    this.#drop();
    this.#setStatus('closed');
  }

  /**
   * Sends a message if the socket is open.
   *
   * @param {Record<string, any>} message
   * @returns {boolean} whether it went out
   */
  send(message) {
    if (this.#socket?.readyState !== WebSocket.OPEN) {
      return false;
    }
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  /**
   * Sends a message and waits for its acknowledgement.
   *
   * @param {Record<string, any>} message
   * @returns {Promise<void>}
   * @throws {SignalingError}
   */
  request(message) {
    const id = String(this.#nextId++);
    return new Promise((resolve, reject) => {
      if (!this.send({ ...message, id })) {
        reject(new SignalingError('offline', 'not connected'));
        return;
      }
      const timer = setTimeout(() => {
        this.#waiting.delete(id);
        reject(new SignalingError('timeout', 'no answer'));
      }, REQUEST_MS);
      this.#waiting.set(id, { resolve, reject, timer });
    });
  }

  async #open() {
    let ticket;
    try {
      ticket = await this.#ticket();
    } catch (failure) {
      const status = /** @type {any} */ (failure).status ?? 0;
      if (status >= 400 && status < 500 && status !== 408 && status !== 429) {
        this.close();
        this.dispatchEvent(new CustomEvent('refused', { detail: failure }));
      } else {
        this.#retry();
      }
      return;
    }
    if (!this.#wanted) {
      return;
    }
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    const socket = new WebSocket(`${scheme}://${location.host}/signaling`, ['sightline.v1', `ticket.${ticket}`]);
    this.#socket = socket;
    socket.addEventListener('open', () => this.#opened(socket));
    socket.addEventListener('message', (event) => this.#receive(socket, event.data));
    socket.addEventListener('close', (event) => this.#closed(socket, event.code));
  }

  /** @param {WebSocket} socket */
  #opened(socket) {
    this.#lastHeard = performance.now();
    clearInterval(this.#pinger);
    this.#pinger = setInterval(() => {
      if (performance.now() - this.#lastHeard > SILENCE_MS) {
        this.#closed(socket, 1006);
      } else {
        this.send({ type: 'ping' });
      }
    }, PING_MS);
  }

  /** @param {WebSocket} socket @param {string} data */
  #receive(socket, data) {
    if (socket !== this.#socket) {
      return;
    }
    this.#lastHeard = performance.now();
    const message = JSON.parse(data);
    if (message.type === 'welcome') {
      this.#attempt = 0;
      this.#setStatus('open');
    }
    if (message.type === 'ack' || (message.type === 'error' && message.id)) {
      this.#settle(message);
    }
    if (message.type === 'error') {
      console.warn('signaling error', message.code, message.message);
    }
    this.dispatchEvent(new CustomEvent('message', { detail: message }));
  }

  /** @param {any} message */
  #settle(message) {
    const waiting = this.#waiting.get(message.id);
    if (waiting) {
      this.#waiting.delete(message.id);
      clearTimeout(waiting.timer);
      if (message.type === 'ack') {
        waiting.resolve();
      } else {
        waiting.reject(new SignalingError(message.code, message.message));
      }
    }
  }

  /** @param {WebSocket} socket @param {number} code */
  #closed(socket, code) {
    if (socket !== this.#socket) {
      return;
    }
    this.#drop();
    if (FINAL_CODES.has(code)) {
      this.close();
      this.dispatchEvent(new CustomEvent('message', {
        detail: code === 4001 ? { type: 'session.replaced' } : { type: 'call.ended', reason: 'over' },
      }));
    } else if (this.#wanted) {
      this.#retry();
    }
  }

  #drop() {
    clearInterval(this.#pinger);
    const socket = this.#socket;
    this.#socket = null;
    if (socket && socket.readyState < WebSocket.CLOSING) {
      socket.close(1000);
    }
    for (const waiting of this.#waiting.values()) {
      clearTimeout(waiting.timer);
      waiting.reject(new SignalingError('offline', 'connection lost'));
    }
    this.#waiting.clear();
  }

  #retry() {
    this.#setStatus('reconnecting');
    const base = BACKOFF_MS[Math.min(this.#attempt, BACKOFF_MS.length - 1)];
    this.#attempt += 1;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#open(), base * (0.75 + Math.random() / 2));
  }

  #hurry() {
    if (this.#wanted && !this.#socket) {
      clearTimeout(this.#timer);
      this.#open();
    }
  }

  /** @param {'closed'|'connecting'|'open'|'reconnecting'} status */
  #setStatus(status) {
    if (this.status !== status) {
      this.status = status;
      this.dispatchEvent(new Event('status'));
    }
  }
}
