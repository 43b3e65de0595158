// A verdict on the network, from what the connection counts.

const SAMPLE_MS = 2_000;

/** @typedef {'good'|'fair'|'poor'} Verdict */

/**
 * Samples a connection every two seconds until closed.
 * Poor: more than 8 % lost or a round trip above 600 ms; fair: 2 % or 250 ms.
 */
export class QualityWatch {
  #timer = 0;
  #received = 0;
  #lost = 0;

  /** @param {RTCPeerConnection} connection @param {(verdict: Verdict) => void} report */
  constructor(connection, report) {
    this.#timer = setInterval(async () => {
      if (connection.connectionState === 'connected') {
        report(this.#judge(await connection.getStats()));
      }
    }, SAMPLE_MS);
  }

  close() {
    clearInterval(this.#timer);
  }

  /** @param {RTCStatsReport} stats @returns {Verdict} */
  #judge(stats) {
    let received = 0;
    let lost = 0;
    let roundTrip = 0;
    for (const report of stats.values()) {
      if (report.type === 'inbound-rtp') {
        received += report.packetsReceived ?? 0;
        lost += Math.max(0, report.packetsLost ?? 0);
      } else if (report.type === 'candidate-pair' && report.nominated) {
        roundTrip = Math.max(roundTrip, report.currentRoundTripTime ?? 0);
      }
    }
    const lostNow = Math.max(0, lost - this.#lost);
    const total = Math.max(1, received - this.#received + lostNow);
    this.#received = received;
    this.#lost = lost;
    const share = lostNow / total;
    if (share > 0.08 || roundTrip > 0.6) {
      return 'poor';
    }
    return share > 0.02 || roundTrip > 0.25 ? 'fair' : 'good';
  }
}
