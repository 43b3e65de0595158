package io.sightline.media.raw;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/**
 * The plaintext start of a track log, authenticated by every chunk.
 *
 * @param number the track's number within its recording, 0 or more, or {@link #EVENTS}
 */
public record TrackLogHeader(UUID recordingId, int number, byte[] noncePrefix) {
  /** Length of an encoded header in bytes. */
  public static final int BYTES = 32;

  /** The number of the log that holds the recording's events: 0xFFFFFFFF in the file. */
  public static final int EVENTS = -1;

  static final int NONCE_PREFIX_BYTES = 7;
  private static final byte[] MAGIC = "SLTL1".getBytes(StandardCharsets.US_ASCII);

  public TrackLogHeader {
    if (noncePrefix.length != NONCE_PREFIX_BYTES) {
      throw new IllegalArgumentException("the nonce prefix must have 7 bytes");
    }
    noncePrefix = noncePrefix.clone();
  }

  static boolean isWhole(byte[] bytes) {
    return bytes.length >= BYTES && Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
  }

  static TrackLogHeader decode(byte[] bytes) throws IOException {
    if (!isWhole(bytes)) {
      throw new IOException("not a track log");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).position(MAGIC.length);
    UUID recordingId = new UUID(in.getLong(), in.getLong());
    int number = in.getInt();
    byte[] prefix = new byte[NONCE_PREFIX_BYTES];
    in.get(prefix);
    return new TrackLogHeader(recordingId, number, prefix);
  }

  byte[] encoded() {
    byte[] bytes = new byte[BYTES];
    ByteBuffer.wrap(bytes)
        .put(MAGIC)
        .putLong(recordingId.getMostSignificantBits())
        .putLong(recordingId.getLeastSignificantBits())
        .putInt(number)
        .put(noncePrefix);
    return bytes;
  }

  @Override
  public byte[] noncePrefix() {
    return noncePrefix.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TrackLogHeader that && Arrays.equals(encoded(), that.encoded());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encoded());
  }

  @Override
  public String toString() {
    return "TrackLogHeader[recordingId=" + recordingId + ", number=" + number + "]";
  }
}
