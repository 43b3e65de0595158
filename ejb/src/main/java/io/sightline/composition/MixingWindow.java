package io.sightline.composition;

import java.time.LocalTime;

/**
 * A daily span of local time in which mixing may begin.
 *
 * @param to exclusive; before {@code from} when the span goes over midnight
 */
record MixingWindow(LocalTime from, LocalTime to) {

  /**
   * Reads {@code 22:00-05:00}.
   *
   * @throws java.time.format.DateTimeParseException for anything else
   */
  static MixingWindow parse(String text) {
    int dash = text.indexOf('-');
    return new MixingWindow(
        LocalTime.parse(text.substring(0, Math.max(0, dash)).strip()),
        LocalTime.parse(text.substring(dash + 1).strip()));
  }

  boolean includes(LocalTime time) {
    boolean afterFrom = !time.isBefore(from);
    boolean beforeTo = time.isBefore(to);
    return from.isBefore(to) ? afterFrom && beforeTo : afterFrom || beforeTo;
  }
}
