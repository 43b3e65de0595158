package io.sightline.media.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.media.rtcp.RtcpReader;
import io.sightline.media.rtcp.RtcpWriter;
import io.sightline.media.rtp.Bytes;
import io.sightline.media.rtp.RtpPacket;
import io.sightline.media.stream.ReceiveStream.Verdict;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ReceiveStreamTest {
  private static final long MS = 1_000_000L;

  private final ReceiveStream stream = new ReceiveStream(7, 90_000, true);
  private final int[] nacks = new int[64];

  private Verdict receive(int sequence, long nowNs) {
    return receive(sequence, 0, nowNs);
  }

  private Verdict receive(int sequence, long timestamp, long nowNs) {
    byte[] bytes = new byte[100];
    bytes[0] = (byte) 0x80;
    Bytes.put16(bytes, 2, sequence);
    Bytes.put32(bytes, 4, timestamp);
    Bytes.put32(bytes, 8, 7);
    RtpPacket packet = new RtpPacket();
    assertTrue(packet.wrap(bytes, 0, bytes.length));
    return stream.receive(packet, nowNs);
  }

  private int[] poll(long nowNs) {
    return Arrays.copyOf(nacks, stream.pollNacks(nowNs, 50 * MS, nacks));
  }

  @Test
  void sequenceWrapsIntoTheNextCycle() {
    assertEquals(Verdict.ACCEPTED, receive(65534, 0));
    assertEquals(65536 + 65534, stream.index());
    assertEquals(Verdict.ACCEPTED, receive(1, 0));
    assertEquals(2 * 65536 + 1, stream.highestIndex());
    assertEquals(Verdict.RECOVERED, receive(65535, 0));
    assertEquals(65536 + 65535, stream.index());
    assertEquals(Verdict.RECOVERED, receive(0, 0));
    assertEquals(0, stream.lost());
    assertEquals(Verdict.DUPLICATE, receive(0, 0));
    assertEquals(1, stream.duplicates());
  }

  @Test
  void packetsFromBeforeTheFirstCount() {
    receive(0, 0);
    receive(2, 0);
    assertEquals(Verdict.RECOVERED, receive(65533, 0));
    assertEquals(3, stream.lost());
    assertArrayEquals(new int[] {65534, 65535, 1}, poll(10 * MS));
  }

  @Test
  void lossesAreAskedForWithPausesAndAnEnd() {
    receive(10, 0);
    receive(14, 0);
    assertEquals(0, poll(9 * MS).length);
    assertArrayEquals(new int[] {11, 12, 13}, poll(10 * MS));
    assertEquals(0, poll(59 * MS).length);
    assertEquals(Verdict.RECOVERED, receive(12, 59 * MS));
    assertArrayEquals(new int[] {11, 13}, poll(60 * MS));
    int tries = 2;
    for (long now = 61; now < 2000; now++) {
      tries += poll(now * MS).length > 0 ? 1 : 0;
    }
    assertEquals(10, tries);
    assertTrue(stream.takeUnrepairable());
    assertFalse(stream.takeUnrepairable());
    assertEquals(2, stream.lost());
    assertEquals(1, stream.recovered());
  }

  @Test
  void strayNumbersAreIgnoredAndRestartsBelieved() {
    receive(100, 0);
    assertEquals(Verdict.IMPLAUSIBLE, receive(30_000, 0));
    assertEquals(Verdict.ACCEPTED, receive(101, 0));
    assertEquals(Verdict.IMPLAUSIBLE, receive(40_000, 0));
    assertEquals(Verdict.ACCEPTED, receive(40_001, 0));
    assertEquals(40_001, stream.highestIndex() & 0xFFFF);
    assertEquals(Verdict.ACCEPTED, receive(40_002, 0));
    assertTrue(stream.takeUnrepairable());
    assertEquals(0, stream.lost());
    assertEquals(0, poll(1000 * MS).length);
  }

  @Test
  void reportBlockOfRfc3550() {
    byte[] bytes = new byte[200];
    RtcpWriter writer = new RtcpWriter();
    RtcpReader reader = new RtcpReader();
    writer.wrap(bytes, 0, bytes.length);
    writer.receiverReport(1);
    assertFalse(stream.writeReportBlock(writer, 0));

    writer.wrap(bytes, 0, bytes.length);
    writer.senderReport(7, 0x11112222_33334444L, 99, 0, 0);
    reader.wrap(bytes, 0, writer.length());
    reader.next();
    stream.onSenderReport(reader, 1000 * MS);
    assertTrue(stream.hasSenderReport());

    for (int i = 0; i < 100; i++) {
      if (i % 4 != 1) {
        receive(65_500 + i & 0xFFFF, i * 3000L, i * 33L * MS + (i % 2) * MS);
      }
    }
    writer.wrap(bytes, 0, bytes.length);
    writer.receiverReport(1);
    assertTrue(stream.writeReportBlock(writer, 3000 * MS));
    reader.wrap(bytes, 0, writer.length());
    assertTrue(reader.next());
    assertEquals(7, reader.reportSsrc(0));
    assertEquals(64, reader.reportFractionLost(0));
    assertEquals(25, reader.reportPacketsLost(0));
    assertEquals(65_599, reader.reportHighestSequence(0));
    assertEquals(0x22223333L, reader.reportLastSr(0));
    assertEquals(2 * 65536, reader.reportDelaySinceLastSr(0));
    assertTrue(reader.reportJitter(0) > 20 && reader.reportJitter(0) < 120);
    receive(65_600 & 0xFFFF, 0, 0);
    writer.wrap(bytes, 0, bytes.length);
    writer.receiverReport(1);
    stream.writeReportBlock(writer, 0);
    reader.wrap(bytes, 0, writer.length());
    reader.next();
    assertEquals(0, reader.reportFractionLost(0));
  }

  @Test
  void jitterOfSteadyStreamIsZero() {
    for (int i = 0; i < 1000; i++) {
      receive(i, i * 900L, i * 10L * MS);
    }
    assertEquals(0, stream.jitter());
  }

  @Test
  void keyFrameRequestsArePaced() {
    KeyFrameRequests requests = new KeyFrameRequests();
    assertFalse(requests.poll(0));
    int sent = 0;
    for (long now = 0; now < 10_000; now++) {
      requests.want();
      sent += requests.poll(now * MS) ? 1 : 0;
    }
    assertEquals(10, sent);
    requests.arrived();
    assertFalse(requests.poll(20_000 * MS));
    requests.want();
    assertTrue(requests.poll(20_000 * MS));
  }
}
