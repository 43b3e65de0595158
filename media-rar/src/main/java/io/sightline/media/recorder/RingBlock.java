package io.sightline.media.recorder;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A piece of a {@link RecordRing}: an array that is written and read in a circle. An empty one
 * begins at the array's start again: a reader that keeps up keeps the same few pages in the
 * processor's cache.
 *
 * <p>Record: i32 length of all of it | u8 type | i32 track | i64 arrival in ns | body. A length of
 * {@link #WRAP} sends the reader to the array's start.
 */
final class RingBlock {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int WRAP = -1;

  /** Where an empty block begins again: more than comes between two looks of the reader. */
  private static final int HOT_BYTES = 16 * 1024;

  static final int HEADER = 4 + 1 + 4 + 8;

  private final byte[] bytes;
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong read = new AtomicLong();
  private volatile RingBlock next;

  /**
   * @param capacity in bytes
   */
  RingBlock(int capacity) {
    this.bytes = new byte[capacity];
  }

  /** Copies a record in; false when there is no room. Writing thread only. */
  boolean offer(byte type, int track, long arrivalNs, byte[] body, int offset, int length) {
    int size = HEADER + length;
    long from = written.getPlain();
    long consumed = read.getAcquire();
    if (consumed == from && from % bytes.length > HOT_BYTES) {
      from = rewind(from);
      consumed = from;
    }
    int at = (int) (from % bytes.length);
    int toEnd = bytes.length - at;
    int skipped = toEnd < size ? toEnd : 0;
    if (from + skipped + size - consumed > bytes.length) {
      return false;
    }
    if (skipped > 0) {
      if (toEnd >= 4) {
        INT.set(bytes, at, WRAP);
      }
      at = 0;
    }
    INT.set(bytes, at, size);
    bytes[at + 4] = type;
    INT.set(bytes, at + 5, track);
    LONG.set(bytes, at + 9, arrivalNs);
    System.arraycopy(body, offset, bytes, at + HEADER, length);
    written.setRelease(from + skipped + size);
    return true;
  }

  /**
   * Goes on at the array's start. The block is empty: the reader moves its position only with a
   * record it has taken, so nobody else does now, and it sees this before it sees another record.
   */
  private long rewind(long from) {
    long start = from + bytes.length - from % bytes.length;
    read.setRelease(start);
    return start;
  }

  /** Hands all records present to the reader; true when there was any. Reading thread only. */
  boolean drain(RecordRing.Reader reader) {
    long end = written.getAcquire();
    long position = read.getPlain();
    boolean any = position < end;
    while (position < end) {
      int at = (int) (position % bytes.length);
      int toEnd = bytes.length - at;
      if (toEnd < 4 || (int) INT.get(bytes, at) == WRAP) {
        position += toEnd;
        continue;
      }
      int size = (int) INT.get(bytes, at);
      reader.onRecord(
          bytes[at + 4],
          (int) INT.get(bytes, at + 5),
          (long) LONG.get(bytes, at + 9),
          bytes,
          at + HEADER,
          size - HEADER);
      position += size;
      read.setRelease(position);
    }
    return any;
  }

  /** Bytes waiting; from any thread, approximate. */
  long fill() {
    return Math.max(0, written.getAcquire() - read.getAcquire());
  }

  /** The writer goes on in another block and writes no more here. Writing thread only. */
  void follow(RingBlock block) {
    next = block;
  }

  /** The block that follows, or null. */
  RingBlock next() {
    return next;
  }
}
