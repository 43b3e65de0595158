package io.sightline.media.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.media.rtp.Bytes;
import io.sightline.media.rtp.RtpPacket;
import io.sightline.media.rtp.VideoCodec;
import org.junit.jupiter.api.Test;

class PictureRenumberingTest {
  private static final int HEADER = 12;

  private final PictureRenumbering renumbering = new PictureRenumbering();

  /** A packet with a VP9 descriptor in non-flexible mode (RFC 9628 section 4.2). */
  private static byte[] vp9(int picture, int tl0) {
    byte[] bytes = new byte[HEADER + 8];
    bytes[0] = (byte) 0x80;
    bytes[HEADER] = (byte) 0xA8;
    Bytes.put16(bytes, HEADER + 1, 0x8000 | picture);
    bytes[HEADER + 4] = (byte) tl0;
    return bytes;
  }

  private byte[] rewritten(byte[] bytes, VideoCodec codec, boolean anew) {
    RtpPacket packet = new RtpPacket();
    assertTrue(packet.wrap(bytes, 0, bytes.length));
    renumbering.rewrite(packet, codec, anew);
    return bytes;
  }

  private static int picture(byte[] bytes) {
    return Bytes.u16(bytes, HEADER + 1) & 0x7FFF;
  }

  @Test
  void picturesOfVp9RunOnAcrossSources() {
    assertEquals(0x7FFE, picture(rewritten(vp9(0x7FFE, 255), VideoCodec.VP9, true)));
    assertEquals(0x7FFF, picture(rewritten(vp9(0x7FFF, 0), VideoCodec.VP9, false)));
    byte[] first = rewritten(vp9(77, 9), VideoCodec.VP9, true);
    assertEquals(0, picture(first));
    assertEquals(1, first[HEADER + 4]);
    byte[] late = rewritten(vp9(76, 8), VideoCodec.VP9, false);
    assertEquals(0x7FFF, picture(late));
    assertEquals(1, picture(rewritten(vp9(78, 10), VideoCodec.VP9, false)));
  }

  @Test
  void otherCodecsAreLeftAlone() {
    assertArrayEquals(vp9(5, 5), rewritten(vp9(5, 5), VideoCodec.H264, true));
    assertArrayEquals(vp9(5, 5), rewritten(vp9(5, 5), VideoCodec.NONE, true));
  }
}
