package io.sightline.mixer;

/** Reads the table-of-contents byte of Opus packets (RFC 6716 section 3.1). */
final class OpusPacket {
  private static final long DEFAULT_NS = 20_000_000L;

  private OpusPacket() {}

  /** How long the packet sounds. */
  static long durationNs(byte[] packet) {
    if (packet.length == 0) {
      return DEFAULT_NS;
    }
    int config = (packet[0] & 0xFF) >> 3;
    long frameUs;
    if (config < 12) {
      frameUs = new int[] {10_000, 20_000, 40_000, 60_000}[config & 3];
    } else if (config < 16) {
      frameUs = (config & 1) == 0 ? 10_000 : 20_000;
    } else {
      frameUs = 2_500L << (config & 3);
    }
    int frames =
        switch (packet[0] & 3) {
          case 0 -> 1;
          case 1, 2 -> 2;
          default -> packet.length > 1 ? packet[1] & 0x3F : 1;
        };
    return frames * frameUs * 1000;
  }
}
