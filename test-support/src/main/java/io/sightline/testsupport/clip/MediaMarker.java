package io.sightline.testsupport.clip;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * A note at the end of a payload that says who sent it, as the how many-th, and when. Decoders do
 * not notice it: it stands behind a VP8 frame's last partition or in an Opus packet's padding (RFC
 * 6716 section 3.2.5).
 *
 * @param source the sender's choice
 * @param count of marked payloads of this sender's track before this one
 * @param nanoTime {@link System#nanoTime} at sending, of the sending process
 */
public record MediaMarker(int source, int count, long nanoTime) {
  private static final int MAGIC = 0x534c4d4b;
  private static final int LENGTH = 20;

  /** The marker behind a VP8 frame or another payload that bears trailing bytes. */
  public byte[] behind(byte[] payload) {
    return ByteBuffer.allocate(payload.length + LENGTH).put(payload).put(bytes()).array();
  }

  /**
   * The marker as padding of an Opus packet of one frame.
   *
   * @param opus a packet of code 0
   */
  public byte[] inPaddingOf(byte[] opus) {
    if ((opus[0] & 3) != 0) {
      throw new IllegalArgumentException("not an Opus packet of one frame");
    }
    return ByteBuffer.allocate(opus.length + 2 + LENGTH)
        .put((byte) (opus[0] | 3))
        .put((byte) 0x41)
        .put((byte) LENGTH)
        .put(opus, 1, opus.length - 1)
        .put(bytes())
        .array();
  }

  /** Reads the marker at the end of a payload, if there is one. */
  public static Optional<MediaMarker> find(byte[] payload) {
    if (payload.length < LENGTH) {
      return Optional.empty();
    }
    ByteBuffer in =
        ByteBuffer.wrap(Arrays.copyOfRange(payload, payload.length - LENGTH, payload.length));
    return in.getInt() == MAGIC
        ? Optional.of(new MediaMarker(in.getInt(), in.getInt(), in.getLong()))
        : Optional.empty();
  }

  private byte[] bytes() {
    return ByteBuffer.allocate(LENGTH)
        .putInt(MAGIC)
        .putInt(source)
        .putInt(count)
        .putLong(nanoTime)
        .array();
  }
}
