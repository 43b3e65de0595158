// Somebody who came by a link.
import { request } from '../signaling/api.js';
import { LiveCall } from './live-call.js';
import { Session } from './session.js';
import { refusing, SightlineError } from './sightline-error.js';

/** In the lobby of the call that a link leads to, or further. */
export class GuestSession extends Session {
  /** What the server says of the visit, once {@link GuestSession#admitted} is resolved. @type {any} */
  admission = null;
  /** Resolved when the server lets the link's holder come. @type {Promise<void>} */
  admitted;
  /** @type {LiveCall|null} */
  #call = null;
  /** @type {{code: string, name?: string, guest?: string}} */
  #how;
  #until = 0;

  /** @param {{code: string, name?: string, guest?: string}} how */
  constructor(how) {
    super(async () => (await request('POST', '/api/signaling/tickets', { bearer: await this.token() })).ticket);
    this.#how = how;
    const connected = this.opened;
    this.admitted = this.#enter();
    this.opened = this.admitted.then(() => connected);
    this.opened.catch(() => {}); // whoever waits for it is told
  }

  async #enter() {
    await refusing(this.#admit());
    this.#call = new LiveCall(this.socket, {
      callId: this.admission.callId, role: this.admission.role ?? 'customer', participantId: this.admission.participantId, iceServers: this.iceServers,
    });
    this.socket.connect();
  }

  /** The call the link leads to. @returns {LiveCall} */
  get call() {
    if (!this.#call) {
      throw new SightlineError({ code: 'not.admitted', message: 'wait for the session to be opened' });
    }
    return this.#call;
  }

  /** By what a meeting knows the same guest again. @returns {string|undefined} */
  get guestKey() {
    return this.#how.guest;
  }

  /** An access token that is valid; it admits to this one call. @returns {Promise<string>} */
  async token() {
    if (Date.now() > this.#until) {
      await this.#admit();
    }
    return this.admission.accessToken;
  }

  async #admit() {
    this.admission = await request('POST', '/api/links/admission', { body: this.#how });
    this.#until = Date.now() + (this.admission.expiresIn - 30) * 1000;
    this.#how.guest = this.admission.guest ?? this.#how.guest;
  }

  disconnect() {
    this.#call?.close();
    this.socket.close();
  }
}
