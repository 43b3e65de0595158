package io.sightline.web.rest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.media.store.SealedFile;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9110 section 14, with the examples of section 14.1.2. */
class ByteRangeTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({
    "bytes=0-499, 10000, PART, 0, 499",
    "bytes=500-999, 10000, PART, 500, 999",
    "bytes=-500, 10000, PART, 9500, 9999",
    "bytes=9500-, 10000, PART, 9500, 9999",
    "bytes=0-, 10000, PART, 0, 9999",
    "bytes=0-0, 10000, PART, 0, 0",
    "bytes=-1, 10000, PART, 9999, 9999",
    "Bytes=9999-20000, 10000, PART, 9999, 9999",
    "bytes=-20000, 10000, PART, 0, 9999",
    "bytes=0-99999999999999999999999, 10000, PART, 0, 9999",
    "bytes=10000-, 10000, UNSATISFIABLE, 0, -1",
    "bytes=99999999999999999999999-, 10000, UNSATISFIABLE, 0, -1",
    "bytes=-0, 10000, UNSATISFIABLE, 0, -1",
    "bytes=0-, 0, UNSATISFIABLE, 0, -1",
    "bytes=-5, 0, UNSATISFIABLE, 0, -1",
    "bytes=5-4, 10000, WHOLE, 0, 9999",
    "bytes=a-b, 10000, WHOLE, 0, 9999",
    "bytes=--5, 10000, WHOLE, 0, 9999",
    "bytes=-, 10000, WHOLE, 0, 9999",
    "bytes=, 10000, WHOLE, 0, 9999",
    "items=0-5, 10000, WHOLE, 0, 9999",
    "'bytes=0-1,5-6', 10000, WHOLE, 0, 9999",
    ", 10000, WHOLE, 0, 9999"
  })
  void reads(String header, long size, ByteRange.Outcome outcome, long first, long last) {
    assertEquals(new ByteRange(outcome, first, last), ByteRange.of(header, size));
  }

  /** Random stretches of a sealed file of several segments equal those of its plaintext. */
  @Test
  void copiesExactly() throws IOException {
    Random random = new Random(9_110);
    byte[] plain = new byte[300_001];
    random.nextBytes(plain);
    byte[] key = new byte[32];
    random.nextBytes(key);
    Path file = directory.resolve("sealed");
    try (SealedFile sealed = SealedFile.create(file, key)) {
      sealed.write(ByteBuffer.wrap(plain));
    }
    try (SealedFile sealed = SealedFile.open(file, key)) {
      for (int i = 0; i < 200; i++) {
        int first = random.nextInt(plain.length);
        int length = random.nextInt(plain.length - first + 1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RangeCopy.copy(sealed, first, length, out);
        assertArrayEquals(Arrays.copyOfRange(plain, first, first + length), out.toByteArray());
      }
      assertThrows(
          EOFException.class,
          () -> RangeCopy.copy(sealed, 1, plain.length, new ByteArrayOutputStream()));
    }
  }

  @Test
  void neverCopiesAFlippedBit() throws IOException {
    byte[] key = new byte[32];
    Path file = directory.resolve("sealed");
    try (SealedFile sealed = SealedFile.create(file, key)) {
      sealed.write(ByteBuffer.wrap(new byte[200_000]));
    }
    byte[] bytes = Files.readAllBytes(file);
    bytes[100] ^= 1;
    Files.write(file, bytes);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (SealedFile sealed = SealedFile.open(file, key)) {
      assertThrows(IOException.class, () -> RangeCopy.copy(sealed, 0, 200_000, out));
    }
    assertEquals(0, out.size());
  }

  @Test
  void comparesTags() {
    assertTrue(PlaybackResource.matches("\"a\"", "\"a\""));
    assertTrue(PlaybackResource.matches("\"b\", W/\"a\"", "\"a\""));
    assertTrue(PlaybackResource.matches("*", "\"a\""));
    assertFalse(PlaybackResource.matches("a", "\"a\""));
    assertFalse(PlaybackResource.matches(null, "\"a\""));
  }
}
