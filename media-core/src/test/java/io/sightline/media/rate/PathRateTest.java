package io.sightline.media.rate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.media.rtcp.RtcpReader;
import io.sightline.media.rtcp.RtcpWriter;
import io.sightline.media.rtcp.TransportFeedbackBuilder;
import io.sightline.media.rtcp.TransportFeedbackReader;
import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A sender that keeps to the estimate, over a path with a bottleneck, its queue and feedback. */
class PathRateTest {
  private static final long MS = 1_000_000L;
  private static final int PACKET = 1_100;
  private static final long DELAY_MS = 20;
  private static final long STALL_MS = 300;
  private static final int QUEUE_BYTES = 100_000;

  private record Flying(int sequence, long arrivesMs) {}

  private final PathRate rate = new PathRate();
  private final TransportFeedbackBuilder feedback = new TransportFeedbackBuilder();
  private final TransportFeedbackReader reader = new TransportFeedbackReader();
  private final RtcpReader rtcp = new RtcpReader();
  private final RtcpWriter writer = new RtcpWriter();
  private final byte[] buffer = new byte[1_500];
  private final ArrayDeque<Flying> flying = new ArrayDeque<>();
  private final ArrayDeque<byte[]> returning = new ArrayDeque<>();
  private final ArrayDeque<Long> returnsMs = new ArrayDeque<>();
  private final Random random = new Random(20);
  private long nowMs = 1_000;
  private int sequence = 65_000;
  private double credit;
  private double busyUntilMs;
  private long longestQueueMs;
  private double capacity = 1e9;
  private double loss;
  private double jitterMs;
  private long stallEveryMs;
  private double wanted = 2_000_000;

  private void run(int seconds) {
    longestQueueMs = 0;
    for (long end = nowMs + seconds * 1_000L; nowMs < end; nowMs++) {
      long estimate = rate.bitsPerSecond();
      credit += (estimate < 0 ? wanted : Math.min(wanted, estimate)) / 1_000;
      // a frame every 33 ms, as an encoder makes them
      while (nowMs % 33 == 0 && credit >= PACKET * 8) {
        credit -= PACKET * 8;
        send();
      }
      boolean stalled = stallEveryMs > 0 && nowMs % stallEveryMs < STALL_MS;
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

  private void send() {
    int number = sequence++ & 0xFFFF;
    rate.sent(number, PACKET, nowMs * MS);
    double start = Math.max(nowMs, busyUntilMs);
    if (random.nextDouble() < loss || (start - nowMs) * capacity / 8_000 > QUEUE_BYTES) {
      return;
    }
    busyUntilMs = start + PACKET * 8_000 / capacity;
    longestQueueMs = Math.max(longestQueueMs, (long) busyUntilMs - nowMs);
    long arrives = (long) (busyUntilMs + DELAY_MS + random.nextDouble() * jitterMs);
    Flying last = flying.peekLast();
    flying.add(new Flying(number, last == null ? arrives : Math.max(arrives, last.arrivesMs())));
  }

  @Test
  void aFreePathLimitsNobody() {
    run(30);
    assertEquals(PathRate.UNKNOWN, rate.bitsPerSecond());
    assertEquals(wanted, rate.acknowledgedBitsPerSecond(), wanted * 0.1);
  }

  @Test
  void jitterAndSomeLossOfAFreePathAreNoCongestion() {
    jitterMs = 8;
    loss = 0.04;
    run(60);
    long estimate = rate.bitsPerSecond();
    assertTrue(estimate == PathRate.UNKNOWN || estimate > wanted, "estimate " + estimate);
  }

  @Test
  void pausesOfTheReceiversProcessorCostLittle() {
    stallEveryMs = 3_000;
    run(20);
    for (int i = 0; i < 40; i++) {
      run(1);
      long estimate = rate.bitsPerSecond();
      assertTrue(estimate == PathRate.UNKNOWN || estimate > 0.6 * wanted, i + " s: " + estimate);
    }
  }

  @Test
  void aBottleneckIsFoundAndItsQueueStaysShort() {
    capacity = 1_000_000;
    run(10);
    double least = 1e9;
    for (int i = 0; i < 30; i++) {
      run(1);
      least = Math.min(least, rate.bitsPerSecond());
      assertTrue(rate.bitsPerSecond() < 1.15 * capacity, "estimate " + rate.bitsPerSecond());
      assertTrue(longestQueueMs < 300, "queue of " + longestQueueMs + " ms");
    }
    assertTrue(least > 0.6 * capacity, "least " + least);
  }

  @Test
  void aPathThatNarrowsIsFollowedWithinSecondsAndBack() {
    capacity = 1_500_000;
    run(20);
    capacity = 300_000;
    run(5);
    assertTrue(rate.bitsPerSecond() < 1.15 * capacity, "estimate " + rate.bitsPerSecond());
    // a full queue of 100 kB, 2.7 s of this path, has to drain meanwhile
    run(5);
    run(5);
    assertTrue(longestQueueMs < 500, "queue of " + longestQueueMs + " ms");
    capacity = 1_500_000;
    run(30);
    assertTrue(rate.bitsPerSecond() > 1_000_000, "estimate " + rate.bitsPerSecond());
  }

  @Test
  void heavyLossIsCongestion() {
    loss = 0.25;
    run(10);
    long estimate = rate.bitsPerSecond();
    assertTrue(estimate > 0 && estimate < 500_000, "estimate " + estimate);
  }

  @Test
  void feedbackOnPacketsThatWereNeverSentTeachesNothing() {
    for (int i = 0; i < 200; i++) {
      feedback.received(i, (1_000 + i) * MS);
    }
    writer.wrap(buffer, 0, buffer.length);
    assertTrue(writer.transportFeedback(feedback, 1, 2));
    rtcp.wrap(buffer, 0, writer.length());
    assertTrue(rtcp.next() && reader.wrap(rtcp));
    rate.onFeedback(reader, 1_500 * MS);
    assertEquals(PathRate.UNKNOWN, rate.bitsPerSecond());
    assertEquals(0, rate.acknowledgedBitsPerSecond());
  }
}
