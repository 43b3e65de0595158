package io.sightline.media.srtp;

/** What one SSRC needs besides the keys: packet indices seen or sent. */
final class SsrcContext {
  private static final long HALF = 1L << 15;

  final int ssrc;
  final ReplayWindow rtp = new ReplayWindow();
  final ReplayWindow rtcp = new ReplayWindow();

  SsrcContext(int ssrc) {
    this.ssrc = ssrc;
  }

  /** The packet index (RFC 3711 section 3.3.1) of a stream not seen before: roll-overs are 0. */
  static long firstIndex(int sequence) {
    return sequence;
  }

  /** The packet index nearest to the highest one; negative when from before the first packet. */
  long index(int sequence) {
    long highest = rtp.highest();
    if (highest < 0) {
      return firstIndex(sequence);
    }
    long index = (highest & ~0xFFFFL) | sequence;
    if (index - highest > HALF) {
      return index - 2 * HALF;
    }
    return highest - index > HALF ? index + 2 * HALF : index;
  }
}
