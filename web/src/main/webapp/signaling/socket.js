// The signaling socket: one session with the server, whose connection comes back by itself.
import { Numbering } from './numbering.js';

const PING_MS = 15_000;
const SILENCE_MS = 35_000;
/** How long an answer may take when the connection is in doubt; one that was only slow costs a new connection, no message. */
const DOUBT_MS = 800;
/** How long a step of connecting again may take: TCP asks at once and after a second, and a network that is back answers well before. */
const ATTEMPT_MS = 2_000;
/** An attempt as old as this belongs to the network that was. */
const STALE_MS = 300;
/** The same for a server that is only just beginning. */
const PATIENT_ATTEMPT_MS = 12_000;
/** An attempt that fails sooner was refused rather than lost. */
const REFUSED_MS = 500;
/** Attempts with the session's key that get no answer, before one with a ticket. */
const WITH_KEY = 3;
const REQUEST_MS = 10_000;
/** Between the beginnings of attempts; one that waited in vain for longer is followed by the next at once. */
const BACKOFF_MS = [100, 400, 800, 1_500];
const AT_ONCE_MS = 100;
/** In the first minutes people wait for it; later on a server with many clients counts for more. */
const PATIENT_BACKOFF_MS = 8_000;
const HURRIED_ATTEMPTS = 200;
const FINAL_CODES = new Set([4001, 4002]);
/** Given when the connection is given up, not the session. */
const COMING_BACK = 4100;

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
 * A session goes on by a new connection where the server still has it: what was missed on either side follows, each
 * message once. Else the server begins a new one with `welcome`, which tells the state as it is.
 *
 * Fires `status` (see {@link SignalingSocket#status}), `resumed` when a session goes on, with `moved` in its `detail` where the network has changed, `message` with the decoded
 * message as `detail`, and `refused` with the error as `detail` when no ticket is given for a reason that will not pass.
 */
export class SignalingSocket extends EventTarget {
  /** @type {'closed'|'connecting'|'open'|'reconnecting'} */
  status = 'closed';
  /** @type {WebSocket|null} */
  #socket = null;
  /** @type {() => Promise<string>} */
  #ticket;
  #numbering = new Numbering();
  #attempt = 0;
  /** Lets the session go on without a ticket. */
  #key = '';
  /** How many attempts with the key are left before one with a ticket. */
  #keyed = 0;
  /** Whether the server's machine has answered that nobody listens there: a server that begins is slow, and knows no session's key. */
  #begins = false;
  #begunAt = 0;
  /** Of the newest attempt: an older one that comes late is not wanted. */
  #opening = 0;
  #wanted = false;
  #timer = 0;
  #limit = 0;
  #pinger = 0;
  #doubt = 0;
  #lastHeard = 0;
  #nextId = 1;
  /** @type {Map<string, {resolve: (value?: any) => void, reject: (reason: Error) => void, timer: number}>} */
  #waiting = new Map();
  #online = () => this.#renew();
  /** Whether the network is another than the one the session was broken on, as the browser says. */
  #moved = false;
  #visible = () => {
    if (!document.hidden) {
      this.check();
    }
  };

  /** @param {() => Promise<string>} ticket fetches a fresh one-time ticket; an ApiError of 4xx is final */
  constructor(ticket) {
    super();
    this.#ticket = ticket;
  }

  /** The session that the server knows this by; null before the first welcome. */
  get sessionId() {
    return this.#numbering.sessionId;
  }

  connect() {
    if (!this.#wanted) {
      this.#wanted = true;
      addEventListener('online', this.#online);
      document.addEventListener('visibilitychange', this.#visible);
      this.#setStatus('connecting');
      this.#open();
    }
  }

  close() {
    this.#wanted = false;
    removeEventListener('online', this.#online);
    document.removeEventListener('visibilitychange', this.#visible);
    clearTimeout(this.#timer);
    this.#drop(1000);
    this.#giveUp();
    this.#setStatus('closed');
  }

  /**
   * Sends a message now, or as soon as the connection is back.
   *
   * @param {Record<string, any>} message
   * @returns {boolean} whether it was sent or waits; what waits is lost when the server begins a new session
   */
  send(message) {
    const goesOn = this.status === 'open' || (this.status === 'reconnecting' && this.#numbering.sessionId !== null);
    if (!goesOn || !this.#numbering.keep(message)) {
      return false;
    }
    if (this.status === 'open') {
      this.#socket?.send(this.#numbering.last);
    }
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

  /** Looks whether the connection still works, and makes a new one if not, without waiting any longer. */
  check() {
    if (!this.#wanted) {
      return;
    }
    const socket = this.#socket;
    if (!socket) {
      clearTimeout(this.#timer);
      this.#open();
    } else if (this.status === 'reconnecting' && performance.now() - this.#begunAt > STALE_MS) {
      this.#drop(COMING_BACK);
      this.#open();
    } else if (this.status === 'open' && this.#doubt === 0) {
      const since = performance.now();
      this.#ping();
      this.#doubt = setTimeout(() => {
        this.#doubt = 0;
        if (this.#lastHeard < since) {
          this.#closed(socket, COMING_BACK);
        }
      }, DOUBT_MS);
    }
  }

  /**
   * The network was away, or is another one: what went by the former is not waited for. A connection that would have survived
   * is replaced in vain, which loses nothing.
   */
  #renew() {
    if (this.#wanted && this.status !== 'connecting') {
      this.#moved = true;
      this.#begins = false;
      clearTimeout(this.#timer);
      this.#drop(COMING_BACK);
      this.#setStatus('reconnecting');
      this.#open();
    }
  }

  /** With the key at first: a ticket comes by a connection that may be as dead as the socket's was. */
  async #open() {
    this.#opening += 1;
    const opening = this.#opening;
    this.#begunAt = performance.now();
    if (this.#key !== '' && this.#keyed > 0 && !this.#begins) {
      this.#keyed -= 1;
      this.#dial([`resume.${this.#numbering.sessionId}.${this.#numbering.received}.${this.#key}`]);
      return;
    }
    this.#keyed = WITH_KEY;
    let ticket;
    try {
      ticket = await inTime(this.#ticket(), this.#limitMs());
    } catch (failure) {
      if (opening === this.#opening && this.#wanted) {
        this.#noTicket(failure);
      }
      return;
    }
    if (this.#wanted && opening === this.#opening && !this.#socket) {
      const { sessionId, received } = this.#numbering;
      this.#dial([`ticket.${ticket}`, sessionId ? `resume.${sessionId}.${received}` : 'resume']);
    }
  }

  /** A server that begins, or has much to do, is given time now and then. */
  #limitMs() {
    return this.status === 'connecting' || this.#begins || this.#attempt % 6 === 5 ? PATIENT_ATTEMPT_MS : ATTEMPT_MS;
  }

  /** @param {string[]} credentials */
  #dial(credentials) {
    const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
    const socket = new WebSocket(`${scheme}://${location.host}/signaling`, ['sightline.v1', ...credentials]);
    this.#socket = socket;
    this.#limit = setTimeout(() => this.#closed(socket, COMING_BACK), this.#limitMs());
    socket.addEventListener('open', () => this.#opened(socket));
    socket.addEventListener('message', (event) => this.#receive(socket, event.data));
    socket.addEventListener('close', (event) => this.#closed(socket, event.code));
  }

  /** @param {any} failure */
  #noTicket(failure) {
    const status = failure.status ?? 0;
    if (status === 0 && failure.code === 'network') {
      this.#noteRefusal();
    }
    // without a code it is said by whoever stands before the server, or in its place while it begins
    const ours = !String(failure.code ?? '').startsWith('http.');
    if (ours && status >= 400 && status < 500 && status !== 408 && status !== 429) {
      this.close();
      this.dispatchEvent(new CustomEvent('refused', { detail: failure }));
    } else {
      this.#retry();
    }
  }

  /** @param {WebSocket} socket */
  #opened(socket) {
    this.#lastHeard = performance.now();
    clearInterval(this.#pinger);
    this.#pinger = setInterval(() => {
      if (performance.now() - this.#lastHeard > SILENCE_MS) {
        this.#closed(socket, COMING_BACK);
      } else {
        this.#ping();
      }
    }, PING_MS);
  }

  /** Pings are not counted; they tell what has been heard. */
  #ping() {
    if (this.#socket?.readyState === WebSocket.OPEN) {
      this.#socket.send(JSON.stringify({ type: 'ping', received: this.#numbering.received }));
    }
  }

  /** @param {WebSocket} socket @param {string} data */
  #receive(socket, data) {
    if (socket !== this.#socket) {
      return;
    }
    this.#lastHeard = performance.now();
    const message = JSON.parse(data);
    if (message.type === 'resumed') {
      this.#key = message.key;
      this.#resumed(socket, message);
      return;
    }
    if (message.type === 'session.key') {
      this.#key = message.key;
      return;
    }
    if (message.type === 'welcome') {
      this.#giveUp();
      this.#numbering.begin(message.sessionId);
      this.#connected();
    }
    if (!this.#numbering.take(message)) {
      return;
    }
    if (message.type === 'ack' || (message.type === 'error' && message.id)) {
      this.#settle(message);
    }
    if (message.type === 'error') {
      console.warn('signaling error', message.code, message.message);
    }
    this.dispatchEvent(new CustomEvent('message', { detail: message }));
  }

  /** The server has the session still. @param {WebSocket} socket @param {any} message */
  #resumed(socket, message) {
    this.#numbering.take({ received: message.received });
    this.#numbering.missed.forEach((frame) => socket.send(frame));
    this.#connected();
    const moved = this.#moved;
    this.#moved = false;
    this.dispatchEvent(new CustomEvent('resumed', { detail: { moved } }));
  }

  #connected() {
    clearTimeout(this.#limit);
    this.#attempt = 0;
    this.#keyed = WITH_KEY;
    this.#begins = false;
    this.#setStatus('open');
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
    if (this.status !== 'open' && this.#noteRefusal()) {
      this.#keyed = 0;
    }
    this.#drop(COMING_BACK);
    if (FINAL_CODES.has(code)) {
      this.close();
      this.dispatchEvent(new CustomEvent('message', {
        detail: code === 4001 ? { type: 'session.replaced' } : { type: 'call.ended', reason: 'over' },
      }));
    } else if (this.#wanted) {
      this.#retry();
    }
  }

  /** Whether an attempt that failed was refused rather than lost. */
  #noteRefusal() {
    const refused = performance.now() - this.#begunAt < REFUSED_MS;
    if (refused && navigator.onLine) {
      this.#begins = true;
    }
    return refused;
  }

  /** Lets go of the connection, not of the session. @param {number} code */
  #drop(code) {
    clearInterval(this.#pinger);
    clearTimeout(this.#limit);
    clearTimeout(this.#doubt);
    this.#doubt = 0;
    const socket = this.#socket;
    this.#socket = null;
    if (socket && socket.readyState < WebSocket.CLOSING) {
      socket.close(code);
    }
  }

  /** Lets go of the session: nobody answers what was asked in it. */
  #giveUp() {
    this.#numbering.forget();
    this.#key = '';
    for (const waiting of this.#waiting.values()) {
      clearTimeout(waiting.timer);
      waiting.reject(new SignalingError('offline', 'connection lost'));
    }
    this.#waiting.clear();
  }

  #retry() {
    this.#setStatus('reconnecting');
    const base = this.#attempt < HURRIED_ATTEMPTS
      ? BACKOFF_MS[Math.min(this.#attempt, BACKOFF_MS.length - 1)] : PATIENT_BACKOFF_MS;
    this.#attempt += 1;
    clearTimeout(this.#timer);
    const rest = base * (0.75 + Math.random() / 2) - (performance.now() - this.#begunAt);
    this.#timer = setTimeout(() => this.#open(), Math.max(AT_ONCE_MS, rest));
  }

  /** @param {'closed'|'connecting'|'open'|'reconnecting'} status */
  #setStatus(status) {
    if (this.status !== status) {
      this.status = status;
      this.dispatchEvent(new Event('status'));
    }
  }
}

/**
 * A request on a connection that no longer works would wait for minutes.
 *
 * @template T
 * @param {Promise<T>} work
 * @param {number} limitMs
 * @returns {Promise<T>}
 */
function inTime(work, limitMs) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new SignalingError('timeout', 'no ticket in time')), limitMs);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
