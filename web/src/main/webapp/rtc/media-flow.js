// How fluently the pictures and the sound of one connection come.

/** Pictures that follow one another within this look like motion; half of it is what looking takes. */
const PICTURE_GAP_MS = 200;
/** Sound of a device that does not change is there all the time. */
const SOUND_GAP_MS = 100;
/** So long without a break, and it will go on: what an encoder and a jitter buffer need to find their pace shows before. */
const FLUENT_MS = 300;
/** A track that has brought nothing for so long has nothing to lose. */
const ALIVE_MS = 1_000;

/** @typedef {{gap: number, progress: number, concealed: number, at: number, since: number}} Course */

/** Follows the tracks of a connection by its statistics; to be told of them some ten times a second. */
export class MediaFlow {
  /** By what each brings of whom. @type {Map<string, Course>} */
  #courses = new Map();

  /**
   * @param {RTCStatsReport} reports @param {(trackId: string) => string|undefined} nameOf whose and what a track is: the same
   *     name for what continues it in another connection @param {number} now milliseconds
   */
  note(reports, nameOf, now) {
    for (const report of /** @type {any} */ (reports).values()) {
      const name = report.type === 'inbound-rtp' ? nameOf(report.trackIdentifier) : undefined;
      if (name !== undefined) {
        const picture = report.kind === 'video';
        const concealed = picture ? 0 : report.concealedSamples ?? 0;
        const progress = picture ? report.framesDecoded ?? 0 : (report.totalSamplesReceived ?? 0) - concealed;
        this.#follow(name, picture ? PICTURE_GAP_MS : SOUND_GAP_MS, progress, concealed, now);
      }
    }
  }

  /** @param {string} name @param {number} gap @param {number} progress @param {number} concealed @param {number} now */
  #follow(name, gap, progress, concealed, now) {
    const course = this.#courses.get(name);
    if (!course) {
      this.#courses.set(name, { gap, progress, concealed, at: progress > 0 ? now : -Infinity, since: now });
      return;
    }
    if (progress > course.progress) {
      if (now - course.at > gap || concealed > course.concealed) {
        course.since = now;
      }
      course.at = now;
    }
    course.progress = progress;
    course.concealed = concealed;
  }

  /** What has come lately. @param {number} now @returns {string[]} names */
  alive(now) {
    return [...this.#courses].filter(([, { at }]) => now - at < ALIVE_MS).map(([name]) => name);
  }

  /** Whether something comes without a break. @param {string} name @param {number} now */
  fluent(name, now) {
    const course = this.#courses.get(name);
    return course !== undefined && now - course.at < course.gap && now - course.since >= FLUENT_MS;
  }
}
