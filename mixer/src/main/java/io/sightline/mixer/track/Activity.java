package io.sightline.mixer.track;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** When a track's media arrived, to a tenth of a second. Not thread-safe. */
public final class Activity {
  private static final long SLOT_NS = 100_000_000L;

  /** A log that claims to go on for longer than a week is broken. */
  private static final long MAX_SLOTS = 7L * 86_400 * 10;

  private final BitSet slots = new BitSet();

  void add(long arrivalNs) {
    long slot = arrivalNs / SLOT_NS;
    if (slot >= 0 && slot < MAX_SLOTS) {
      slots.set((int) slot);
    }
  }

  /**
   * The stretches in which there is media.
   *
   * @param joinedNs what is missing for shorter than this counts as there
   * @param pauses in which nothing could be taken: who was there before and after was there
   */
  public List<Span> spans(long joinedNs, List<Span> pauses) {
    List<Span> spans = new ArrayList<>();
    for (int from = slots.nextSetBit(0); from >= 0; ) {
      int to = slots.nextClearBit(from);
      spans.add(new Span(from * SLOT_NS, to * SLOT_NS));
      from = slots.nextSetBit(to);
    }
    List<Span> joined = new ArrayList<>();
    for (Span span : spans) {
      Span last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
      if (last != null && missingNs(last.toNs(), span.fromNs(), pauses) < joinedNs) {
        joined.set(joined.size() - 1, new Span(last.fromNs(), span.toNs()));
      } else {
        joined.add(span);
      }
    }
    return joined;
  }

  private static long missingNs(long fromNs, long toNs, List<Span> pauses) {
    long missing = toNs - fromNs;
    for (Span pause : pauses) {
      missing -= Math.max(0, Math.min(toNs, pause.toNs()) - Math.max(fromNs, pause.fromNs()));
    }
    return missing;
  }

  /** What at least one of several tracks has. */
  public static Activity union(List<Activity> activities) {
    Activity union = new Activity();
    for (Activity activity : activities) {
      union.slots.or(activity.slots);
    }
    return union;
  }
}
