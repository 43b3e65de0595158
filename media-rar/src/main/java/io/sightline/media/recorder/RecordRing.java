package io.sightline.media.recorder;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A bounded, preallocated queue of records between exactly one writing and one reading thread.
 * Neither waits for the other, nothing is allocated. An empty ring begins at the array's start
 * again: a reader that keeps up keeps the same few pages in the processor's cache.
 *
 * <p>Record: i32 length of all of it | u8 type | i32 track | i64 arrival in ns | body. A length of
 * {@link #WRAP} sends the reader to the array's start.
 */
public final class RecordRing {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int WRAP = -1;

  /** Where an empty ring begins again: more than comes between two looks of the reader. */
  private static final int HOT_BYTES = 16 * 1024;

  private static final int HEADER = 4 + 1 + 4 + 8;

  /** Takes records on the reading thread; the array is valid until return. */
  @FunctionalInterface
  public interface Reader {
    void onRecord(byte type, int track, long arrivalNs, byte[] buffer, int offset, int length);
  }

  private final byte[] bytes;
  private final AtomicLong written = new AtomicLong();
  private final AtomicLong read = new AtomicLong();

  /**
   * @param capacity in bytes
   */
  public RecordRing(int capacity) {
    this.bytes = new byte[capacity];
  }

  /** Copies a record in; false when there is no room. Writing thread only. */
  public boolean offer(byte type, int track, long arrivalNs, byte[] body, int offset, int length) {
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
   * Goes on at the array's start. The ring is empty: the reader moves its position only with a
   * record it has taken, so nobody else does now, and it sees this before it sees another record.
   */
  private long rewind(long from) {
    long start = from + bytes.length - from % bytes.length;
    read.setRelease(start);
    return start;
  }

  /** Hands all records present to the reader; true when there was any. Reading thread only. */
  public boolean drain(Reader reader) {
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

  int capacity() {
    return bytes.length;
  }
}
