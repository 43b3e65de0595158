package io.sightline.testsupport.clip;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MediaClipTest {
  @ParameterizedTest
  @EnumSource
  void loopsEverySecond(Side side) {
    MediaClip clip = MediaClip.of(side);
    for (int i = 0; i < MediaClip.FRAME_RATE; i++) {
      assertEquals(0, clip.videoFrame(i, true)[0] & 1, "key frame " + i);
      assertEquals(1, clip.videoFrame(i, false)[0] & 1, "ordinary frame " + i);
      assertEquals(4000, clip.videoFrame(i, true).length);
    }
    assertArrayEquals(clip.opusPacket(3), clip.opusPacket(53));
    for (int i = 0; i < MediaClip.PACKET_RATE; i++) {
      assertEquals(0, clip.opusPacket(i)[0] & 3, "one Opus frame a packet");
    }
  }

  @Test
  void marksWithoutLosingTheOpusFrame() {
    MediaMarker marker = new MediaMarker(2, 77, 123456789L);
    byte[] opus = MediaClip.of(Side.AGENT).opusPacket(0);
    byte[] marked = marker.inPaddingOf(opus);
    assertEquals(marker, MediaMarker.find(marked).orElseThrow());
    assertEquals(opus.length + 22, marked.length);
    assertTrue(MediaMarker.find(opus).isEmpty());
  }
}
