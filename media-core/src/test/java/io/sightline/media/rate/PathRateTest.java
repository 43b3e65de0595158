package io.sightline.media.rate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.media.rtcp.RtcpReader;
import io.sightline.media.rtcp.RtcpWriter;
import io.sightline.media.rtcp.TransportFeedbackBuilder;
import io.sightline.media.rtcp.TransportFeedbackReader;
import org.junit.jupiter.api.Test;

/** A sender that keeps to the estimate, over a path with a bottleneck, its queue and feedback. */
class PathRateTest {
  private static final int PACKET = 1_100;
  private static final long STALL_MS = 300;

  private final EmulatedPath path = new EmulatedPath(20);
  private final PathRate rate = path.rate;
  private long nowMs = 1_000;
  private double credit;
  private long stallEveryMs;
  private double wanted = 2_000_000;

  private void run(int seconds) {
    path.longestQueueMs = 0;
    for (long end = nowMs + seconds * 1_000L; nowMs < end; nowMs++) {
      long estimate = rate.bitsPerSecond();
      credit += (estimate < 0 ? wanted : Math.min(wanted, estimate)) / 1_000;
      // a frame every 33 ms, as an encoder makes them
      while (nowMs % 33 == 0 && credit >= PACKET * 8) {
        credit -= PACKET * 8;
        path.send(PACKET, nowMs);
      }
      path.run(nowMs, stallEveryMs > 0 && nowMs % stallEveryMs < STALL_MS);
    }
  }

  @Test
  void aFreePathLimitsNobody() {
    run(30);
    assertEquals(PathRate.UNKNOWN, rate.bitsPerSecond());
    assertEquals(wanted, rate.acknowledgedBitsPerSecond(), wanted * 0.1);
  }

  @Test
  void jitterAndSomeLossOfAFreePathAreNoCongestion() {
    path.jitterMs = 8;
    path.loss = 0.04;
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
    path.capacity = 1_000_000;
    run(10);
    double least = 1e9;
    for (int i = 0; i < 30; i++) {
      run(1);
      least = Math.min(least, rate.bitsPerSecond());
      assertTrue(rate.bitsPerSecond() < 1.15 * path.capacity, "estimate " + rate.bitsPerSecond());
      assertTrue(path.longestQueueMs < 300, "queue of " + path.longestQueueMs + " ms");
    }
    assertTrue(least > 0.6 * path.capacity, "least " + least);
  }

  @Test
  void aPathThatNarrowsIsFollowedWithinSecondsAndBack() {
    path.capacity = 1_500_000;
    run(20);
    path.capacity = 300_000;
    run(5);
    assertTrue(rate.bitsPerSecond() < 1.15 * path.capacity, "estimate " + rate.bitsPerSecond());
    // a full queue of 100 kB, 2.7 s of this path, has to drain meanwhile
    run(5);
    run(5);
    assertTrue(path.longestQueueMs < 500, "queue of " + path.longestQueueMs + " ms");
    path.capacity = 1_500_000;
    run(30);
    assertTrue(rate.bitsPerSecond() > 1_000_000, "estimate " + rate.bitsPerSecond());
  }

  @Test
  void heavyLossIsCongestion() {
    path.loss = 0.25;
    run(10);
    long estimate = rate.bitsPerSecond();
    assertTrue(estimate > 0 && estimate < 500_000, "estimate " + estimate);
  }

  @Test
  void feedbackOnPacketsThatWereNeverSentTeachesNothing() {
    TransportFeedbackBuilder feedback = new TransportFeedbackBuilder();
    TransportFeedbackReader reader = new TransportFeedbackReader();
    RtcpReader rtcp = new RtcpReader();
    RtcpWriter writer = new RtcpWriter();
    byte[] buffer = new byte[1_500];
    for (int i = 0; i < 200; i++) {
      feedback.received(i, (1_000 + i) * EmulatedPath.MS);
    }
    writer.wrap(buffer, 0, buffer.length);
    assertTrue(writer.transportFeedback(feedback, 1, 2));
    rtcp.wrap(buffer, 0, writer.length());
    assertTrue(rtcp.next() && reader.wrap(rtcp));
    rate.onFeedback(reader, 1_500 * EmulatedPath.MS);
    assertEquals(PathRate.UNKNOWN, rate.bitsPerSecond());
    assertEquals(0, rate.acknowledgedBitsPerSecond());
  }
}
