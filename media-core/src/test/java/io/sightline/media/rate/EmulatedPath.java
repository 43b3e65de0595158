package io.sightline.media.rate;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.media.rtcp.RtcpReader;
import io.sightline.media.rtcp.RtcpWriter;
import io.sightline.media.rtcp.TransportFeedbackBuilder;
import io.sightline.media.rtcp.TransportFeedbackReader;
import java.util.ArrayDeque;
import java.util.Random;

/** A seeded path with a bottleneck and its queue to a receiver that gives feedback. */
final class EmulatedPath {
  static final long MS = 1_000_000L;
  private static final long DELAY_MS = 20;
  private static final int QUEUE_BYTES = 100_000;

  private record Flying(int sequence, long arrivesMs) {}

  final PathRate rate = new PathRate();
  private final TransportFeedbackBuilder feedback = new TransportFeedbackBuilder();
  private final TransportFeedbackReader reader = new TransportFeedbackReader();
  private final RtcpReader rtcp = new RtcpReader();
  private final RtcpWriter writer = new RtcpWriter();
  private final byte[] buffer = new byte[1_500];
  private final ArrayDeque<Flying> flying = new ArrayDeque<>();
  private final ArrayDeque<byte[]> returning = new ArrayDeque<>();
  private final ArrayDeque<Long> returnsMs = new ArrayDeque<>();
  private final Random random;
  private int sequence = 65_000;
  private double busyUntilMs;

  /** The longest that anything waited in the queue. */
  long longestQueueMs;

  /** In bit/s. */
  double capacity = 1e9;

  double loss;
  double jitterMs;

  EmulatedPath(long seed) {
    random = new Random(seed);
  }

  void send(int bytes, long nowMs) {
    int number = sequence++ & 0xFFFF;
    rate.sent(number, bytes, nowMs * MS);
    double start = Math.max(nowMs, busyUntilMs);
    if (random.nextDouble() < loss || (start - nowMs) * capacity / 8_000 > QUEUE_BYTES) {
      return;
    }
    busyUntilMs = start + bytes * 8_000 / capacity;
    longestQueueMs = Math.max(longestQueueMs, (long) busyUntilMs - nowMs);
    long arrives = (long) (busyUntilMs + DELAY_MS + random.nextDouble() * jitterMs);
    Flying last = flying.peekLast();
    flying.add(new Flying(number, last == null ? arrives : Math.max(arrives, last.arrivesMs())));
  }

  /** What happens at one millisecond; a receiver that has stalled takes nothing. */
  void run(long nowMs, boolean stalled) {
    while (!stalled && !flying.isEmpty() && flying.peek().arrivesMs() <= nowMs) {
      feedback.received(flying.poll().sequence(), nowMs * MS);
    }
    if (nowMs % 100 == 0 && feedback.hasPending()) {
      writer.wrap(buffer, 0, buffer.length);
      assertTrue(writer.transportFeedback(feedback, 1, 2));
      returning.add(java.util.Arrays.copyOf(buffer, writer.length()));
      returnsMs.add(nowMs + DELAY_MS);
    }
    while (!returning.isEmpty() && returnsMs.peek() <= nowMs) {
      returnsMs.poll();
      byte[] report = returning.poll();
      rtcp.wrap(report, 0, report.length);
      while (rtcp.next()) {
        if (rtcp.isTransportFeedback() && reader.wrap(rtcp)) {
          rate.onFeedback(reader, nowMs * MS);
        }
      }
    }
  }
}
