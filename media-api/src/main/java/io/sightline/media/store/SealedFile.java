package io.sightline.media.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * A file that is encrypted in segments and reads and writes at any position. Used by one thread at
 * a time; open it once more for each further reader.
 *
 * <p>Header (25 bytes): magic {@code SLSF1} | segment size u32 (65536) | file id (16, random). Then
 * segments, each nonce (12, random) | AES-256-GCM ciphertext | tag (16); all but the last hold a
 * full segment of plaintext, and even an empty file has one. Associated data: header | segment
 * index u64 | u8 whether this is the last segment, so that a file cut between two segments does not
 * open. Writing a segment again takes a fresh nonce. Numbers are big endian.
 *
 * <p>Whatever is not authentic (a wrong key, a changed or missing byte, an exchanged segment) is an
 * {@link IOException}; nothing of it is returned. One segment is held in memory and written back
 * when another is needed, on {@link #force} and on {@link #close}: until then the file on disk does
 * not open.
 */
public final class SealedFile implements SeekableByteChannel {
  private final FileChannel file;
  private final SegmentCipher cipher;
  private final boolean writable;
  private final byte[] segment = new byte[SegmentCipher.SEGMENT];

  /** What a writer encrypts in; null in a reader, who may wait long with one segment in memory. */
  private final byte[] workspace;

  /** Index of the segment in memory, or -1. */
  private long loaded = -1;

  private boolean dirty;
  private long size;
  private long position;

  private SealedFile(FileChannel file, SegmentCipher cipher, boolean writable) {
    this.file = file;
    this.cipher = cipher;
    this.writable = writable;
    this.workspace = writable ? sealedSegment() : null;
  }

  private static byte[] sealedSegment() {
    return new byte[SegmentCipher.SEGMENT + SegmentCipher.OVERHEAD];
  }

  /**
   * Creates a file, or empties one, for writing and reading.
   *
   * @param key 32 bytes; copied
   */
  public static SealedFile create(Path path, byte[] key) throws IOException {
    SegmentCipher cipher = SegmentCipher.fresh(key);
    FileChannel file =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    try {
      writeFully(file, ByteBuffer.wrap(cipher.header()), 0);
      SealedFile created = new SealedFile(file, cipher, true);
      created.loaded = 0;
      created.dirty = true;
      return created;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /**
   * Opens a file for reading; its last segment is checked at once.
   *
   * @param key 32 bytes; copied
   * @throws IOException also if the key is wrong, or the end of the file is missing
   */
  public static SealedFile open(Path path, byte[] key) throws IOException {
    FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
    try {
      ByteBuffer header = ByteBuffer.allocate(SegmentCipher.HEADER);
      readFully(file, header, 0);
      SealedFile opened = new SealedFile(file, SegmentCipher.of(key, header.array()), false);
      opened.size = plaintextSize(file.size());
      opened.load(opened.lastSegment());
      return opened;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static long plaintextSize(long fileSize) throws IOException {
    long body = fileSize - SegmentCipher.HEADER;
    long full = SegmentCipher.SEGMENT + SegmentCipher.OVERHEAD;
    long whole = body / full;
    long rest = body % full;
    if (body <= 0 || (rest > 0 && rest < SegmentCipher.OVERHEAD)) {
      throw new IOException("the sealed file is cut short");
    }
    return whole * SegmentCipher.SEGMENT + (rest > 0 ? rest - SegmentCipher.OVERHEAD : 0);
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    requireOpen();
    if (!target.hasRemaining()) {
      return 0;
    }
    if (position >= size) {
      return -1;
    }
    int total = 0;
    while (target.hasRemaining() && position < size) {
      int within = load(position / SegmentCipher.SEGMENT);
      int available = (int) Math.min(SegmentCipher.SEGMENT - within, size - position);
      int count = Math.min(available, target.remaining());
      target.put(segment, within, count);
      position += count;
      total += count;
    }
    return total;
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    requireWritable();
    int total = source.remaining();
    if (position > size && total > 0) {
      fillTo(position);
    }
    while (source.hasRemaining()) {
      int within = (int) (position % SegmentCipher.SEGMENT);
      int count = Math.min(SegmentCipher.SEGMENT - within, source.remaining());
      grow(position + count);
      load(position / SegmentCipher.SEGMENT);
      source.get(segment, within, count);
      dirty = true;
      position += count;
    }
    return total;
  }

  @Override
  public long position() {
    return position;
  }

  @Override
  public SealedFile position(long newPosition) {
    if (newPosition < 0) {
      throw new IllegalArgumentException("a position is not negative");
    }
    position = newPosition;
    return this;
  }

  /** The size of the plaintext in bytes. */
  @Override
  public long size() {
    return size;
  }

  @Override
  public SealedFile truncate(long newSize) throws IOException {
    requireWritable();
    if (newSize < size) {
      long last = Math.max(0, newSize - 1) / SegmentCipher.SEGMENT;
      load(last);
      size = newSize;
      Arrays.fill(segment, length(last), segment.length, (byte) 0);
      dirty = true;
      file.truncate(SegmentCipher.offset(last));
      store();
    }
    position = Math.min(position, newSize);
    return this;
  }

  /** Writes back what is held in memory and forces the file to the storage device. */
  public void force() throws IOException {
    requireWritable();
    store();
    file.force(true);
  }

  @Override
  public boolean isOpen() {
    return file.isOpen();
  }

  /** Writes back what is held in memory; does not force it to the storage device. */
  @Override
  public void close() throws IOException {
    if (file.isOpen()) {
      try (file) {
        if (writable) {
          store();
        }
      }
    }
  }

  private long lastSegment() {
    return Math.max(0, size - 1) / SegmentCipher.SEGMENT;
  }

  private int length(long index) {
    return (int) Math.min(SegmentCipher.SEGMENT, size - index * SegmentCipher.SEGMENT);
  }

  private void fillTo(long end) throws IOException {
    while (size < end) {
      long from = size;
      long boundary = (from / SegmentCipher.SEGMENT + 1) * SegmentCipher.SEGMENT;
      grow(Math.min(end, boundary));
      load(from / SegmentCipher.SEGMENT);
      dirty = true;
    }
  }

  /** Enlarges the file within the last segment or by a new one; what was last is sealed anew. */
  private void grow(long newSize) throws IOException {
    if (newSize <= size) {
      return;
    }
    long last = lastSegment();
    load(last);
    dirty = true;
    size = newSize;
    if (lastSegment() > last) {
      store();
      loaded = lastSegment();
      dirty = true;
      Arrays.fill(segment, (byte) 0);
    }
  }

  /** Brings a segment into memory and returns the offset of the position within it. */
  private int load(long index) throws IOException {
    if (loaded != index) {
      store();
      loaded = -1;
      int length = length(index);
      byte[] sealed = writable ? workspace : sealedSegment();
      readFully(
          file,
          ByteBuffer.wrap(sealed, 0, length + SegmentCipher.OVERHEAD),
          SegmentCipher.offset(index));
      cipher.open(index, index == lastSegment(), sealed, length, segment);
      Arrays.fill(segment, length, segment.length, (byte) 0);
      loaded = index;
    }
    return (int) (position % SegmentCipher.SEGMENT);
  }

  private void store() throws IOException {
    if (dirty) {
      int length = length(loaded);
      cipher.seal(loaded, loaded == lastSegment(), segment, length, workspace);
      writeFully(
          file,
          ByteBuffer.wrap(workspace, 0, length + SegmentCipher.OVERHEAD),
          SegmentCipher.offset(loaded));
      dirty = false;
    }
  }

  private static void readFully(FileChannel file, ByteBuffer target, long at) throws IOException {
    long from = at;
    while (target.hasRemaining()) {
      int count = file.read(target, from);
      if (count < 0) {
        throw new IOException("the sealed file is cut short");
      }
      from += count;
    }
  }

  private static void writeFully(FileChannel file, ByteBuffer source, long at) throws IOException {
    long from = at;
    while (source.hasRemaining()) {
      from += file.write(source, from);
    }
  }

  private void requireOpen() throws ClosedChannelException {
    if (!file.isOpen()) {
      throw new ClosedChannelException();
    }
  }

  private void requireWritable() throws ClosedChannelException {
    requireOpen();
    if (!writable) {
      throw new NonWritableChannelException();
    }
  }
}
