// Moves a call from one path of media to the next without a gap: make before break.
import { PeerSession } from './peer-session.js';

const EARLY_LIMIT = 64;

/**
 * Keeps the session that is shown and, while the path changes, the one that is to follow it.
 * Fires `sessions` when either changes, `shown` when the picture is to be swapped, and `state` when the
 * connection of either changes.
 */
export class PathSwitcher extends EventTarget {
  /** @type {PeerSession|null} the session whose picture and sound the person has */
  shown = null;
  /** @type {PeerSession|null} a newer session that has not brought media yet */
  pending = null;
  /** @type {Omit<ConstructorParameters<typeof PeerSession>[0], 'generation'|'path'|'offerer'|'former'>} */
  #setting;
  /** Superseded sessions that still run until all sides are there. @type {Set<PeerSession>} */
  #older = new Set();
  #newest = -1;
  /** Messages of generations that have not been announced yet. @type {any[]} */
  #early = [];

  /** @param {Omit<ConstructorParameters<typeof PeerSession>[0], 'generation'|'path'|'offerer'|'former'>} setting */
  constructor(setting) {
    super();
    this.#setting = setting;
  }

  /** Takes every `media.*` message of the call. @param {any} message */
  handle(message) {
    switch (message.type) {
      case 'media.path':
        this.#begin(message);
        break;
      case 'media.description':
      case 'media.candidate':
        this.#pass(message);
        break;
      case 'media.restart':
        this.#of(message.generation)?.restart();
        break;
      case 'media.complete':
        this.#complete(message.generation);
        break;
      default:
        break;
    }
  }

  /** Has every connection send what may be sent now. */
  refresh() {
    for (const session of [this.shown, this.pending, ...this.#older]) {
      session?.refresh();
    }
  }

  /** The network is back: has every connection see whether it still works. @param {boolean} moved whether the addresses are others */
  revive(moved) {
    for (const session of [this.shown, this.pending]) {
      session?.revive(moved);
    }
  }

  close() {
    for (const session of [this.shown, this.pending, ...this.#older]) {
      session?.close();
    }
    this.shown = null;
    this.pending = null;
    this.#older.clear();
  }

  /** @param {{generation: number, path: string, offerer: boolean}} message */
  #begin({ generation, path, offerer }) {
    if (generation <= this.#newest || (path !== 'direct' && path !== 'forwarded')) {
      return;
    }
    this.#newest = generation;
    this.pending?.close();
    const session = new PeerSession({ ...this.#setting, generation, path, offerer, former: () => this.shown });
    this.pending = session;
    session.addEventListener('established', () => this.#swap(session));
    session.addEventListener('state', () => this.dispatchEvent(new Event('state')));
    session.addEventListener('remote', () => this.dispatchEvent(new Event('state')));
    session.addEventListener('failed', () => this.dispatchEvent(new Event('state')));
    this.dispatchEvent(new Event('sessions'));
    session.start();
    for (const message of this.#early.splice(0)) {
      this.#pass(message);
    }
  }

  /** A message that is here before its generation waits for it: to drop it would cost a whole attempt. @param {any} message */
  #pass(message) {
    const session = this.#of(message.generation);
    if (session && message.type === 'media.description') {
      session.describe(message);
    } else if (session) {
      session.candidate(message.candidate);
    } else if (message.generation > this.#newest && this.#early.length < EARLY_LIMIT) {
      this.#early.push(message);
    }
  }

  /** @param {PeerSession} session */
  #swap(session) {
    if (session === this.pending) {
      if (this.shown) {
        this.#older.add(this.shown);
      }
      this.shown = session;
      this.pending = null;
      this.dispatchEvent(new Event('shown'));
    }
  }

  /** @param {number} generation */
  #complete(generation) {
    if (this.pending && this.pending.generation <= generation) {
      this.#swap(this.pending); // the others see us: waiting longer would only freeze the old picture
    }
    for (const session of this.#older) {
      if (session.generation < generation) {
        session.close();
        this.#older.delete(session);
      }
    }
    this.dispatchEvent(new Event('sessions'));
  }

  /** @param {number} generation */
  #of(generation) {
    return [this.pending, this.shown, ...this.#older].find((session) => session?.generation === generation);
  }
}
