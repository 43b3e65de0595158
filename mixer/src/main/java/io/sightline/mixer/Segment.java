package io.sightline.mixer;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of the timeline that is composed and encoded on its own. Its length does not depend on the
 * number of workers, so that the same recording gives the same bytes with any number of them.
 *
 * @param firstTick its first picture, in frame durations
 * @param endTick the first picture behind it
 * @param warmUpTick where encoding begins so that its rate control has settled at the first
 *     picture; what comes of it before is thrown away
 */
record Segment(int number, long firstTick, long endTick, long warmUpTick) {
  /** A multiple of the distance of key frames. */
  private static final int SECONDS = 120;

  private static final int WARM_UP_SECONDS = 2;

  /** A last segment shorter than this is joined to the one before. */
  private static final int LEAST_SECONDS = 30;

  /** The segments of a recording, at least one. */
  static List<Segment> of(long ticks, int framesPerSecond) {
    long length = (long) SECONDS * framesPerSecond;
    List<Segment> segments = new ArrayList<>();
    for (long first = 0; first < ticks; ) {
      long rest = ticks - first;
      long end = rest < length + (long) LEAST_SECONDS * framesPerSecond ? ticks : first + length;
      long warmUp = Math.max(0, first - (long) WARM_UP_SECONDS * framesPerSecond);
      segments.add(new Segment(segments.size(), first, end, warmUp));
      first = end;
    }
    return segments;
  }
}
