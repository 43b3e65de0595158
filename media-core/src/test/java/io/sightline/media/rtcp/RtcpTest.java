package io.sightline.media.rtcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.media.Hex;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RtcpTest {
  private static final long MS = 1_000_000L;

  private final byte[] buffer = new byte[1500];
  private final RtcpWriter writer = new RtcpWriter();
  private final RtcpReader reader = new RtcpReader();

  private void writeEverything() {
    writer.wrap(buffer, 3, 1400);
    assertTrue(writer.senderReport(1, 0x0123456789abcdefL, 0xfffffff0L, 10, 1000));
    assertTrue(writer.reportBlock(2, 128, -5, 0x10005, 33, 0x456789ab, 0x8000));
    assertTrue(writer.reportBlock(3, 0, 7, 5, 0, 0, 0));
    assertTrue(writer.sdesCname(1, "sightline".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    assertTrue(writer.receiverReport(1));
    assertTrue(writer.reportBlock(9, 1, 2, 3, 4, 5, 6));
    assertTrue(writer.nack(1, 2, new int[] {65530, 65534, 2, 11, 12, 40}, 6));
    assertTrue(writer.pli(1, 2));
    assertTrue(writer.fir(1, 2, 200));
    assertTrue(writer.remb(1, 2_500_000, new long[] {2, 0xffffffffL}, 2));
    assertTrue(writer.bye(1));
    reader.wrap(buffer, 3, writer.length());
  }

  @Test
  void whatIsWrittenIsRead() {
    writeEverything();
    assertTrue(reader.next());
    assertEquals(RtcpType.SR, reader.type());
    assertEquals(1, reader.senderSsrc());
    assertEquals(0x0123456789abcdefL, reader.ntpTimestamp());
    assertEquals(0xfffffff0L, reader.rtpTimestamp());
    assertEquals(10, reader.packetCount());
    assertEquals(1000, reader.octetCount());
    assertEquals(2, reader.reportCount());
    assertEquals(2, reader.reportSsrc(0));
    assertEquals(128, reader.reportFractionLost(0));
    assertEquals(-5, reader.reportPacketsLost(0));
    assertEquals(0x10005, reader.reportHighestSequence(0));
    assertEquals(33, reader.reportJitter(0));
    assertEquals(0x456789abL, reader.reportLastSr(0));
    assertEquals(0x8000, reader.reportDelaySinceLastSr(0));
    assertEquals(3, reader.reportSsrc(1));
    assertTrue(reader.next());
    assertEquals(RtcpType.SDES, reader.type());
    assertTrue(reader.next());
    assertEquals(RtcpType.RR, reader.type());
    assertEquals(9, reader.reportSsrc(0));
    assertEquals(6, reader.reportDelaySinceLastSr(0));
    assertTrue(reader.next());
    assertTrue(reader.isNack());
    assertEquals(2, reader.mediaSsrc());
    int[] sequences = new int[16];
    assertEquals(6, reader.nackSequences(sequences));
    assertArrayEquals(new int[] {65530, 65534, 2, 11, 12, 40}, Arrays.copyOf(sequences, 6));
    assertEquals(3, reader.nackSequences(new int[3]));
    assertTrue(reader.next());
    assertTrue(reader.isPli());
    assertTrue(reader.next());
    assertTrue(reader.isFir());
    assertEquals(1, reader.firCount());
    assertEquals(2, reader.firSsrc(0));
    assertEquals(200, reader.firSequence(0));
    assertTrue(reader.next());
    assertTrue(reader.isRemb());
    assertEquals(2_500_000, reader.rembBitrate(), 16);
    assertEquals(2, reader.rembSsrcCount());
    assertEquals(0xffffffffL, reader.rembSsrc(1));
    assertTrue(reader.next());
    assertEquals(1, reader.byeCount());
    assertEquals(1, reader.byeSsrc(0));
    assertFalse(reader.next());
    assertFalse(reader.malformed());
  }

  @Test
  void nothingIsWrittenWhereItDoesNotFit() {
    for (int capacity = 0; capacity < 260; capacity++) {
      writer.wrap(buffer, 0, capacity);
      writer.senderReport(1, 2, 3, 4, 5);
      writer.reportBlock(2, 0, 0, 0, 0, 0, 0);
      writer.sdesCname(1, new byte[20]);
      writer.nack(1, 2, new int[] {1, 100, 200}, 3);
      writer.remb(1, Long.MAX_VALUE, new long[] {1}, 1);
      assertTrue(writer.length() <= capacity);
      reader.wrap(buffer, 0, writer.length());
      while (reader.next()) {
        assertTrue(reader.length() >= 8);
      }
      assertEquals(writer.length() == 0, reader.malformed());
    }
  }

  @Test
  void reportsHoldAtMost31Blocks() {
    writer.wrap(buffer, 0, 1500);
    assertFalse(writer.reportBlock(1, 0, 0, 0, 0, 0, 0));
    writer.receiverReport(1);
    for (int i = 0; i < 31; i++) {
      assertTrue(writer.reportBlock(i, 0, 0, 0, 0, 0, 0));
    }
    assertFalse(writer.reportBlock(99, 0, 0, 0, 0, 0, 0));
    writer.pli(1, 2);
    assertFalse(writer.reportBlock(99, 0, 0, 0, 0, 0, 0));
  }

  @Test
  void malformedPacketsEndTheWalk() {
    for (String hex :
        new String[] {
          "",
          "80",
          "00c80000",
          "80c80001 00000000",
          "81c90001 00000001",
          "a0c90001 00000000",
          "81ce0001 00000001"
        }) {
      byte[] bytes = Hex.bytes(hex);
      reader.wrap(bytes, 0, bytes.length);
      assertFalse(reader.next(), hex);
      assertTrue(reader.malformed(), hex);
    }
  }

  @Test
  void transportFeedbackTellsArrivalsAndLosses() {
    TransportFeedbackBuilder builder = new TransportFeedbackBuilder();
    TransportFeedbackReader feedback = new TransportFeedbackReader();
    Random random = new Random(15);
    boolean[] sent = new boolean[5000];
    long[] arrival = new long[5000];
    long now = 77 * MS;
    int told = 0;
    int expected = 65_000;
    int losses = 0;
    for (int n = 0; n < 5000; n++) {
      now += random.nextInt(100) == 0 ? 9_000 * MS : random.nextInt(5_000) * 1000L;
      arrival[n] = now;
      sent[n] = n == 0 || random.nextInt(10) != 0;
      if (sent[n]) {
        builder.received(65_000 + n & 0xFFFF, now);
      }
      if (n % 50 != 49) {
        continue;
      }
      writer.wrap(buffer, 0, 300);
      while (writer.transportFeedback(builder, 1, 2)) {
        reader.wrap(buffer, 0, writer.length());
        assertTrue(reader.next());
        assertTrue(reader.isTransportFeedback());
        assertTrue(feedback.wrap(reader));
        long offset = Long.MIN_VALUE;
        while (feedback.next()) {
          assertEquals(expected & 0xFFFF, feedback.sequence());
          int index = expected++ - 65_000;
          assertEquals(sent[index], feedback.received());
          if (feedback.received()) {
            long difference = feedback.arrivalNs() - arrival[index];
            offset = offset == Long.MIN_VALUE ? difference : offset;
            assertEquals(offset, difference, 500_000);
            told++;
          } else {
            losses++;
          }
        }
        assertFalse(reader.next());
        assertFalse(reader.malformed());
        writer.wrap(buffer, 0, 300);
      }
      assertFalse(builder.hasPending());
    }
    assertTrue(told > 4000 && losses > 300);
  }

  @Test
  void anyBytesAreWalkedWithoutAnException() {
    Random random = new Random(4585);
    writeEverything();
    TransportFeedbackBuilder builder = new TransportFeedbackBuilder();
    for (int i = 0; i < 100; i += 1 + random.nextInt(3)) {
      builder.received(i, i * 30L * MS);
    }
    writer.transportFeedback(builder, 1, 2);
    byte[] valid = Arrays.copyOfRange(buffer, 3, 3 + writer.length());
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes;
      if (i % 4 == 0) {
        bytes = new byte[random.nextInt(120)];
        random.nextBytes(bytes);
      } else {
        bytes = Arrays.copyOf(valid, i % 4 == 1 ? random.nextInt(valid.length) : valid.length);
        for (int n = random.nextInt(8); n > 0 && bytes.length > 0; n--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
      }
      walk(bytes);
    }
  }

  private void walk(byte[] bytes) {
    int[] sequences = new int[64];
    TransportFeedbackReader feedback = new TransportFeedbackReader();
    reader.wrap(bytes, 0, bytes.length);
    while (reader.next()) {
      reader.senderSsrc();
      for (int i = 0; i < reader.reportCount(); i++) {
        reader.reportSsrc(i);
        reader.reportDelaySinceLastSr(i);
      }
      for (int i = 0; i < reader.byeCount(); i++) {
        reader.byeSsrc(i);
      }
      for (int i = 0; i < reader.firCount(); i++) {
        reader.firSequence(i);
      }
      if (reader.isNack()) {
        reader.nackSequences(sequences);
      }
      if (reader.isRemb()) {
        assertTrue(reader.rembBitrate() >= 0);
        for (int i = 0; i < reader.rembSsrcCount(); i++) {
          reader.rembSsrc(i);
        }
      }
      if (reader.isTransportFeedback() && feedback.wrap(reader)) {
        int steps = 0;
        while (feedback.next()) {
          steps++;
        }
        assertTrue(steps <= 65_535);
      }
    }
  }
}
