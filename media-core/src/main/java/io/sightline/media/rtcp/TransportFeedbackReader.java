package io.sightline.media.rtcp;

import io.sightline.media.rtp.Bytes;

/**
 * A cursor over the packets of a transport-wide feedback packet
 * (draft-holmer-rmcat-transport-wide-cc-extensions-01 section 3.1). Reused, allocates nothing,
 * never throws.
 */
public final class TransportFeedbackReader {
  private static final int HEADER = 20;
  private static final long TICK_NS = 250_000L;
  private static final long REFERENCE_NS = 64_000_000L;
  private static final int LARGE_DELTA = 2;

  private byte[] buffer;
  private int end;
  private int chunkAt;
  private int deltaAt;
  private int base;
  private int count;
  private int read;
  private int chunk;
  private int leftInChunk;
  private boolean received;
  private long arrivalNs;

  /**
   * Starts over.
   *
   * @param reader standing on a packet that {@link RtcpReader#isTransportFeedback}
   * @return false when the chunks or the deltas do not fit the packet
   */
  public boolean wrap(RtcpReader reader) {
    buffer = reader.buffer();
    int start = reader.offset();
    end = start + reader.length();
    base = Bytes.u16(buffer, start + 12);
    count = Bytes.u16(buffer, start + 14);
    chunkAt = start + HEADER;
    read = 0;
    leftInChunk = 0;
    arrivalNs = Bytes.u24(buffer, start + 16) * REFERENCE_NS;
    deltaAt = chunkAt;
    return findDeltas();
  }

  /** Walks all chunks once to find where the deltas start and whether there are enough of them. */
  private boolean findDeltas() {
    int at = chunkAt;
    int deltas = 0;
    for (int seen = 0; seen < count; at += 2) {
      if (at + 2 > end) {
        count = 0;
        return false;
      }
      int word = Bytes.u16(buffer, at);
      int symbols = Math.min(capacity(word), count - seen);
      if (symbols == 0) {
        count = 0;
        return false;
      }
      if (word < 0x8000) {
        deltas += symbols * bytes(word >> 13 & 3);
      } else {
        for (int n = 0; n < symbols; n++) {
          deltas += bytes(symbol(word, n));
        }
      }
      seen += symbols;
    }
    deltaAt = at;
    if (at + deltas > end) {
      count = 0;
      return false;
    }
    return true;
  }

  private static int capacity(int word) {
    if (word < 0x8000) {
      return word & 0x1FFF;
    }
    return (word & 0x4000) == 0 ? 14 : 7;
  }

  private static int symbol(int word, int n) {
    if (word < 0x8000) {
      return word >> 13 & 3;
    }
    return (word & 0x4000) == 0 ? word >> (13 - n) & 1 : word >> (12 - 2 * n) & 3;
  }

  private static int bytes(int symbol) {
    return symbol == 3 ? 0 : symbol;
  }

  /** Moves to the next packet reported on; false at the end. */
  public boolean next() {
    if (read >= count) {
      return false;
    }
    if (leftInChunk == 0) {
      chunk = Bytes.u16(buffer, chunkAt);
      chunkAt += 2;
      leftInChunk = capacity(chunk);
    }
    int symbol = symbol(chunk, chunk < 0x8000 ? 0 : capacity(chunk) - leftInChunk);
    leftInChunk--;
    read++;
    int size = bytes(symbol);
    received = size > 0;
    if (size == LARGE_DELTA) {
      arrivalNs += (short) Bytes.u16(buffer, deltaAt) * TICK_NS;
    } else if (received) {
      arrivalNs += Bytes.u8(buffer, deltaAt) * TICK_NS;
    }
    deltaAt += size;
    return true;
  }

  /** Transport-wide sequence number of the current packet, 0 to 65535. */
  public int sequence() {
    return base + read - 1 & 0xFFFF;
  }

  /** True when the current packet arrived. */
  public boolean received() {
    return received;
  }

  /** Arrival of the current packet in ns of the reporter's clock, in steps of 250 µs. */
  public long arrivalNs() {
    return arrivalNs;
  }
}
