package io.sightline.media.demux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.media.Hex;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DemultiplexerTest {
  private static PacketKind classify(String hex, int length) {
    byte[] head = Hex.bytes(hex);
    byte[] packet = new byte[length + 5];
    System.arraycopy(head, 0, packet, 5, head.length);
    return Demultiplexer.classify(packet, 5, length);
  }

  @Test
  void tellsTheProtocolsOfRfc7983() {
    assertEquals(PacketKind.STUN, classify("000100002112a442", 20));
    assertEquals(PacketKind.DTLS, classify("16feff", 100));
    assertEquals(PacketKind.DTLS, classify("14", 14));
    assertEquals(PacketKind.DTLS, classify("3f", 14));
    assertEquals(PacketKind.RTP, classify("8060", 12));
    assertEquals(PacketKind.RTP, classify("90ef", 40));
    assertEquals(PacketKind.RTCP, classify("80c8", 28));
    assertEquals(PacketKind.RTCP, classify("81cd", 16));
  }

  @Test
  void dropsTheRestByReason() {
    assertEquals(PacketKind.EMPTY, classify("", 0));
    assertEquals(PacketKind.TOO_SHORT, classify("0001", 2));
    assertEquals(PacketKind.TOO_SHORT, classify("16", 1));
    assertEquals(PacketKind.TOO_SHORT, classify("8060", 11));
    assertEquals(PacketKind.TOO_SHORT, classify("80c8", 4));
    assertEquals(PacketKind.ZRTP, classify("10", 30));
    assertEquals(PacketKind.TURN_CHANNEL, classify("40", 30));
    assertEquals(PacketKind.UNKNOWN, classify("ff", 30));
    assertEquals(PacketKind.UNKNOWN, classify("0001000000000000", 20));
    assertTrue(PacketKind.UNKNOWN.isDropped());
  }

  @Test
  void anyBytesHaveAKind() {
    Random random = new Random(7983);
    for (int i = 0; i < 100_000; i++) {
      byte[] bytes = new byte[random.nextInt(64)];
      random.nextBytes(bytes);
      Demultiplexer.classify(bytes, 0, bytes.length);
    }
  }
}
