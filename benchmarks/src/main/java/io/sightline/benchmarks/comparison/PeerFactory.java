package io.sightline.benchmarks.comparison;

import io.sightline.testsupport.clip.MediaClip;
import io.sightline.testsupport.clip.Side;
import io.sightline.testsupport.peer.MediaPeer;
import io.sightline.testsupport.peer.PeerLoop;
import io.sightline.testsupport.peer.PeerOptions;
import io.sightline.testsupport.srtp.SrtpProfile;
import java.util.List;

/** Makes peers that all send the same: 500 kbit/s of VP8 in 15 pictures a second, and Opus. */
final class PeerFactory {
  private static final int DELTA_BYTES = 4_166;
  private static final int KEY_BYTES = 20_000;

  private final List<PeerLoop> loops;
  private int made;

  PeerFactory(List<PeerLoop> loops) {
    this.loops = loops;
  }

  /** A peer with both media; what it sends depends on what is asked of it. */
  MediaPeer open(int call, Side side) {
    int number = made++;
    PeerOptions options =
        PeerOptions.of(side)
            .withProfiles(SrtpProfile.AEAD_AES_128_GCM, SrtpProfile.AES128_CM_HMAC_SHA1_80)
            .withClip(MediaClip.of(side).filledTo(DELTA_BYTES, KEY_BYTES))
            .withFaults(PeerOptions.Fault.NEVER_REPEATS)
            .named("peer-" + number, number, number);
    return MediaPeer.open(loops.get(call % loops.size()), options);
  }
}
