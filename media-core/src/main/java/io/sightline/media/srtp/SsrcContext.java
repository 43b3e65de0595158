package io.sightline.media.srtp;

import io.sightline.media.rtp.IndexWindow;
import io.sightline.media.rtp.Sequences;

/** What one SSRC needs besides the keys: packet indices seen or sent (RFC 3711 section 3.2.3). */
final class SsrcContext {
  /** RFC 3711 asks for 64 at least; bursts of retransmissions reach further back. */
  private static final int WINDOW = 1024;

  final int ssrc;
  final IndexWindow rtp = new IndexWindow(WINDOW);
  final IndexWindow rtcp = new IndexWindow(WINDOW);

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
    return highest < 0 ? firstIndex(sequence) : Sequences.extend16(sequence, highest);
  }

  /** 0 when the index is new, else REPLAYED or TOO_OLD. */
  static int check(IndexWindow window, long index) {
    if (window.isTooOld(index)) {
      return SrtpTransform.TOO_OLD;
    }
    return window.isSeen(index) ? SrtpTransform.REPLAYED : 0;
  }
}
