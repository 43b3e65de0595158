package io.sightline.media.raw;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TrackLogTest {
  private static final UUID RECORDING = UUID.fromString("6a0dbb5e-5dd3-4f0b-a0d8-7f2a1fd3c7a1");
  private final byte[] key = new byte[32];
  private final Random random = new Random(11);

  TrackLogTest() {
    random.nextBytes(key);
  }

  private record Read(TrackLogType type, long arrivalNs, byte[] body) {}

  private List<Read> read(byte[] file, boolean finished) throws IOException {
    TrackLogReader reader = new TrackLogReader(new ByteArrayInputStream(file), key);
    List<Read> records = new ArrayList<>();
    while (reader.next()) {
      int from = reader.offset();
      byte[] body = Arrays.copyOfRange(reader.array(), from, from + reader.length());
      records.add(new Read(reader.type(), reader.arrivalNs(), body));
    }
    assertEquals(finished, reader.finished());
    return records;
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TrackLogWriter writer = new TrackLogWriter(RECORDING, 3, key, out::write);
    writer.track(5, "{\"kind\":\"audio\"}");
    List<byte[]> packets = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      byte[] packet = new byte[random.nextInt(1500)];
      random.nextBytes(packet);
      packets.add(packet);
      writer.rtp(i, packet, 0, packet.length);
    }
    writer.senderReport(600, 0xFFFFFFFEL, 0xE000000012345678L, 0x80000001L);
    writer.event(700, "{\"type\":\"closed\"}");
    writer.finish();
    assertEquals(out.size(), writer.bytesWritten());

    List<Read> records = read(out.toByteArray(), true);
    assertEquals(503, records.size());
    assertEquals(TrackLogType.TRACK, records.get(0).type());
    for (int i = 0; i < 500; i++) {
      assertEquals(i, records.get(i + 1).arrivalNs());
      assertArrayEquals(packets.get(i), records.get(i + 1).body());
    }
    assertEquals(
        "{\"type\":\"closed\"}", new String(records.get(502).body(), StandardCharsets.UTF_8));
    assertThrows(IOException.class, () -> writer.event(1, "{}"));
  }

  @Test
  void senderReportsKeepTheirUnsignedValues() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TrackLogWriter writer = new TrackLogWriter(RECORDING, 3, key, out::write);
    writer.senderReport(600, 0xFFFFFFFEL, 0xE000000012345678L, 0x80000001L);
    writer.flush();
    TrackLogReader reader = new TrackLogReader(new ByteArrayInputStream(out.toByteArray()), key);
    assertTrue(reader.next());
    assertEquals(0xFFFFFFFEL, reader.senderSsrc());
    assertEquals(0xE000000012345678L, reader.senderNtp());
    assertEquals(0x80000001L, reader.senderRtp());
    assertEquals(RECORDING, reader.header().recordingId());
    assertEquals(3, reader.header().number());
  }

  /** Four chunks of one record each; the position of each end. */
  private byte[] fourChunks(List<Integer> ends) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TrackLogWriter writer = new TrackLogWriter(RECORDING, 1, key, out::write);
    for (int i = 0; i < 4; i++) {
      writer.rtp(i, new byte[] {(byte) i, 2, 3, 4}, 0, 4);
      if (i < 3) {
        writer.flush();
      } else {
        writer.finish();
      }
      ends.add(out.size());
    }
    return out.toByteArray();
  }

  @Test
  void truncatedAnywhereReadsUpToTheLastWholeChunk() throws IOException {
    List<Integer> ends = new ArrayList<>();
    byte[] file = fourChunks(ends);
    for (int length = TrackLogHeader.BYTES; length < file.length; length++) {
      int cut = length;
      long whole = ends.stream().filter(end -> end <= cut).count();
      assertEquals(whole, read(Arrays.copyOf(file, length), false).size());
    }
    for (int length = 0; length < TrackLogHeader.BYTES; length++) {
      byte[] cut = Arrays.copyOf(file, length);
      assertThrows(IOException.class, () -> read(cut, false));
    }
  }

  @Test
  void noFlippedBitComesOut() throws IOException {
    List<Integer> ends = new ArrayList<>();
    byte[] file = fourChunks(ends);
    List<byte[]> intact = new ArrayList<>();
    read(file, true).forEach(record -> intact.add(record.body()));
    for (int i = 0; i < file.length * 8; i++) {
      byte[] bent = file.clone();
      bent[i / 8] ^= (byte) (1 << (i % 8));
      List<Read> records = new ArrayList<>();
      try {
        TrackLogReader reader = new TrackLogReader(new ByteArrayInputStream(bent), key);
        while (reader.next()) {
          int from = reader.offset();
          records.add(
              new Read(
                  reader.type(),
                  reader.arrivalNs(),
                  Arrays.copyOfRange(reader.array(), from, from + reader.length())));
        }
      } catch (IOException e) {
        assertTrue(records.isEmpty());
      }
      assertTrue(records.size() < intact.size());
      for (Read record : records) {
        assertArrayEquals(intact.get((int) record.arrivalNs()), record.body());
      }
    }
  }

  @Test
  void aDamagedChunkCostsOnlyItself() throws IOException {
    List<Integer> ends = new ArrayList<>();
    byte[] file = fourChunks(ends);
    file[ends.get(1) - 1] ^= 1;
    assertEquals(List.of(0L, 2L, 3L), read(file, true).stream().map(Read::arrivalNs).toList());
  }

  @Test
  void chunksOfAnotherOrderOrAnotherLogAreRefused() throws IOException {
    List<Integer> ends = new ArrayList<>();
    byte[] file = fourChunks(ends);
    byte[] swapped = file.clone();
    int size = ends.get(1) - ends.get(0);
    System.arraycopy(file, ends.get(1), swapped, ends.get(0), size);
    System.arraycopy(file, ends.get(0), swapped, ends.get(1), size);
    assertEquals(List.of(0L, 3L), read(swapped, true).stream().map(Read::arrivalNs).toList());
    byte[] other = fourChunks(new ArrayList<>());
    System.arraycopy(file, 0, other, 0, TrackLogHeader.BYTES);
    assertThrows(IOException.class, () -> read(other, false));
  }

  @Test
  void aWrongKeyOpensNothing() throws IOException {
    byte[] file = fourChunks(new ArrayList<>());
    key[31] ^= 1;
    assertThrows(IOException.class, () -> read(file, false));
  }

  @Test
  void noTwoLogsShareNonces() throws IOException {
    byte[] one = fourChunks(new ArrayList<>());
    byte[] two = fourChunks(new ArrayList<>());
    assertFalse(Arrays.equals(one, 25, 32, two, 25, 32));
  }

  @Test
  void afterAFailedWriteNothingMoreIsTaken() throws IOException {
    boolean[] broken = {false};
    TrackLogWriter writer =
        new TrackLogWriter(
            RECORDING,
            1,
            key,
            (bytes, offset, length) -> {
              if (broken[0]) {
                throw new IOException("disk full");
              }
            });
    writer.event(1, "{}");
    broken[0] = true;
    assertThrows(IOException.class, writer::flush);
    broken[0] = false;
    assertThrows(IOException.class, () -> writer.event(2, "{}"));
    assertThrows(IOException.class, writer::finish);
  }

  /** What a writer leaves that went on in another file after a fault, twice. */
  @Test
  void aLogGoesOnInFurtherFiles() throws IOException {
    byte[] first = fourChunks(new ArrayList<>());
    byte[] second = fourChunks(new ArrayList<>());
    byte[] third = fourChunks(new ArrayList<>());
    List<byte[]> following =
        new ArrayList<>(
            List.of(Arrays.copyOf(second, second.length - 1), Arrays.copyOf(first, 9), third));
    TrackLogReader reader =
        new TrackLogReader(
            new ByteArrayInputStream(Arrays.copyOf(first, first.length - 1)),
            () -> following.isEmpty() ? null : new ByteArrayInputStream(following.remove(0)),
            key);
    List<Long> arrivals = new ArrayList<>();
    while (reader.next()) {
      arrivals.add(reader.arrivalNs());
    }
    assertEquals(List.of(0L, 1L, 2L, 0L, 1L, 2L, 0L, 1L, 2L, 3L), arrivals);
    assertTrue(reader.finished());
    assertEquals(1, reader.damagedChunks());
  }
}
