package io.sightline.testsupport.tracklog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The readers against files put together here by the letter of the formats' descriptions. */
class RecordingFormatsTest {
  private static final byte[] KEY = new byte[32];
  private static final UUID ID = new UUID(1, 2);
  private static final byte[] PREFIX = {9, 8, 7, 6, 5, 4, 3};

  @TempDir Path directory;

  private static byte[] seal(byte[] nonce, byte[] aad, byte[] plain) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE, new SecretKeySpec(KEY, "AES"), new GCMParameterSpec(128, nonce));
      cipher.updateAAD(aad);
      return cipher.doFinal(plain);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] header() {
    return ByteBuffer.allocate(32)
        .put("SLTL1".getBytes(StandardCharsets.US_ASCII))
        .putLong(1)
        .putLong(2)
        .putInt(3)
        .put(PREFIX)
        .array();
  }

  private static byte[] record(int type, long arrivalNs, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(13 + bytes.length)
        .put((byte) type)
        .putInt(bytes.length)
        .putLong(arrivalNs)
        .put(bytes)
        .array();
  }

  private static byte[] chunk(int number, boolean last, byte[] plain) {
    byte[] nonce =
        ByteBuffer.allocate(12).put(PREFIX).putInt(number).put((byte) (last ? 1 : 0)).array();
    byte[] sealed = seal(nonce, header(), plain);
    return ByteBuffer.allocate(4 + sealed.length).putInt(sealed.length).put(sealed).array();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  @Test
  void readsATrackLogToItsLastIntactChunk() throws IOException {
    byte[] first = chunk(0, false, join(record(1, 0, "{}"), record(2, 5_000_000, "rtp")));
    byte[] second = chunk(1, true, record(4, 9_000_000, "{\"type\":\"closed\"}"));
    Path whole = Files.write(directory.resolve("whole"), join(header(), first, second));
    TrackLog log = TrackLog.read(whole, KEY);
    assertEquals(ID, log.recordingId());
    assertEquals(3, log.track());
    assertTrue(log.complete());
    assertEquals(List.of(1, 2, 4), log.entries().stream().map(TrackLog.Entry::type).toList());
    assertEquals("rtp", log.packets().get(0).text());
    assertEquals(Files.size(whole), log.intactBytes());

    byte[] cut = join(header(), first, Arrays.copyOf(second, second.length - 3));
    TrackLog truncated = TrackLog.read(Files.write(directory.resolve("cut"), cut), KEY);
    assertFalse(truncated.complete());
    assertEquals(2, truncated.entries().size());
    assertEquals(32 + first.length, truncated.intactBytes());

    byte[] wrong = new byte[32];
    wrong[0] = 1;
    assertThrows(IOException.class, () -> TrackLog.read(whole, wrong));
  }

  @Test
  void readsASealedFileOfSeveralSegments() throws IOException {
    Random random = new Random(4);
    byte[] plain = new byte[65536 + 1000];
    random.nextBytes(plain);
    byte[] head =
        ByteBuffer.allocate(25)
            .put("SLSF1".getBytes(StandardCharsets.US_ASCII))
            .putInt(65536)
            .putLong(5)
            .putLong(6)
            .array();
    byte[] sealed =
        join(
            head,
            segment(head, 0, false, Arrays.copyOf(plain, 65536)),
            segment(head, 1, true, Arrays.copyOfRange(plain, 65536, plain.length)));
    Path file = Files.write(directory.resolve("sealed"), sealed);
    assertArrayEquals(plain, SealedContent.read(file, KEY));
    Path cut = Files.write(directory.resolve("cut"), Arrays.copyOf(sealed, 25 + 12 + 65536 + 16));
    assertThrows(IOException.class, () -> SealedContent.read(cut, KEY));
  }

  private static byte[] segment(byte[] head, long index, boolean last, byte[] plain) {
    byte[] nonce = ByteBuffer.allocate(12).putLong(index).array();
    byte[] aad =
        ByteBuffer.allocate(34).put(head).putLong(index).put((byte) (last ? 1 : 0)).array();
    return join(nonce, seal(nonce, aad, plain));
  }
}
