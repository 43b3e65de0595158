package io.sightline.media.rtp;

/** Big-endian reads and writes on byte arrays; ranges are the caller's duty. */
public final class Bytes {
  private Bytes() {}

  /** Unsigned 8-bit. */
  public static int u8(byte[] b, int i) {
    return b[i] & 0xFF;
  }

  /** Unsigned 16-bit. */
  public static int u16(byte[] b, int i) {
    return (b[i] & 0xFF) << 8 | (b[i + 1] & 0xFF);
  }

  /** Unsigned 24-bit. */
  public static int u24(byte[] b, int i) {
    return (b[i] & 0xFF) << 16 | (b[i + 1] & 0xFF) << 8 | (b[i + 2] & 0xFF);
  }

  /** Unsigned 32-bit. */
  public static long u32(byte[] b, int i) {
    return s32(b, i) & 0xFFFF_FFFFL;
  }

  /** The same 32 bits as a signed int. */
  public static int s32(byte[] b, int i) {
    return (b[i] & 0xFF) << 24
        | (b[i + 1] & 0xFF) << 16
        | (b[i + 2] & 0xFF) << 8
        | (b[i + 3] & 0xFF);
  }

  /** 64-bit, such as an NTP timestamp. */
  public static long s64(byte[] b, int i) {
    return u32(b, i) << 32 | u32(b, i + 4);
  }

  /** Writes the low 8 bits. */
  public static void put8(byte[] b, int i, int value) {
    b[i] = (byte) value;
  }

  /** Writes the low 16 bits. */
  public static void put16(byte[] b, int i, int value) {
    b[i] = (byte) (value >>> 8);
    b[i + 1] = (byte) value;
  }

  /** Writes the low 24 bits. */
  public static void put24(byte[] b, int i, int value) {
    b[i] = (byte) (value >>> 16);
    b[i + 1] = (byte) (value >>> 8);
    b[i + 2] = (byte) value;
  }

  /** Writes the low 32 bits. */
  public static void put32(byte[] b, int i, long value) {
    b[i] = (byte) (value >>> 24);
    b[i + 1] = (byte) (value >>> 16);
    b[i + 2] = (byte) (value >>> 8);
    b[i + 3] = (byte) value;
  }

  /** Writes 64 bits. */
  public static void put64(byte[] b, int i, long value) {
    put32(b, i, value >>> 32);
    put32(b, i + 4, value);
  }
}
