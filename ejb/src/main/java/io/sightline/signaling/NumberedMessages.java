package io.sightline.signaling;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Numbers what a socket says in either direction, so that a connection that broke goes on where it
 * was: keeps what was sent until the client has it, within bounds, and tells what comes from it for
 * the second time. Safe from any thread.
 */
public final class NumberedMessages {
  /** Sent messages kept, whoever has them. */
  public static final int KEPT = 256;

  /** Characters kept of sent messages. */
  static final int KEPT_CHARACTERS = 1 << 20;

  /** How long a sent message is kept at most. */
  static final long KEPT_NS = 60_000_000_000L;

  private record Sent(int seq, long atNs, String frame) {}

  private final Deque<Sent> kept = new ArrayDeque<>();
  private int characters;
  private int sent;
  private int taken;

  /** How a message of the client stands to those before it. */
  public enum Arrival {
    /** It is the next one, or not numbered. */
    NEXT,
    /** It was taken before. */
    KNOWN,
    /** One before it is missing: the client miscounts. */
    GAP
  }

  /**
   * The frame of a message that is sent now.
   *
   * @param nowNs monotonic time
   */
  public synchronized String send(JsonObject message, long nowNs) {
    String frame =
        Json.createObjectBuilder(message)
            .add("seq", ++sent)
            .add("received", taken)
            .build()
            .toString();
    kept.addLast(new Sent(sent, nowNs, frame));
    characters += frame.length();
    while (kept.size() > KEPT
        || characters > KEPT_CHARACTERS
        || nowNs - kept.getFirst().atNs() > KEPT_NS) {
      drop();
    }
    return frame;
  }

  private void drop() {
    characters -= kept.removeFirst().frame().length();
  }

  /** Takes note of a message that has come, and of what the client says to have. */
  public synchronized Arrival take(Numbering numbering) {
    forget(numbering.received());
    if (numbering.seq() == 0) {
      return Arrival.NEXT;
    }
    if (numbering.seq() <= taken) {
      return Arrival.KNOWN;
    }
    if (numbering.seq() > taken + 1) {
      return Arrival.GAP;
    }
    taken = numbering.seq();
    return Arrival.NEXT;
  }

  private void forget(int received) {
    while (!kept.isEmpty() && kept.getFirst().seq() <= Math.min(received, sent)) {
      drop();
    }
  }

  /** The highest number that has come of the client's messages. */
  public synchronized int taken() {
    return taken;
  }

  /**
   * What a client that has everything up to {@code received} misses, in order.
   *
   * @return nothing when not all of it is kept, or it was never sent
   */
  public synchronized Optional<List<String>> missed(int received) {
    int first = kept.isEmpty() ? sent + 1 : kept.getFirst().seq();
    if (received < first - 1 || received > sent) {
      return Optional.empty();
    }
    forget(received);
    return Optional.of(kept.stream().map(Sent::frame).toList());
  }
}
