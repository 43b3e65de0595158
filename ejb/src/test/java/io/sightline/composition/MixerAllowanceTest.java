package io.sightline.composition;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sightline.recording.NoCapture;
import io.sightline.recording.TestSettings;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Live media always wins. */
class MixerAllowanceTest {
  private long nowNs;
  private long packets;

  private final MixerAllowance allowance =
      new MixerAllowance(
          new NoCapture() {
            @Override
            public long packets() {
              return packets;
            }
          },
          TestSettings.of(Map.of("sightline.home", "/srv", "sightline.composition.mixers", "3")),
          () -> nowNs,
          4);

  private void second(long packetsMore) {
    nowNs += TimeUnit.SECONDS.toNanos(1);
    packets += packetsMore;
  }

  @Test
  void givesMixersWhatCallsLeave() {
    assertEquals(3, allowance.mixers());
    second(0);
    assertEquals(3, allowance.mixers());
    second(10_000);
    assertEquals(0.12, allowance.liveProcessors(), 1e-9);
    assertEquals(3, allowance.mixers());
    second(100_000);
    assertEquals(2, allowance.mixers());
    second(300_000);
    assertEquals(0, allowance.mixers());
    second(0);
    assertEquals(3, allowance.mixers());
  }

  @Test
  void countsAnewAfterTheMediaServerWasAway() {
    second(1_000_000);
    allowance.mixers();
    packets = -1;
    nowNs += TimeUnit.SECONDS.toNanos(1);
    assertEquals(3, allowance.mixers());
    packets = 500;
    nowNs += TimeUnit.SECONDS.toNanos(1);
    assertEquals(0.006, allowance.liveProcessors(), 1e-9);
  }
}
