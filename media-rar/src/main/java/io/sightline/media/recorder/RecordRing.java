package io.sightline.media.recorder;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A bounded queue of records between exactly one writing and one reading thread. Neither waits for
 * the other.
 *
 * <p>It has one {@link RingBlock} for as long as the reader keeps up, which is the rule and
 * allocates nothing. While the disk stalls the writer adds further ones; a block that was read
 * empty is let go once another follows it.
 */
public final class RecordRing {
  /** A second of two cameras and two voices. */
  private static final int BLOCK_BYTES = 128 * 1024;

  /** Takes records on the reading thread; the array is valid until return. */
  @FunctionalInterface
  public interface Reader {
    void onRecord(byte type, int track, long arrivalNs, byte[] buffer, int offset, int length);
  }

  private final int blockBytes;
  private final int mostBlocks;
  private final AtomicInteger blocks = new AtomicInteger(1);
  private volatile RingBlock reading;
  private RingBlock writing;

  /**
   * @param capacity in bytes; above 128 KiB it is taken only when it is needed
   */
  public RecordRing(int capacity) {
    mostBlocks = Math.max(1, capacity / BLOCK_BYTES);
    blockBytes = capacity / mostBlocks;
    writing = new RingBlock(blockBytes);
    reading = writing;
  }

  /** Copies a record in; false when there is no room. Writing thread only. */
  public boolean offer(byte type, int track, long arrivalNs, byte[] body, int offset, int length) {
    return writing.offer(type, track, arrivalNs, body, offset, length)
        || (grow(length) && writing.offer(type, track, arrivalNs, body, offset, length));
  }

  private boolean grow(int length) {
    if (blocks.get() >= mostBlocks || length > blockBytes - RingBlock.HEADER) {
      return false;
    }
    RingBlock block;
    try {
      block = new RingBlock(blockBytes);
    } catch (OutOfMemoryError e) {
      return false; // The caller counts it and lists the gap, as where the ring is full.
    }
    blocks.incrementAndGet();
    writing.follow(block);
    writing = block;
    return true;
  }

  /** Hands all records present to the reader; true when there was any. Reading thread only. */
  public boolean drain(Reader reader) {
    boolean any = false;
    while (true) {
      RingBlock block = reading;
      // Asked first: the writer has left a block that another follows.
      RingBlock next = block.next();
      any |= block.drain(reader);
      if (next == null) {
        return any;
      }
      reading = next;
      blocks.decrementAndGet();
    }
  }

  /** Bytes waiting; from any thread, approximate. */
  long fill() {
    long bytes = 0;
    for (RingBlock block = reading; block != null; block = block.next()) {
      bytes += block.fill();
    }
    return bytes;
  }

  /** Bytes that there is room for, taken already or not. */
  int capacity() {
    return mostBlocks * blockBytes;
  }
}
