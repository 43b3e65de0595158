package io.sightline.media.raw;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads the records of a track log one after the other, in constant memory, on through further
 * files where the writer had to go on in another one. Used by one thread.
 *
 * <pre>{@code
 * var log = new TrackLogReader(in, key);
 * while (log.next()) { switch (log.type()) { ... } }
 * }</pre>
 *
 * <p>A log that ends in mid-chunk reads up to its last whole chunk. A whole chunk that is not
 * authentic is passed over and counted; its records are missing, nothing of it comes out.
 */
public final class TrackLogReader {
  /**
   * Where a chunk begins, for taking up reading there.
   *
   * @param offset in bytes from the file's beginning
   * @param chunk its number, from 0
   */
  public record Position(long offset, int chunk) {}

  private static final int MAX_CHUNK = TrackLogWriter.MAX_PLAINTEXT + ChunkCipher.TAG_BYTES;

  /** Hands out the files of one log in their order. */
  @FunctionalInterface
  public interface Files {
    /** The next file, or null when there is none; it stays the other side's to close. */
    InputStream next() throws IOException;
  }

  private final byte[] key;
  private final Files following;
  private InputStream in;
  private TrackLogHeader header;
  private ChunkCipher cipher;
  private final byte[] sealed = new byte[MAX_CHUNK];
  private final byte[] plain = new byte[MAX_CHUNK];
  private final ByteBuffer chunk = ByteBuffer.wrap(plain);
  private int counter;
  private long read = TrackLogHeader.BYTES;
  private Position position;
  private int damagedChunks;
  private boolean sealedProperly;
  private boolean continued;
  private boolean ended;

  private TrackLogType type;
  private long arrivalNs;
  private int bodyOffset;
  private int bodyLength;

  /**
   * Reads the header. The stream stays the caller's to close; it should be buffered.
   *
   * @param key the recording's key, 32 bytes
   * @throws IOException if this is no track log
   */
  public TrackLogReader(InputStream in, byte[] key) throws IOException {
    this(in, () -> null, key);
  }

  /**
   * Reads the header of the first file.
   *
   * @param following the log's further files, asked for when the one before is at its end
   * @param key the recording's key, 32 bytes
   * @throws IOException if the first file is no track log
   */
  public TrackLogReader(InputStream in, Files following, byte[] key) throws IOException {
    this.key = key.clone();
    this.following = following;
    begin(in, TrackLogHeader.decode(in.readNBytes(TrackLogHeader.BYTES)));
    chunk.limit(0);
  }

  private void begin(InputStream file, TrackLogHeader itsHeader) {
    in = file;
    header = itsHeader;
    cipher = new ChunkCipher(key, itsHeader);
    counter = 0;
    read = TrackLogHeader.BYTES;
    sealedProperly = false;
  }

  /** Goes on in the next file that continues this log; false when there is none. */
  private boolean nextFile() throws IOException {
    for (InputStream file = following.next(); file != null; file = following.next()) {
      continued = true;
      byte[] bytes = file.readNBytes(TrackLogHeader.BYTES);
      if (TrackLogHeader.isWhole(bytes)) {
        TrackLogHeader its = TrackLogHeader.decode(bytes);
        if (its.number() == header.number() && its.recordingId().equals(header.recordingId())) {
          begin(file, its);
          return true;
        }
      }
      sealedProperly = false;
      damagedChunks++;
    }
    return false;
  }

  /**
   * Reads the header and goes on at a chunk, without reading those before.
   *
   * @param from as {@link #position} gave it for the same log
   * @throws IOException if this is no track log, or it ends before
   */
  public TrackLogReader(InputStream in, byte[] key, Position from) throws IOException {
    this(in, key);
    in.skipNBytes(from.offset() - read);
    read = from.offset();
    counter = from.chunk();
  }

  /** Where the chunk of the current record begins, in the file that is read now. */
  public Position position() {
    return position;
  }

  /** Of the file that is read now; of all files only the nonce prefix differs. */
  public TrackLogHeader header() {
    return header;
  }

  /**
   * Moves to the next record.
   *
   * @return false at the end, see {@link #finished}
   * @throws IOException if reading fails, or if the very first chunk is not authentic: then the key
   *     is wrong
   */
  public boolean next() throws IOException {
    while (true) {
      while (!chunk.hasRemaining()) {
        if (ended || !readChunk()) {
          ended = true;
          if (!nextFile()) {
            return false;
          }
          ended = false;
        }
      }
      if (readRecord()) {
        return true;
      }
    }
  }

  /** The kind of the current record. */
  public TrackLogType type() {
    return type;
  }

  /** When the current record was taken, in ns since the recording's start. */
  public long arrivalNs() {
    return arrivalNs;
  }

  /** The array that holds the current body, valid until the next call of {@link #next}. */
  public byte[] array() {
    return plain;
  }

  /** Where the current body starts in {@link #array}. */
  public int offset() {
    return bodyOffset;
  }

  /** Length of the current body in bytes. */
  public int length() {
    return bodyLength;
  }

  /** The body of a TRACK or EVENT record. */
  public String json() {
    return new String(plain, bodyOffset, bodyLength, StandardCharsets.UTF_8);
  }

  /** The SSRC of a SENDER_REPORT record, unsigned. */
  public long senderSsrc() {
    return Integer.toUnsignedLong(chunk.getInt(bodyOffset));
  }

  /** The NTP time of a SENDER_REPORT record, 32.32 fixed point. */
  public long senderNtp() {
    return chunk.getLong(bodyOffset + 4);
  }

  /** The RTP time of a SENDER_REPORT record, unsigned. */
  public long senderRtp() {
    return Integer.toUnsignedLong(chunk.getInt(bodyOffset + 12));
  }

  /**
   * Whether the end was reached and it is the end that the writer meant: the last file is whole.
   */
  public boolean finished() {
    return ended && sealedProperly;
  }

  /** Whole chunks that were not authentic and were passed over so far. */
  public int damagedChunks() {
    return damagedChunks;
  }

  private boolean readChunk() throws IOException {
    position = new Position(read, counter);
    byte[] prefix = in.readNBytes(4);
    if (prefix.length < 4) {
      return false;
    }
    int length = ByteBuffer.wrap(prefix).getInt();
    if (length < ChunkCipher.TAG_BYTES || length > MAX_CHUNK) {
      requireKey();
      damagedChunks++;
      return false;
    }
    if (in.readNBytes(sealed, 0, length) < length) {
      return false;
    }
    read += 4 + (long) length;
    int opened = cipher.open(counter, false, sealed, length, plain);
    if (opened < 0) {
      opened = cipher.open(counter, true, sealed, length, plain);
      sealedProperly = opened >= 0;
      ended = sealedProperly;
    }
    if (opened < 0) {
      requireKey();
      damagedChunks++;
    }
    counter++;
    chunk.clear().limit(Math.max(opened, 0));
    return true;
  }

  private void requireKey() throws IOException {
    if (counter == 0 && !continued) {
      throw new IOException("the track log does not open with this key");
    }
  }

  /** Returns false if the record is of a kind this version does not know. */
  private boolean readRecord() throws IOException {
    if (chunk.remaining() < TrackLogWriter.RECORD_HEADER_BYTES) {
      throw new IOException("a record of the track log is cut short");
    }
    type = TrackLogType.of(chunk.get());
    bodyLength = chunk.getInt();
    arrivalNs = chunk.getLong();
    bodyOffset = chunk.position();
    boolean short16 = type == TrackLogType.SENDER_REPORT && bodyLength < 16;
    if (bodyLength < 0 || bodyLength > chunk.remaining() || short16) {
      throw new IOException("a record of the track log is cut short");
    }
    chunk.position(bodyOffset + bodyLength);
    return type != null;
  }
}
