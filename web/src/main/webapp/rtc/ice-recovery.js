// What is done when a connection that worked does not any more: look, restart ICE, give up.

/** Most breaks shorter than this heal by themselves, on the same pair of addresses. */
const HEALING_MS = 700;
/** A restart takes some round trips, and as many again where packets get lost. */
const RESTART_MS = 3_500;
/** Both sides may ask for a restart at the same time. */
const RESTART_EVERY_MS = 1_500;
/** Reports come every second at least, whatever is muted. */
const LOOK_MS = 1_200;

/**
 * Watches one connection after it was established (RFC 8445 section 2.4, RFC 8839 section 4.4.1). Nothing is given up
 * while signaling is away: then nothing could be arranged, and the break may be the same.
 */
export class IceRecovery {
  #connection;
  #reachable;
  #restart;
  #giveUp;
  #timer = 0;
  #restarted = -Infinity;
  #closed = false;

  /**
   * @param {RTCPeerConnection} connection
   * @param {{reachable: () => boolean, restart: () => void, giveUp: (reason: string) => void}} ways `reachable`:
   *   whether signaling is there; `restart` asks for a restart
   */
  constructor(connection, { reachable, restart, giveUp }) {
    this.#connection = connection;
    this.#reachable = reachable;
    this.#restart = restart;
    this.#giveUp = giveUp;
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

  /** Signaling is back: the network may be another one. */
  async revive() {
    if (this.#connection.connectionState === 'connected') {
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
      bytes += report.type === 'transport' || report.type === 'candidate-pair' ? report.bytesReceived ?? 0 : 0;
    }
    return bytes;
  }
}
