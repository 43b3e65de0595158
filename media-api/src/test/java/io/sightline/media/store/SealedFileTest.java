package io.sightline.media.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedFileTest {
  private static final int SEGMENT = 65536;
  private static final int ON_DISK = SEGMENT + 28;
  private static final int HEADER = 25;

  @TempDir Path directory;
  private final byte[] key = new byte[32];
  private final Random random = new Random(5);

  SealedFileTest() {
    random.nextBytes(key);
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private Path written(byte[] content) throws IOException {
    Path path = directory.resolve("file-" + random.nextInt(1_000_000));
    try (SealedFile file = SealedFile.create(path, key)) {
      file.write(ByteBuffer.wrap(content));
    }
    return path;
  }

  private byte[] readAll(Path path) throws IOException {
    try (SealedFile file = SealedFile.open(path, key)) {
      ByteBuffer all = ByteBuffer.allocate((int) file.size());
      while (all.hasRemaining() && file.read(all) >= 0) {
        assertTrue(all.position() > 0);
      }
      return all.array();
    }
  }

  @Test
  void everySizeAroundASegmentComesBack() throws IOException {
    for (int size : new int[] {0, 1, SEGMENT - 1, SEGMENT, SEGMENT + 1, 3 * SEGMENT, 200_001}) {
      byte[] content = bytes(size);
      assertArrayEquals(content, readAll(written(content)));
    }
  }

  @Test
  void randomWritesAndReadsMatchAnArray() throws IOException {
    Path path = directory.resolve("random");
    byte[] model = new byte[400_000];
    int size = 0;
    try (SealedFile file = SealedFile.create(path, key)) {
      for (int i = 0; i < 600; i++) {
        int at = random.nextInt(330_000);
        byte[] some = bytes(1 + random.nextInt(random.nextInt(10) == 0 ? 70_000 : 500));
        if (random.nextInt(3) > 0) {
          file.position(at).write(ByteBuffer.wrap(some));
          System.arraycopy(some, 0, model, at, some.length);
          size = Math.max(size, at + some.length);
        } else if (random.nextInt(20) == 0) {
          size = Math.min(size, 100_000 + at);
          file.truncate(size);
          Arrays.fill(model, size, model.length, (byte) 0);
        } else {
          ByteBuffer target = ByteBuffer.allocate(some.length);
          int count = file.position(at).read(target);
          assertEquals(at >= size ? -1 : Math.min(some.length, size - at), count);
          assertArrayEquals(
              Arrays.copyOfRange(model, at, at + Math.max(0, count)),
              Arrays.copyOf(target.array(), Math.max(0, count)));
        }
        assertEquals(size, file.size());
      }
    }
    assertArrayEquals(Arrays.copyOf(model, size), readAll(path));
  }

  @Test
  void aWrongKeyDoesNotOpen() throws IOException {
    Path path = written(bytes(10));
    key[0] ^= 1;
    assertThrows(IOException.class, () -> SealedFile.open(path, key));
  }

  @Test
  void aFlippedBitAnywhereIsRefused() throws IOException {
    Path path = written(bytes(SEGMENT + 300));
    byte[] file = Files.readAllBytes(path);
    for (int i = 0; i < file.length; i += i < 60 || i > HEADER + ON_DISK - 40 ? 1 : 997) {
      byte[] bent = file.clone();
      bent[i] ^= (byte) (1 << random.nextInt(8));
      Files.write(path, bent);
      assertThrows(IOException.class, () -> readAll(path), "byte " + i);
    }
  }

  @Test
  void aFileCutAnywhereIsRefused() throws IOException {
    Path path = written(bytes(2 * SEGMENT));
    byte[] file = Files.readAllBytes(path);
    int[] boundaries = {0, 5, HEADER, HEADER + ON_DISK, file.length};
    for (int boundary : boundaries) {
      for (int length = Math.max(0, boundary - 30); length < boundary + 30; length++) {
        if (length < file.length) {
          Files.write(path, Arrays.copyOf(file, length));
          assertThrows(IOException.class, () -> readAll(path), "length " + length);
        }
      }
    }
  }

  @Test
  void segmentsCannotBeExchanged() throws IOException {
    Path path = written(bytes(3 * SEGMENT));
    byte[] file = Files.readAllBytes(path);
    byte[] swapped = file.clone();
    System.arraycopy(file, HEADER, swapped, HEADER + ON_DISK, ON_DISK);
    System.arraycopy(file, HEADER + ON_DISK, swapped, HEADER, ON_DISK);
    Files.write(path, swapped);
    assertThrows(IOException.class, () -> readAll(path));
  }

  @Test
  void writingASegmentAgainTakesAFreshNonce() throws IOException {
    Path path = directory.resolve("again");
    Set<String> nonces = new HashSet<>();
    try (SealedFile file = SealedFile.create(path, key)) {
      for (int i = 0; i < 50; i++) {
        file.position(0).write(ByteBuffer.wrap(new byte[] {1}));
        file.force();
        byte[] stored = Files.readAllBytes(path);
        assertTrue(nonces.add(Arrays.toString(Arrays.copyOfRange(stored, HEADER, HEADER + 12))));
      }
    }
  }

  @Test
  void anOpenedFileIsNotWritable() throws IOException {
    Path path = written(bytes(10));
    try (SealedFile file = SealedFile.open(path, key)) {
      assertThrows(
          NonWritableChannelException.class, () -> file.write(ByteBuffer.wrap(new byte[1])));
    }
  }
}
