package io.sightline.mixer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AudioMixerTest {
  @Test
  void stretchingChangesTheLengthByHalfAPercentAtMost() {
    float[] tone = new float[960];
    for (int i = 0; i < tone.length; i++) {
      tone[i] = (float) Math.sin(i * 0.05);
    }
    assertEquals(964, AudioTrack.stretch(tone, 100).length);
    assertEquals(956, AudioTrack.stretch(tone, -100).length);
    assertEquals(962, AudioTrack.stretch(tone, 2).length);
    assertSame(tone, AudioTrack.stretch(tone, 0));
    float[] longer = AudioTrack.stretch(tone, 4);
    assertEquals(tone[0], longer[0], 1e-6);
    assertEquals(tone[959], longer[963], 1e-4);
  }

  @Test
  void loudVoicesStayWithinBoundsAndQuietOnesAreLeftAlone() throws IOException {
    List<float[]> out = new ArrayList<>();
    Limiter limiter = new Limiter(block -> out.add(block.clone()));
    for (int n = 0; n < 200; n++) {
      float level = n >= 50 && n < 60 ? 3f : 0.5f;
      float[] block = new float[AudioMixer.BLOCK];
      for (int i = 0; i < block.length; i++) {
        block[i] = level * (float) Math.sin(i * 0.1);
      }
      limiter.push(block);
    }
    limiter.finish();
    assertEquals(200, out.size());
    for (float[] block : out) {
      for (float sample : block) {
        assertTrue(Math.abs(sample) <= Limiter.CEILING + 1e-4);
      }
    }
    assertEquals(0.5, peak(out.get(10)), 0.01);
    assertEquals(0.95, peak(out.get(55)), 0.02);
    assertEquals(0.5, peak(out.get(190)), 0.01);
  }

  private static float peak(float[] block) {
    float peak = 0;
    for (float sample : block) {
      peak = Math.max(peak, Math.abs(sample));
    }
    return peak;
  }
}
