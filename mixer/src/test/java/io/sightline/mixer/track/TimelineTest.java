package io.sightline.mixer.track;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sightline.mixer.rtp.RtpPacket;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private static final double MS = 1e6;
  private static final long SECOND = 1_000_000_000L;
  private static final byte[] PAYLOAD = {1};
  private final Random random = new Random(4);

  /**
   * @param skew by how much the sender's clocks are too fast
   * @param delayNs the least delay, to which jitter is added
   */
  private StreamScan stream(
      String sender,
      int clockRate,
      double skew,
      long ntpNs,
      long delayNs,
      double jitterNs,
      int seconds,
      int reportEverySeconds) {
    StreamScan scan = new StreamScan(sender + clockRate, sender, clockRate);
    long base = 1L << 32;
    for (long at = 0; at < seconds * SECOND; at += 20_000_000L) {
      long timestamp = base + Math.round(at * (1 + skew) * clockRate / SECOND);
      double jitter = jitterNs * -Math.log(1 - random.nextDouble());
      scan.packet(new RtpPacket(0, timestamp, false, 0, at + delayNs + (long) jitter, PAYLOAD));
      if (reportEverySeconds > 0 && at % (reportEverySeconds * SECOND) == 400_000_000L) {
        scan.report(
            timestamp,
            ntpNs + Math.round(at * (1 + skew)) + (long) (jitterNs / 50 * random.nextGaussian()));
      }
    }
    scan.end();
    return scan;
  }

  private static long timestamp(int clockRate, double skew, double seconds) {
    return (1L << 32) + Math.round(seconds * (1 + skew) * clockRate);
  }

  @Test
  void voiceAndPictureOfASenderKeepStepWhateverTheirDelays() {
    StreamScan audio = stream("a", 48_000, 0, 77 * SECOND, 20_000_000, 5 * MS, 60, 4);
    StreamScan video = stream("a", 90_000, 0, 77 * SECOND, 140_000_000, 20 * MS, 60, 3);
    Timeline timeline = new Timeline(List.of(audio, video));
    for (int second : new int[] {0, 30, 59}) {
      long heard = timeline.timeNs(audio.key, timestamp(48_000, 0, second));
      long seen = timeline.timeNs(video.key, timestamp(90_000, 0, second));
      assertEquals(heard, seen, 3 * MS);
    }
  }

  @Test
  void sendersWithWrongAndDriftingClocksStayAlignedForAnHour() {
    int hour = 3600;
    StreamScan one = stream("a", 48_000, 200e-6, 9 * SECOND, 20_000_000, 8 * MS, hour, 4);
    StreamScan two = stream("b", 90_000, -80e-6, -500 * SECOND, 20_000_000, 8 * MS, hour, 4);
    Timeline timeline = new Timeline(List.of(one, two));
    for (int second : new int[] {0, 1000, 3599}) {
      long left = timeline.timeNs(one.key, timestamp(48_000, 200e-6, second));
      long right = timeline.timeNs(two.key, timestamp(90_000, -80e-6, second));
      assertEquals(left, right, 15 * MS, "after " + second + " s");
    }
    assertEquals(hour * 1e9, timeline.durationNs(), 100 * MS);
    assertEquals(200, timeline.driftPpm(one.key), 3);
    assertEquals(-80, timeline.driftPpm(two.key), 3);
  }

  @Test
  void withoutReportsArrivalDecides() {
    StreamScan audio = stream("a", 48_000, 0, 0, 20_000_000, 5 * MS, 20, 0);
    StreamScan other = stream("b", 8_000, 0, 0, 30_000_000, 5 * MS, 20, 0);
    Timeline timeline = new Timeline(List.of(audio, other));
    long left = timeline.timeNs(audio.key, timestamp(48_000, 0, 10));
    long right = timeline.timeNs(other.key, timestamp(8_000, 0, 10));
    assertEquals(10 * MS, right - left, 3 * MS);
  }

  @Test
  void reportsFarFromTheTruthAreNotBelieved() {
    StreamScan audio = stream("a", 48_000, 0, 0, 20_000_000, 5 * MS, 20, 4);
    StreamScan video = stream("a", 90_000, 0, 400 * SECOND, 20_000_000, 5 * MS, 20, 4);
    Timeline timeline = new Timeline(List.of(audio, video));
    long heard = timeline.timeNs(audio.key, timestamp(48_000, 0, 10));
    long seen = timeline.timeNs(video.key, timestamp(90_000, 0, 10));
    assertEquals(heard, seen, 20 * MS);
  }

  @Test
  void oneWildReportAmongManyDoesNotBendTheLine() {
    StreamScan audio = stream("a", 48_000, 0, 77 * SECOND, 20_000_000, 5 * MS, 60, 4);
    StreamScan video = stream("a", 90_000, 0, 77 * SECOND, 20_000_000, 5 * MS, 60, 4);
    video.report(timestamp(90_000, 0, 50), 200 * SECOND);
    Timeline timeline = new Timeline(List.of(audio, video));
    long heard = timeline.timeNs(audio.key, timestamp(48_000, 0, 55));
    long seen = timeline.timeNs(video.key, timestamp(90_000, 0, 55));
    assertEquals(heard, seen, 5 * MS);
  }
}
