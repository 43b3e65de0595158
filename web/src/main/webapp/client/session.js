// What both kinds of session have.
import { SignalingSocket } from '../signaling/socket.js';
import { SightlineError } from './sightline-error.js';

/** A socket that comes back by itself. Fires `status`, `error` and `refused`. */
export class Session extends EventTarget {
  socket;
  /** @type {RTCIceServer[]} */
  iceServers = [];
  /** Resolved by the server's greeting. @type {Promise<void>} */
  opened;

  /** @param {() => Promise<string>} ticket */
  constructor(ticket) {
    super();
    this.socket = new SignalingSocket(ticket);
    this.opened = new Promise((resolve, reject) => {
      this.socket.addEventListener('message', (/** @type {any} */ event) => {
        this.receive(event.detail);
        if (event.detail.type === 'welcome') {
          resolve();
        }
      });
      this.socket.addEventListener('refused', (/** @type {any} */ event) => {
        const error = new SightlineError(event.detail);
        this.dispatchEvent(new CustomEvent('refused', { detail: error }));
        reject(error);
      });
    });
    this.opened.catch(() => {}); // whoever waits for it is told; nobody else need be
    this.socket.addEventListener('status', () => this.dispatchEvent(new Event('status')));
  }

  /** @returns {'closed'|'connecting'|'open'|'reconnecting'} */
  get status() {
    return this.socket.status;
  }

  /** @param {any} message */
  receive(message) {
    if (message.type === 'welcome') {
      this.iceServers.splice(0, Infinity, ...(message.iceServers ?? []));
    } else if (message.type === 'error' && !message.id) {
      this.dispatchEvent(new CustomEvent('error', { detail: new SightlineError(message) }));
    }
  }
}
