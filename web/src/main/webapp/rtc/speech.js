// Who is speaking, from what the connection measures of each voice.

const SAMPLE_MS = 300;
/** Of full scale; below lies what a quiet room sends. */
const AUDIBLE = 0.02;
/** Pauses between words are shorter. */
const HOLD_MS = 900;
/** Whoever leads the view keeps it at least so long: a cough moves nobody's picture. */
const DWELL_MS = 1_800;
/** The weight of the newest sample in the level by which the leader is chosen. */
const FRESH = 0.4;

/** The key under which the own voice is told of. */
export const SELF = 'self';

/**
 * Samples the shown connection some three times a second while there are several others, until closed.
 */
export class SpeechWatch {
  #timer = 0;
  #client;
  #report;
  /** @type {Map<string, {level: number, heardAt: number}>} */
  #voices = new Map();
  #leader = '';
  #ledSince = 0;
  #told = '';

  /**
   * @param {import('./call-client.js').CallClient} client
   * @param {(speaking: Set<string>, leader: string) => void} report takes the participants who speak, with {@link SELF}
   *     among them, and who of the others spoke last; called only when that changes
   */
  constructor(client, report) {
    this.#client = client;
    this.#report = report;
    this.#timer = setInterval(() => this.#sample(), SAMPLE_MS);
  }

  close() {
    clearInterval(this.#timer);
  }

  async #sample() {
    const { shown } = this.#client.switcher;
    if (document.hidden || !shown || this.#client.others.length < 2) {
      return;
    }
    const owners = new Map([...shown.remote].flatMap(([owner, stream]) => stream.getAudioTracks().map((track) => [track.id, owner])));
    for (const report of (await shown.connection.getStats()).values()) {
      if (report.type === 'inbound-rtp' && report.kind === 'audio' && owners.has(report.trackIdentifier)) {
        this.#hear(/** @type {string} */ (owners.get(report.trackIdentifier)), report.audioLevel ?? 0);
      } else if (report.type === 'media-source' && report.kind === 'audio') {
        this.#hear(SELF, this.#client.local.muted ? 0 : report.audioLevel ?? 0);
      }
    }
    this.#tell();
  }

  /** @param {string} owner @param {number} level */
  #hear(owner, level) {
    const voice = this.#voices.get(owner) ?? { level: 0, heardAt: -Infinity };
    voice.level += FRESH * (level - voice.level);
    voice.heardAt = level > AUDIBLE ? performance.now() : voice.heardAt;
    this.#voices.set(owner, voice);
  }

  #tell() {
    const now = performance.now();
    const there = new Set([SELF, ...this.#client.others.filter((party) => !party.held).map(({ id }) => id)]);
    const speaking = new Set();
    let loudest = '';
    for (const [owner, { level, heardAt }] of this.#voices) {
      if (there.has(owner) && now - heardAt < HOLD_MS) {
        speaking.add(owner);
        if (owner !== SELF && level > (this.#voices.get(loudest)?.level ?? 0)) {
          loudest = owner;
        }
      }
    }
    if (!there.has(this.#leader)) {
      this.#leader = '';
    }
    if (loudest && loudest !== this.#leader && (this.#leader === '' || now - this.#ledSince > DWELL_MS)) {
      this.#leader = loudest;
      this.#ledSince = now;
    }
    const told = `${this.#leader} ${[...speaking].sort().join(' ')}`;
    if (told !== this.#told) {
      this.#told = told;
      this.#report(speaking, this.#leader);
    }
  }
}
