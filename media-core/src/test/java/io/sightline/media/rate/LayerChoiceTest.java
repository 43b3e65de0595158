package io.sightline.media.rate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Three layers over paths with a bottleneck: each receiver gets what its own path can take. */
class LayerChoiceTest {
  private static final long MS = EmulatedPath.MS;
  private static final int[] RATES = {150_000, 500_000, 1_500_000};
  private static final int PACKET = 1_000;
  private static final int FRAME_MS = 33;

  /** Voice that goes the same way. */
  private static final int VOICE = 40_000;

  private static final int VOICE_MS = 20;

  /** A layer change waits for a key frame of the new layer. */
  private static final long KEY_FRAME_MS = 200;

  /** One receiver. */
  private static final class Receiver {
    private final EmulatedPath path;
    private final LayerChoice choice = new LayerChoice(RATES.length);
    private final boolean[] flows = {true, true, true};
    private long nowMs = 1_000;
    private double credit;
    private double padding;
    private int current = LayerChoice.NONE;
    private long turnsMs = Long.MAX_VALUE;
    private int changes;

    Receiver(long seed, double capacity) {
      path = new EmulatedPath(seed);
      path.capacity = capacity;
    }

    Receiver run(int seconds) {
      path.longestQueueMs = 0;
      for (long end = nowMs + seconds * 1_000L; nowMs < end; nowMs++) {
        step();
      }
      return this;
    }

    private void step() {
      if (nowMs % 100 == 0) {
        choose();
      }
      if (nowMs >= turnsMs) {
        current = choice.target();
        turnsMs = Long.MAX_VALUE;
        changes++;
      }
      credit += current < 0 || !flows[current] ? 0 : RATES[current] / 1_000.0;
      while (nowMs % FRAME_MS == 0 && credit >= PACKET * 8) {
        credit -= PACKET * 8;
        path.send(PACKET, nowMs);
      }
      if (nowMs % VOICE_MS == 0) {
        path.send(VOICE / 8 * VOICE_MS / 1_000, nowMs);
        padding += choice.padding(nowMs * MS) / 8.0 * VOICE_MS / 1_000;
      }
      for (; padding >= PACKET; padding -= PACKET) {
        path.send(PACKET, nowMs);
      }
      path.run(nowMs, false);
    }

    private void choose() {
      for (int i = 0; i < RATES.length; i++) {
        choice.arrives(i, flows[i], RATES[i]);
      }
      long all = path.rate.bitsPerSecond();
      long room = all == PathRate.UNKNOWN ? all : Math.max(0, all - VOICE);
      int before = choice.target();
      int target = choice.choose(room, path.rate.congestedNs(), true, nowMs * MS);
      if (target != before) {
        turnsMs = target == current ? Long.MAX_VALUE : nowMs + KEY_FRAME_MS;
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"300000, 0", "800000, 1", "1000000, 1", "2500000, 2", "1000000000, 2"})
  void eachPathGetsTheHighestLayerThatFits(double capacity, int layer) {
    for (long seed = 1; seed <= 5; seed++) {
      Receiver receiver = new Receiver(seed, capacity);
      receiver.path.jitterMs = 4;
      receiver.run(20);
      int there = 0;
      for (int second = 0; second < 60; second++) {
        receiver.run(1);
        there += receiver.current == layer ? 1 : 0;
      }
      assertTrue(there >= 50, "seed " + seed + ": there for " + there + " of 60 s");
    }
  }

  @Test
  void aFreePathIsAtTheTopWithinThreeSeconds() {
    assertEquals(2, new Receiver(1, 1e9).run(3).current);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aPathThatNarrowsGetsLessWithinSecondsAndMoreWhenItWidens(long seed) {
    Receiver receiver = new Receiver(seed, 1e9).run(10);
    assertEquals(2, receiver.current);
    receiver.path.capacity = 300_000;
    receiver.run(6);
    assertEquals(0, receiver.current);
    receiver.run(14);
    receiver.run(5);
    assertTrue(
        receiver.path.longestQueueMs < 700, "queue of " + receiver.path.longestQueueMs + " ms");
    receiver.path.capacity = 1e9;
    receiver.run(60);
    assertEquals(2, receiver.current, "back at the top");
  }

  @Test
  void aNarrowPathIsTriedEverMoreSeldom() {
    Receiver receiver = new Receiver(3, 450_000).run(60);
    int changes = receiver.changes;
    receiver.run(120);
    assertTrue(
        receiver.changes - changes <= 6, "changed " + (receiver.changes - changes) + " times");
  }

  @Test
  void aLayerThatStopsIsLeftAtTheNextChoice() {
    Receiver receiver = new Receiver(1, 1e9).run(5);
    receiver.flows[2] = false;
    receiver.nowMs++;
    receiver.run(1);
    assertEquals(1, receiver.current);
    receiver.flows[1] = false;
    receiver.run(1);
    assertEquals(0, receiver.current);
    receiver.flows[2] = true;
    receiver.run(3);
    assertEquals(2, receiver.current, "over the one that is still away");
  }

  @Test
  void whenNothingFlowsTheChoiceStays() {
    Receiver receiver = new Receiver(1, 1e9).run(5);
    java.util.Arrays.fill(receiver.flows, false);
    receiver.run(5);
    assertEquals(2, receiver.choice.target());
    assertEquals(0, receiver.choice.taken());
    assertEquals(0, receiver.choice.least());
  }

  @Test
  void aToldEstimateDecidesAtOnceAndIsNeverTried() {
    LayerChoice choice = new LayerChoice(RATES.length);
    long now = 0;
    for (long room : new long[] {300_000, 700_000, 5_000_000, 160_000, 10_000}) {
      for (int i = 0; i < 100; i++) {
        now += 100 * MS;
        for (int layer = 0; layer < RATES.length; layer++) {
          choice.arrives(layer, true, RATES[layer]);
        }
        choice.choose(room, now, true, now);
        assertEquals(0, choice.padding(now));
      }
      assertEquals(room > 2_000_000 ? 2 : room > 600_000 ? 1 : 0, choice.target(), "room " + room);
    }
  }

  @Test
  void whoHasNoLimitTakesTheHighestAtOnce() {
    LayerChoice choice = new LayerChoice(RATES.length);
    for (int layer = 0; layer < RATES.length; layer++) {
      choice.arrives(layer, layer < 2, RATES[layer]);
    }
    assertEquals(1, choice.choose(LayerChoice.UNLIMITED, Long.MIN_VALUE, false, 0));
  }
}
