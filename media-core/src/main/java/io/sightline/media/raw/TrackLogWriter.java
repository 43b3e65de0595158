package io.sightline.media.raw;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.UUID;

/**
 * Turns records into the bytes of a track log and hands them to an output. Used by one thread.
 *
 * <p>Records gather in a chunk; a full chunk is sealed and written at once, {@link #flush} does the
 * same for a part of one. Forcing to disk is the owner's business, as is the clock. Once the output
 * has thrown, the writer accepts nothing more: what the output holds is then unknown, and a new log
 * must be opened.
 */
public final class TrackLogWriter {
  /** Largest body a record may have, in bytes. */
  public static final int MAX_BODY = 0xFFFF;

  static final int CHUNK_BYTES = 64 * 1024;
  static final int RECORD_HEADER_BYTES = 1 + 4 + 8;
  static final int MAX_PLAINTEXT = CHUNK_BYTES + RECORD_HEADER_BYTES + MAX_BODY;

  /** A voice of a second; what takes more makes its arrays grow. */
  private static final int FIRST_BYTES = 8 * 1024;

  private static final SecureRandom RANDOM = new SecureRandom();

  /** Takes the log's bytes in order; the array belongs to the writer and changes after the call. */
  @FunctionalInterface
  public interface Output {
    void write(byte[] bytes, int offset, int length) throws IOException;
  }

  /**
   * Where a chunk is encrypted before it is written: only needed in between, so that all logs which
   * one thread writes share it, and it stays in the processor's cache.
   */
  public static final class Scratch {
    private byte[] bytes = new byte[0];

    private byte[] room(int least) {
      if (bytes.length < least) {
        bytes = new byte[Math.max(least, Math.min(MAX_PLAINTEXT, 2 * bytes.length))];
      }
      return bytes;
    }
  }

  private final ChunkCipher cipher;
  private final Output output;
  private final Scratch scratch;
  private byte[] plain = new byte[FIRST_BYTES];
  private ByteBuffer chunk = ByteBuffer.wrap(plain);
  private int counter;
  private long bytesWritten;
  private boolean closed;

  /** A writer with a scratch of its own; see the other constructor. */
  public TrackLogWriter(UUID recordingId, int number, byte[] key, Output output)
      throws IOException {
    this(recordingId, number, key, new Scratch(), output);
  }

  /**
   * Writes the header to the output.
   *
   * @param number the track's number within its recording, or {@link TrackLogHeader#EVENTS}
   * @param key the recording's key, 32 bytes; copied
   * @param scratch of the thread that appends, flushes and finishes
   */
  public TrackLogWriter(UUID recordingId, int number, byte[] key, Scratch scratch, Output output)
      throws IOException {
    this.scratch = scratch;
    byte[] prefix = new byte[TrackLogHeader.NONCE_PREFIX_BYTES];
    RANDOM.nextBytes(prefix);
    TrackLogHeader header = new TrackLogHeader(recordingId, number, prefix);
    this.cipher = new ChunkCipher(key, header);
    this.output = output;
    byte[] encoded = header.encoded();
    write(encoded, encoded.length);
  }

  /** Appends a TRACK record. */
  public void track(long arrivalNs, String json) throws IOException {
    text(TrackLogType.TRACK, arrivalNs, json);
  }

  /** Appends an EVENT record. */
  public void event(long arrivalNs, String json) throws IOException {
    text(TrackLogType.EVENT, arrivalNs, json);
  }

  /** Appends a whole RTP packet, which is copied. */
  public void rtp(long arrivalNs, byte[] packet, int offset, int length) throws IOException {
    start(TrackLogType.RTP, arrivalNs, length);
    chunk.put(packet, offset, length);
    end();
  }

  /**
   * Appends the clocks of a sender report.
   *
   * @param ssrc unsigned 32 bit
   * @param ntp NTP timestamp, 32.32 fixed point seconds since 1900
   * @param rtp unsigned 32 bit RTP timestamp of the same instant
   */
  public void senderReport(long arrivalNs, long ssrc, long ntp, long rtp) throws IOException {
    start(TrackLogType.SENDER_REPORT, arrivalNs, 16);
    chunk.putInt((int) ssrc).putLong(ntp).putInt((int) rtp);
    end();
  }

  /** Seals and writes what has gathered; does nothing when there is nothing. */
  public void flush() throws IOException {
    if (chunk.position() > 0) {
      requireOpen();
      seal(false);
    }
  }

  /** Writes the last chunk, possibly an empty one; the writer takes no records afterwards. */
  public void finish() throws IOException {
    requireOpen();
    seal(true);
    closed = true;
  }

  /** Bytes handed to the output so far, header included. */
  public long bytesWritten() {
    return bytesWritten;
  }

  /** Bytes of records that gather in memory and would be lost in a crash. */
  public int pendingBytes() {
    return chunk.position();
  }

  private void text(TrackLogType type, long arrivalNs, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    start(type, arrivalNs, body.length);
    chunk.put(body);
    end();
  }

  private void start(TrackLogType type, long arrivalNs, int length) throws IOException {
    requireOpen();
    if (length < 0 || length > MAX_BODY) {
      throw new IllegalArgumentException("a record's body has at most " + MAX_BODY + " bytes");
    }
    int needed = chunk.position() + RECORD_HEADER_BYTES + length;
    if (needed > plain.length) {
      plain = Arrays.copyOf(plain, Math.min(MAX_PLAINTEXT, Math.max(needed, 2 * plain.length)));
      chunk = ByteBuffer.wrap(plain).position(chunk.position());
    }
    chunk.put((byte) type.code()).putInt(length).putLong(arrivalNs);
  }

  private void end() throws IOException {
    if (chunk.position() >= CHUNK_BYTES) {
      seal(false);
    }
  }

  private void seal(boolean last) throws IOException {
    if (counter == -1) {
      throw new IOException("the track log has used up its nonces");
    }
    byte[] sealed = scratch.room(4 + chunk.position() + ChunkCipher.TAG_BYTES);
    int length = cipher.seal(counter, last, plain, chunk.position(), sealed, 4);
    counter++;
    chunk.clear();
    ByteBuffer.wrap(sealed).putInt(0, length);
    write(sealed, 4 + length);
  }

  private void write(byte[] bytes, int length) throws IOException {
    boolean done = false;
    try {
      output.write(bytes, 0, length);
      bytesWritten += length;
      done = true;
    } finally {
      closed |= !done;
    }
  }

  private void requireOpen() throws IOException {
    if (closed) {
      throw new IOException("the track log is closed");
    }
  }
}
