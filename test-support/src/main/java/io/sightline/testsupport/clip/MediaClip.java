package io.sightline.testsupport.clip;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** An endless, decodable loop of Opus packets and VP8 frames with known content. */
public final class MediaClip {
  /** Video frames in a second. */
  public static final int FRAME_RATE = 15;

  /** Opus packets in a second. */
  public static final int PACKET_RATE = 50;

  private final Side side;
  private final List<byte[]> deltas;
  private final List<byte[]> keys;
  private final List<byte[]> opus;
  private final int deltaBytes;
  private final int keyBytes;

  private MediaClip(
      Side side,
      List<byte[]> deltas,
      List<byte[]> keys,
      List<byte[]> opus,
      int deltaBytes,
      int keyBytes) {
    this.side = side;
    this.deltas = deltas;
    this.keys = keys;
    this.opus = opus;
    this.deltaBytes = deltaBytes;
    this.keyBytes = keyBytes;
  }

  /** The content of a side, frames filled up to about 200 kbit/s. */
  public static MediaClip of(Side side) {
    String name = side.resource();
    List<byte[]> deltas = EncodedFiles.ivfFrames(read(name + "-delta.ivf"));
    List<byte[]> keys = EncodedFiles.ivfFrames(read(name + "-key.ivf"));
    List<byte[]> packets = EncodedFiles.oggPackets(read(name + ".ogg"));
    // Two header packets (RFC 7845 section 3), then one second to settle.
    List<byte[]> opus = packets.subList(2 + PACKET_RATE, 2 + 2 * PACKET_RATE);
    return new MediaClip(
        side, deltas.subList(FRAME_RATE, 2 * FRAME_RATE), keys, List.copyOf(opus), 1500, 4000);
  }

  /**
   * The same content with frames of another size: bytes behind a VP8 frame's last partition are
   * ignored by decoders.
   *
   * @param deltaBytes least size of an ordinary frame
   * @param keyBytes least size of a key frame
   */
  public MediaClip filledTo(int deltaBytes, int keyBytes) {
    return new MediaClip(side, deltas, keys, opus, deltaBytes, keyBytes);
  }

  public Side side() {
    return side;
  }

  /** The 20 ms Opus packet with a number counted from 0. */
  public byte[] opusPacket(long number) {
    return opus.get((int) (number % opus.size())).clone();
  }

  /**
   * The VP8 frame with a number counted from 0.
   *
   * @param key as a key frame
   */
  public byte[] videoFrame(long number, boolean key) {
    byte[] frame = (key ? keys : deltas).get((int) (number % FRAME_RATE));
    byte[] filled = Arrays.copyOf(frame, Math.max(frame.length, key ? keyBytes : deltaBytes));
    if (filled.length > frame.length) {
      byte[] noise = new byte[filled.length - frame.length];
      new Random(number).nextBytes(noise);
      System.arraycopy(noise, 0, filled, frame.length, noise.length);
    }
    return filled;
  }

  private static byte[] read(String name) {
    try (InputStream in = MediaClip.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
