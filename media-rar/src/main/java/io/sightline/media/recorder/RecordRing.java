package io.sightline.media.recorder;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A bounded, preallocated queue of records between exactly one writing and one reading thread.
 * Neither waits for the other, nothing is allocated.
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
    int at = (int) (from % bytes.length);
    int toEnd = bytes.length - at;
    int skipped = toEnd < size ? toEnd : 0;
    if (from + skipped + size - read.getAcquire() > bytes.length) {
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
    read.setRelease(position);
    return any;
  }

  /** Bytes waiting; from any thread, approximate. */
  long fill() {
    return written.getAcquire() - read.getAcquire();
  }

  int capacity() {
    return bytes.length;
  }
}
