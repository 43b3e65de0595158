package io.sightline.mixer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.mixer.scene.SpeakerTurn;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpeakerPassTest {
  private static final double VOICE = 0.01;
  private static final double NOISE = 1e-7;

  private final SpeakerPass pass = new SpeakerPass(List.of("a", "b"));
  private long step;

  private void hear(int steps, double a, double b) {
    for (int i = 0; i < steps; i++) {
      pass.take(step++, new double[] {a, b});
    }
  }

  private List<String> ids() {
    return pass.turns().stream().map(SpeakerTurn::participantId).toList();
  }

  @Test
  void aCoughChangesNothing() {
    hear(50, VOICE, NOISE);
    hear(3, NOISE, VOICE);
    hear(50, VOICE, NOISE);
    assertEquals(List.of("a"), ids());
  }

  @Test
  void whoTakesOverIsLargeWithinASecond() {
    hear(50, VOICE, NOISE);
    hear(50, NOISE, VOICE);
    assertEquals(List.of("a", "b"), ids());
    long took = pass.turns().get(1).fromNs() - 5_000_000_000L;
    assertTrue(took > 300_000_000L && took <= 1_000_000_000L, took + " ns");
  }

  @Test
  void twoWhoSpeakAtOnceDoNotFlicker() {
    for (int i = 0; i < 20; i++) {
      hear(10, VOICE, VOICE * 1.5);
      hear(10, VOICE * 1.5, VOICE);
    }
    assertEquals(1, ids().size());
  }

  @Test
  void nobodyIsLargeForBreathing() {
    hear(100, NOISE, NOISE * 3);
    assertEquals(List.of(), ids());
  }
}
