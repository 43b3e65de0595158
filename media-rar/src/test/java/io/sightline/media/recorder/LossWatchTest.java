package io.sightline.media.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LossWatchTest {
  private final LossWatch watch = new LossWatch();

  private void packet(int sequence, long millis) {
    watch.onPacket(5, sequence & 0xFFFF, TimeUnit.MILLISECONDS.toNanos(millis));
  }

  @Test
  void longLossIsListedWithItsEnds() {
    packet(65_534, 0);
    packet(65_535, 20);
    packet(15, 340);

    assertEquals(1, watch.lost().size());
    assertEquals(20_000_000, watch.lost().get(0).fromNs());
    assertEquals(340_000_000, watch.lost().get(0).toNs());
  }

  @Test
  void shortLossAndSilenceAreNoStretches() {
    packet(1, 0);
    packet(4, 80);
    packet(5, 3_000);

    assertEquals(0, watch.lost().size());
  }

  @Test
  void retransmissionsMendAStretch() {
    packet(1, 0);
    packet(4, 300);
    packet(2, 310);
    assertEquals(1, watch.lost().size());
    packet(3, 320);

    assertEquals(0, watch.lost().size());
  }

  @Test
  void pausesAndOtherSsrcsStartAnew() {
    packet(1, 0);
    watch.reset();
    packet(100, 5_000);
    watch.onPacket(6, 900, TimeUnit.SECONDS.toNanos(9));

    assertEquals(0, watch.lost().size());
  }
}
