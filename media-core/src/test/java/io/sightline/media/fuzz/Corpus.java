package io.sightline.media.fuzz;

import io.sightline.media.Hex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Packets by kind under {@code src/test/resources/corpus}, in hexadecimal, and what can be made of
 * them. A packet that broke a parser once is put there under a name that says what is wrong with
 * it.
 */
final class Corpus {
  private static final Path ROOT = Path.of("src", "test", "resources", "corpus");
  private static final int LONGEST = 1_500;
  private static final int[] TELLING = {0, 1, 0x7F, 0x80, 0xFE, 0xFF};

  private final List<byte[]> seeds = new ArrayList<>();
  private final Random random;

  private Corpus(long seed) {
    random = new Random(seed);
  }

  static Corpus of(String kind, long seed) {
    Corpus corpus = new Corpus(seed);
    try (Stream<Path> files = Files.list(ROOT.resolve(kind))) {
      for (Path file : files.sorted().toList()) {
        corpus.seeds.add(Hex.bytes(Files.readString(file)));
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return corpus;
  }

  List<byte[]> seeds() {
    return seeds;
  }

  /** One of the packets with up to eight changes. */
  byte[] next() {
    byte[] bytes = seeds.get(random.nextInt(seeds.size())).clone();
    for (int changes = random.nextInt(8); changes >= 0 && bytes.length > 0; changes--) {
      bytes = changed(bytes);
    }
    return bytes;
  }

  private byte[] changed(byte[] bytes) {
    int at = random.nextInt(bytes.length);
    switch (random.nextInt(7)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = (byte) random.nextInt();
      case 2 -> bytes[at] = (byte) TELLING[random.nextInt(TELLING.length)];
      case 3 -> {
        return java.util.Arrays.copyOf(bytes, at);
      }
      case 4 -> {
        return spliced(bytes, at, bytes, random.nextInt(bytes.length));
      }
      case 5 -> {
        byte[] other = seeds.get(random.nextInt(seeds.size()));
        return other.length == 0 ? bytes : spliced(bytes, at, other, random.nextInt(other.length));
      }
      default -> {
        byte[] noise = new byte[random.nextInt(64)];
        random.nextBytes(noise);
        return spliced(bytes, at, noise, 0);
      }
    }
    return bytes;
  }

  /** The head of one up to {@code at}, followed by the other from {@code from} on. */
  private static byte[] spliced(byte[] head, int at, byte[] tail, int from) {
    byte[] joined = new byte[Math.min(LONGEST, at + tail.length - from)];
    System.arraycopy(head, 0, joined, 0, Math.min(at, joined.length));
    if (joined.length > at) {
      System.arraycopy(tail, from, joined, at, joined.length - at);
    }
    return joined;
  }
}
