package io.sightline.mixer.track;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Puts pauses together from what every log says of their beginnings and ends. Not thread-safe. */
final class Pauses {
  private record Turn(long ns, boolean pause) {}

  private final List<Turn> turns = new ArrayList<>();

  void begin(long ns) {
    turns.add(new Turn(ns, true));
  }

  void end(long ns) {
    turns.add(new Turn(ns, false));
  }

  /** A pause without an end lasts for ever. */
  List<Span> spans() {
    turns.sort(Comparator.comparingLong(Turn::ns));
    List<Span> spans = new ArrayList<>();
    long since = -1;
    for (Turn turn : turns) {
      if (turn.pause && since < 0) {
        since = turn.ns;
      } else if (!turn.pause && since >= 0) {
        spans.add(new Span(since, turn.ns));
        since = -1;
      }
    }
    if (since >= 0) {
      spans.add(new Span(since, Long.MAX_VALUE));
    }
    return Span.joined(spans);
  }
}
