package io.sightline.mixer.track;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A stretch of time.
 *
 * @param toNs the first instant that is no longer in it
 */
public record Span(long fromNs, long toNs) {

  public boolean contains(long timeNs) {
    return timeNs >= fromNs && timeNs < toNs;
  }

  public long lengthNs() {
    return Math.max(0, toNs - fromNs);
  }

  /** The same on a clock whose zero lies so much later. */
  public Span on(long zeroNs) {
    long to = toNs == Long.MAX_VALUE ? toNs : toNs - zeroNs;
    return new Span(fromNs - zeroNs, to);
  }

  /** Whether any of the spans contains a time. */
  public static boolean any(List<Span> spans, long timeNs) {
    for (Span span : spans) {
      if (span.contains(timeNs)) {
        return true;
      }
    }
    return false;
  }

  /** What lies in both of two lists. */
  public static List<Span> common(List<Span> some, List<Span> others) {
    List<Span> common = new ArrayList<>();
    for (Span one : some) {
      for (Span other : others) {
        common.add(new Span(Math.max(one.fromNs, other.fromNs), Math.min(one.toNs, other.toNs)));
      }
    }
    return joined(common);
  }

  /** In order of time, those that overlap or touch joined to one. */
  public static List<Span> joined(List<Span> spans) {
    List<Span> sorted = new ArrayList<>(spans);
    sorted.removeIf(span -> span.toNs <= span.fromNs);
    sorted.sort(Comparator.comparingLong(Span::fromNs));
    List<Span> joined = new ArrayList<>();
    for (Span span : sorted) {
      Span last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
      if (last != null && span.fromNs <= last.toNs) {
        joined.set(joined.size() - 1, new Span(last.fromNs, Math.max(last.toNs, span.toNs)));
      } else {
        joined.add(span);
      }
    }
    return joined;
  }
}
