package io.sightline.mixer.rtp;

import java.io.ByteArrayOutputStream;

/**
 * AV1 (RTP Payload Format for AV1, version 1.0), all layers of a temporal unit as one frame: OBUs
 * are put together from their fragments and given the sizes that the low-overhead format wants.
 */
final class Av1Depacketizer extends FrameAssembler {
  private static final int CONTINUES = 0x80;
  private static final int CONTINUED = 0x40;
  private static final int NEW_SEQUENCE = 0x08;
  private static final int HAS_SIZE = 0x02;
  private static final int HAS_EXTENSION = 0x04;
  private static final int TEMPORAL_DELIMITER = 2;
  private static final int TILE_LIST = 8;

  private final ByteArrayOutputStream obu = new ByteArrayOutputStream();
  private boolean open;
  private boolean key;
  private int at;

  @Override
  boolean startsFrame(byte[] payload) {
    return (payload[0] & CONTINUES) == 0;
  }

  @Override
  void begin() {
    obu.reset();
    open = false;
    key = false;
  }

  /** Section 4.4: the aggregation header, then elements, each a whole OBU or a part of one. */
  @Override
  boolean append(byte[] payload) {
    int flags = payload[0];
    boolean continues = (flags & CONTINUES) != 0;
    if (continues != open) {
      return false;
    }
    key |= frame.size() == 0 && (flags & NEW_SEQUENCE) != 0;
    int count = flags >> 4 & 0x03;
    at = 1;
    for (int element = 1; at < payload.length; element++) {
      boolean last = element == count;
      int size = last ? payload.length - at : leb128(payload);
      if (size < 0 || size > payload.length - at) {
        return false;
      }
      obu.write(payload, at, size);
      at += size;
      open = at >= payload.length && (flags & CONTINUED) != 0;
      if (!open && !closeObu()) {
        return false;
      }
    }
    return true;
  }

  /** Reads a number of seven bits a byte (AV1 section 4.10.5), or returns -1. */
  private int leb128(byte[] payload) {
    long value = 0;
    for (int i = 0; i < 5 && at < payload.length; i++) {
      int digit = payload[at++];
      value |= (long) (digit & 0x7F) << (7 * i);
      if ((digit & 0x80) == 0) {
        return value > Integer.MAX_VALUE ? -1 : (int) value;
      }
    }
    return -1;
  }

  /** Adds the OBU to the frame, with its size; delimiters are not for transport. */
  private boolean closeObu() {
    byte[] bytes = obu.toByteArray();
    obu.reset();
    if (bytes.length == 0) {
      return true;
    }
    int type = bytes[0] >> 3 & 0x0F;
    if (type == TEMPORAL_DELIMITER || type == TILE_LIST) {
      return true;
    }
    if ((bytes[0] & HAS_SIZE) != 0) {
      frame.write(bytes, 0, bytes.length);
      return true;
    }
    int header = (bytes[0] & HAS_EXTENSION) != 0 ? 2 : 1;
    if (bytes.length < header) {
      return false;
    }
    frame.write(bytes[0] | HAS_SIZE);
    if (header == 2) {
      frame.write(bytes[1]);
    }
    int size = bytes.length - header;
    while (size >= 0x80) {
      frame.write((size & 0x7F) | 0x80);
      size >>= 7;
    }
    frame.write(size);
    frame.write(bytes, header, bytes.length - header);
    return true;
  }

  @Override
  boolean isKey() {
    return key && !open;
  }
}
