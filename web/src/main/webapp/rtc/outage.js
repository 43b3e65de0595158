// No pictures are sent while nothing comes: what went into nowhere would be sent once more later, before what is new, and
// the other's jitter buffer would take its lateness for the network's.

/** Who sends a picture that arrives is told of it some times a second, at the very least once. */
const NOTHING_MS = 2_000;
const LOOK_MS = 400;
const AWAY_LOOK_MS = 100;

/** Watches one connection on the direct path for whether anything comes by it, from {@link begin} until {@link close}. */
export class Outage {
  #connection;
  #changed;
  #timer = 0;
  #closed = false;
  #signs = -1;
  #at = 0;
  /** Whether nothing has come lately. */
  away = false;

  /** @param {RTCPeerConnection} connection @param {(away: boolean) => void} changed told when something stopped or began to come */
  constructor(connection, changed) {
    this.#connection = connection;
    this.#changed = changed;
  }

  begin() {
    this.#at = performance.now();
    this.#look();
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  async #look() {
    const signs = signsOfLife(await this.#connection.getStats());
    if (this.#closed) {
      return;
    }
    const now = performance.now();
    if (signs !== this.#signs) {
      this.#at = now;
    }
    this.#signs = signs;
    const away = now - this.#at >= NOTHING_MS;
    if (away !== this.away) {
      this.away = away;
      this.#changed(away);
    }
    this.#timer = setTimeout(() => this.#look(), away ? AWAY_LOOK_MS : LOOK_MS);
  }
}

/** Media, reports on media, and answers by the pair in use; by another pair nothing could be sent yet. @param {RTCStatsReport} reports */
function signsOfLife(reports) {
  let signs = 0;
  const all = /** @type {any[]} */ ([...reports.values()]);
  const used = all.find(({ type }) => type === 'transport')?.selectedCandidatePairId;
  for (const report of all) {
    if (report.type === 'candidate-pair') {
      signs += (report.bytesReceived ?? 0) + (report.id === used ? report.responsesReceived ?? 0 : 0);
    } else if (report.type === 'inbound-rtp') {
      signs += report.packetsReceived ?? 0;
    }
  }
  return signs;
}
