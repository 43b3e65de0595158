package io.sightline.media.forwarding;

import io.sightline.media.rate.PathRate;
import io.sightline.media.rtcp.TransportFeedbackReader;
import java.util.List;

/**
 * What the path to a browser can take, by its feedback, and how the pictures it gets share that.
 * Media thread only.
 *
 * <p>Sound comes first: what it takes is set aside. Pictures share the rest alike. One for which
 * less is left than it can be shown with is left out for a while, so that it does not push the
 * sound aside, and then tried again.
 */
final class Downlink {
  /** An Opus voice with its headers, in bit/s. */
  static final long VOICE = 64_000;

  /** Below this a picture of any use cannot be sent, in bit/s. */
  static final long LEAST_PICTURE = 40_000;

  /** A lowest layer is kept while so much of it has room: its rate is an average. */
  private static final double SQUEEZED = 0.7;

  /** One that is short of room for a shorter time stays. */
  private static final long SHORT_FOR_NS = 2_000_000_000L;

  private static final long ESTIMATE_VALID_NS = 5_000_000_000L;
  private static final long LEFT_OUT_NS = 5_000_000_000L;

  /** The path's headers of a packet: IPv4, UDP, and the tag of SRTP. */
  private static final int OVERHEAD = 20 + 8 + 16;

  private PathRate rate;
  private long reported = PathRate.UNKNOWN;
  private long reportedNs;
  private int padded;

  /** What the last padding was too much, in bytes. */
  int padded() {
    return padded;
  }

  void setPadded(int bytes) {
    padded = bytes;
  }

  /** Memory is taken with the first packet that can be reported on. */
  void sent(int sequence, int bytes, long nowNs) {
    if (rate == null) {
      rate = new PathRate();
    }
    rate.sent(sequence, bytes + OVERHEAD, nowNs);
  }

  void onFeedback(TransportFeedbackReader feedback, long nowNs) {
    if (rate != null) {
      rate.onFeedback(feedback, nowNs);
    }
  }

  /** The receiver's own estimate (REMB); it counts until it is five seconds old. */
  void onEstimate(long bitsPerSecond, long nowNs) {
    reported = bitsPerSecond;
    reportedNs = nowNs;
  }

  private boolean hasReported(long nowNs) {
    return reported != PathRate.UNKNOWN && nowNs - reportedNs <= ESTIMATE_VALID_NS;
  }

  /** In bit/s, or {@link PathRate#UNKNOWN}. */
  long bitsPerSecond(long nowNs) {
    long own = rate == null ? PathRate.UNKNOWN : rate.bitsPerSecond();
    if (!hasReported(nowNs)) {
      return own;
    }
    return own == PathRate.UNKNOWN ? reported : Math.min(own, reported);
  }

  /** Gives each picture that flows its share. */
  void share(List<OutboundTrack> tracks, long nowNs) {
    long all = bitsPerSecond(nowNs);
    int voices = 0;
    int pictures = 0;
    for (int i = 0; i < tracks.size(); i++) {
      OutboundTrack track = tracks.get(i);
      boolean flows = track.flows(nowNs);
      if (!track.isVideo()) {
        voices += flows ? 1 : 0;
      } else if (flows || track.isLeftOut()) {
        pictures++;
      }
    }
    long share =
        all == PathRate.UNKNOWN || pictures == 0
            ? PathRate.UNKNOWN
            : Math.max(0, all - voices * VOICE) / pictures;
    boolean layered = false;
    for (int i = 0; i < tracks.size(); i++) {
      OutboundTrack track = tracks.get(i);
      if (track.isVideo()) {
        track.allow(share);
        settle(track, share, nowNs);
        layered |= track.layers() != null;
      }
    }
    if (layered) {
      chooseLayers(tracks, share, nowNs);
    }
  }

  /** Gives each picture the layer that its share has room for; what one leaves the next may use. */
  private void chooseLayers(List<OutboundTrack> tracks, long share, long nowNs) {
    long congestedNs =
        hasReported(nowNs) ? nowNs : rate == null ? Long.MIN_VALUE : rate.congestedNs();
    long left = 0;
    boolean mayTry = true;
    for (int i = 0; i < tracks.size(); i++) {
      LayerSwitch layers = tracks.get(i).layers();
      if (layers == null || tracks.get(i).isLeftOut()) {
        continue;
      }
      long room = share == PathRate.UNKNOWN ? share : share + left;
      layers.choose(room, congestedNs, mayTry, nowNs);
      left = room == PathRate.UNKNOWN ? 0 : Math.max(0, room - layers.choice().taken());
      mayTry &= layers.choice().padding(nowNs) == 0;
    }
  }

  /** What a picture has to have at least: its lowest layer, where a limit would spoil others'. */
  private static long leastOf(OutboundTrack track) {
    return track.layers() == null || track.source().receivers().size() < 2
        ? LEAST_PICTURE
        : Math.max(LEAST_PICTURE, (long) (SQUEEZED * track.layers().choice().least()));
  }

  private static void settle(OutboundTrack track, long share, long nowNs) {
    boolean enough = share == PathRate.UNKNOWN || share >= leastOf(track);
    if (track.isLeftOut()) {
      if (enough || nowNs - track.settledUntilNs() >= 0) {
        track.takeIn(nowNs + LEFT_OUT_NS);
      }
    } else if (enough) {
      track.settle(nowNs + SHORT_FOR_NS);
    } else if (nowNs - track.settledUntilNs() >= 0) {
      track.leaveOut(nowNs + LEFT_OUT_NS);
    }
  }
}
