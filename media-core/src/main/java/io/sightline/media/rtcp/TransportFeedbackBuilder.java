package io.sightline.media.rtcp;

import io.sightline.media.rtp.Bytes;
import io.sightline.media.rtp.Sequences;
import java.util.Arrays;

/**
 * Collects arrivals of packets with a transport-wide sequence number and writes the feedback
 * (draft-holmer-rmcat-transport-wide-cc-extensions-01 section 3.1). One per transport, one thread.
 * Takes its memory with the first packet: a transport on which nobody sends costs none.
 */
public final class TransportFeedbackBuilder {
  private static final int WINDOW = 1024;
  private static final int HEADER = 20;
  private static final int MAX_RUN = 0x1FFF;
  private static final int VECTOR = 7;
  private static final long TICK_NS = 250_000L;
  private static final long REFERENCE_NS = 64_000_000L;
  private static final long ABSENT = Long.MIN_VALUE;
  private static final int NOT_RECEIVED = 0;
  private static final int SMALL_DELTA = 1;
  private static final int LARGE_DELTA = 2;

  private long[] arrivalNs;
  private byte[] symbols;
  private int[] deltas;
  private long next = -1;
  private long highest = -1;
  private long originNs;
  private int feedbackCount;

  /**
   * Notes one packet. One that was reported as missing already is not reported again.
   *
   * @param sequence transport-wide sequence number, 0 to 65535
   */
  public void received(int sequence, long nowNs) {
    if (highest < 0) {
      arrivalNs = new long[WINDOW];
      Arrays.fill(arrivalNs, ABSENT);
      symbols = new byte[WINDOW];
      deltas = new int[WINDOW];
      originNs = nowNs - REFERENCE_NS;
      next = sequence + (1L << 16);
      highest = next - 1;
    }
    long index = Sequences.extend16(sequence, highest);
    if (index < next) {
      return;
    }
    if (index - next >= WINDOW) {
      long first = index - WINDOW + 1;
      for (long passed = next; passed < Math.min(first, next + WINDOW); passed++) {
        arrivalNs[slot(passed)] = ABSENT;
      }
      next = first;
    }
    highest = Math.max(highest, index);
    if (arrivalNs[slot(index)] == ABSENT) {
      arrivalNs[slot(index)] = nowNs - originNs;
    }
  }

  private static int slot(long index) {
    return (int) index & WINDOW - 1;
  }

  /** True when there is something to tell. */
  public boolean hasPending() {
    return highest >= next && next >= 0;
  }

  /** Writes one feedback packet; its length, or 0 with nothing to tell or no room for it. */
  int write(byte[] buffer, int offset, int capacity, long senderSsrc, long mediaSsrc) {
    if (!hasPending()) {
      return 0;
    }
    long reference = firstArrival() / REFERENCE_NS;
    int count = classify(reference, capacity);
    if (count == 0) {
      return 0;
    }
    Bytes.put32(buffer, offset + 4, senderSsrc);
    Bytes.put32(buffer, offset + 8, mediaSsrc);
    Bytes.put16(buffer, offset + 12, (int) next);
    Bytes.put16(buffer, offset + 14, count);
    Bytes.put24(buffer, offset + 16, (int) reference);
    Bytes.put8(buffer, offset + 19, feedbackCount++);
    int end = writeDeltas(buffer, writeChunks(buffer, offset + HEADER, count), count);
    int padding = -(end - offset) & 3;
    for (int i = 0; i < padding; i++) {
      buffer[end + i] = (byte) (i == padding - 1 ? padding : 0);
    }
    int length = end - offset + padding;
    buffer[offset] = (byte) (0x80 | (padding > 0 ? 0x20 : 0) | RtcpType.FMT_TRANSPORT_CC);
    buffer[offset + 1] = (byte) RtcpType.RTPFB;
    Bytes.put16(buffer, offset + 2, length / 4 - 1);
    for (int i = 0; i < count; i++) {
      arrivalNs[slot(next + i)] = ABSENT;
    }
    next += count;
    return length;
  }

  private long firstArrival() {
    long index = next;
    while (arrivalNs[slot(index)] == ABSENT) {
      index++;
    }
    return arrivalNs[slot(index)];
  }

  /** Fills symbols and deltas of as many packets as fit; returns how many. */
  private int classify(long reference, int capacity) {
    int available = (int) (highest - next + 1);
    long previousTick = reference * REFERENCE_NS / TICK_NS;
    int worst = HEADER + 3;
    int count = 0;
    while (count < available) {
      long arrival = arrivalNs[slot(next + count)];
      int bytes = 0;
      if (arrival == ABSENT) {
        symbols[count] = NOT_RECEIVED;
      } else {
        long tick = arrival / TICK_NS;
        long delta = tick - previousTick;
        if (delta < Short.MIN_VALUE || delta > Short.MAX_VALUE) {
          break;
        }
        previousTick = tick;
        deltas[count] = (int) delta;
        symbols[count] = (byte) (delta >= 0 && delta <= 255 ? SMALL_DELTA : LARGE_DELTA);
        bytes = symbols[count];
      }
      worst += bytes;
      if (worst + 2 * (count / VECTOR + 1) > capacity) {
        break;
      }
      count++;
    }
    while (count > 0 && symbols[count - 1] == NOT_RECEIVED && count < available) {
      count--;
    }
    return count;
  }

  private int writeChunks(byte[] buffer, int offset, int count) {
    int at = offset;
    for (int i = 0; i < count; at += 2) {
      int run = 1;
      while (i + run < count && symbols[i + run] == symbols[i] && run < MAX_RUN) {
        run++;
      }
      if (run >= VECTOR || i + run == count) {
        Bytes.put16(buffer, at, symbols[i] << 13 | run);
        i += run;
        continue;
      }
      int chunk = 0xC000;
      for (int n = 0; n < VECTOR && i < count; n++, i++) {
        chunk |= symbols[i] << (12 - 2 * n);
      }
      Bytes.put16(buffer, at, chunk);
    }
    return at;
  }

  private int writeDeltas(byte[] buffer, int offset, int count) {
    int at = offset;
    for (int i = 0; i < count; i++) {
      if (symbols[i] == SMALL_DELTA) {
        buffer[at++] = (byte) deltas[i];
      } else if (symbols[i] == LARGE_DELTA) {
        Bytes.put16(buffer, at, deltas[i]);
        at += 2;
      }
    }
    return at;
  }
}
