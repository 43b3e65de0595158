// What is done when a connection that worked does not any more: look, restart ICE, give up.

/** Most breaks shorter than this heal by themselves, on the same pair of addresses. */
const HEALING_MS = 700;
/** A restart takes some round trips, and as many again where packets get lost. */
const RESTART_MS = 3_500;
/** Both sides may ask for a restart at the same time. */
const RESTART_EVERY_MS = 1_500;
/** Sound or a picture comes within; where nothing is sent, a restart in vain costs nothing either. */
const LOOK_MS = 300;
/** What comes again after a restart is looked for so often, and so many times. */
const RETURN_MS = 50;
const RETURN_LOOKS = 60;

/**
 * Watches one connection after it was established (RFC 8445 section 2.4, RFC 8839 section 4.4.1). Nothing is given up
 * while signaling is away: then nothing could be arranged, and the break may be the same.
 */
export class IceRecovery {
  #connection;
  #reachable;
  #restart;
  #giveUp;
  #back;
  #timer = 0;
  #restarted = -Infinity;
  #closed = false;

  /**
   * @param {RTCPeerConnection} connection
   * @param {{reachable: () => boolean, restart: () => void, giveUp: (reason: string) => void, back: () => void}} ways `reachable`:
   *   whether signaling is there; `restart` asks for a restart; `back` is told when something comes again after one
   */
  constructor(connection, { reachable, restart, giveUp, back }) {
    this.#connection = connection;
    this.#reachable = reachable;
    this.#restart = restart;
    this.#giveUp = giveUp;
    this.#back = back;
  }

  /** The connection's state has changed. */
  follow() {
    clearTimeout(this.#timer);
    const state = this.#connection.connectionState;
    if (state === 'failed') {
      this.#heal();
    } else if (state === 'disconnected') {
      this.#timer = setTimeout(() => this.#heal(), HEALING_MS);
    }
  }

  /** Signaling is back. @param {boolean} moved whether the network is another one: then its addresses are needed, whatever still comes */
  async revive(moved) {
    if (!moved && this.#connection.connectionState === 'connected') {
      const before = await this.#arrived();
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      if (this.#closed || this.#connection.connectionState !== 'connected' || await this.#arrived() > before) {
        return;
      }
    }
    this.#restarted = -Infinity;
    this.#heal();
  }

  /** Whether a restart may begin now; one that does counts. */
  takeTurn() {
    const now = performance.now();
    if (this.#closed || now - this.#restarted < RESTART_EVERY_MS) {
      return false;
    }
    this.#restarted = now;
    return true;
  }

  /** A restart is under way, whoever asked for it. */
  async begun() {
    const before = await this.#arrived();
    for (let look = 0; look < RETURN_LOOKS && !this.#closed && await this.#arrived() <= before; look++) {
      await new Promise((resolve) => setTimeout(resolve, RETURN_MS));
    }
    if (!this.#closed) {
      this.#back();
    }
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #heal() {
    clearTimeout(this.#timer);
    if (this.#closed || !this.#reachable() || !['connected', 'disconnected', 'failed'].includes(this.#connection.connectionState)) {
      return;
    }
    this.#restart();
    this.#timer = setTimeout(() => {
      if (this.#reachable() && ['disconnected', 'failed'].includes(this.#connection.connectionState)) {
        this.#giveUp('connection interrupted');
      }
    }, RESTART_MS);
  }

  async #arrived() {
    let bytes = 0;
    for (const report of (await this.#connection.getStats()).values()) {
      bytes += report.type === 'inbound-rtp' ? report.bytesReceived ?? 0 : 0;
    }
    return bytes;
  }
}
