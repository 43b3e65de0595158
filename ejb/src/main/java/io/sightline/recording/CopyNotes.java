package io.sightline.recording;

import java.util.List;

/**
 * What is to be known of a copy beside its streams.
 *
 * @param turns how the picture is to be turned, in order of time; empty if it stands upright
 * @param leftOut the kinds of streams, "audio" or "video", that its format has no room for: they
 *     are in the mixed files only
 */
public record CopyNotes(List<Turn> turns, List<String> leftOut) {
  /** Of a copy of which nothing is to be said, and of every other file. */
  public static final CopyNotes NONE = new CopyNotes(List.of(), List.of());

  /**
   * From a time of the file on its picture is to be turned.
   *
   * @param quarters of a circle, clockwise, 0 to 3
   */
  public record Turn(long atMs, int quarters) {}

  public CopyNotes {
    turns = List.copyOf(turns);
    leftOut = List.copyOf(leftOut);
  }

  /** The turns as they are stored, {@code 0:1,2500:0}; null for none. */
  String storedTurns() {
    return turns.isEmpty()
        ? null
        : String.join(
            ",", turns.stream().map(turn -> turn.atMs() + ":" + turn.quarters()).toList());
  }

  /** What is left out as it is stored; null for nothing. */
  String storedLeftOut() {
    return leftOut.isEmpty() ? null : String.join(",", leftOut);
  }

  static CopyNotes stored(String turns, String leftOut) {
    return new CopyNotes(
        turns == null
            ? List.of()
            : List.of(turns.split(",")).stream().map(CopyNotes::turn).toList(),
        leftOut == null ? List.of() : List.of(leftOut.split(",")));
  }

  private static Turn turn(String stored) {
    int colon = stored.indexOf(':');
    return new Turn(
        Long.parseLong(stored.substring(0, colon)), Integer.parseInt(stored.substring(colon + 1)));
  }
}
