package io.sightline.media.forwarding;

import io.sightline.media.rate.PathRate;

/**
 * What a browser is told that it may send (REMB), so that all who get its pictures can take them.
 * Media thread only.
 */
final class UplinkLimit {
  /**
   * One of several receivers cannot press a picture below this, in bit/s: it is left out sooner
   * than the others' picture is spoilt.
   */
  private static final long LEAST_AMONG_SEVERAL = 300_000;

  /** For a browser whose own path is not watched by transport-wide feedback, in bit/s. */
  private static final long MOST_UNWATCHED = 3_000_000;

  /** What all layers of a camera take together, in bit/s, beside a picture that has a limit. */
  private static final long ALL_LAYERS = 2_500_000;

  /** Takes an earlier limit back: a browser keeps to the last one that it was told. */
  private static final long LIFTED = 50_000_000;

  /** A limit that fell by more than this share is told at once, others with the reports. */
  private static final double FALL = 0.05;

  private long told = PathRate.UNKNOWN;

  /** What to tell now, in bit/s, or {@link PathRate#UNKNOWN} for nothing. */
  long next(MediaEndpoint sender) {
    long limit = ofReceivers(sender);
    if (!isWatched(sender)) {
      return limit == PathRate.UNKNOWN ? MOST_UNWATCHED : Math.min(limit, MOST_UNWATCHED);
    }
    return limit == PathRate.UNKNOWN && told != PathRate.UNKNOWN ? LIFTED : limit;
  }

  private static boolean isWatched(MediaEndpoint sender) {
    for (int i = 0; i < sender.inbound().size(); i++) {
      InboundTrack track = sender.inbound().get(i);
      if (track.isVideo() && track.transportExtension() >= 0) {
        return true;
      }
    }
    return false;
  }

  /** The limit for all that the endpoint sends; pictures that nobody gets now do not count. */
  private static long ofReceivers(MediaEndpoint sender) {
    long limit = PathRate.UNKNOWN;
    long layers = 0;
    for (int i = 0; i < sender.inbound().size(); i++) {
      InboundTrack track = sender.inbound().get(i);
      long picture = !track.isVideo() ? PathRate.UNKNOWN : ofReceivers(track);
      if (picture != PathRate.UNKNOWN) {
        limit = Math.max(limit, 0) + picture;
      } else if (track.isLayered() && !track.receivers().isEmpty()) {
        layers = ALL_LAYERS;
      }
    }
    return limit == PathRate.UNKNOWN ? limit : limit + layers + Downlink.VOICE;
  }

  /** Layers are there to choose from: only who all cannot take the lowest press it down. */
  private static long ofLayers(InboundTrack track) {
    long most = 0;
    for (int i = 0; i < track.receivers().size(); i++) {
      OutboundTrack receiver = track.receivers().get(i);
      long allowed = receiver.allowed();
      if (receiver.isLeftOut()) {
        continue;
      }
      if (allowed == PathRate.UNKNOWN || allowed >= receiver.layers().choice().least()) {
        return PathRate.UNKNOWN;
      }
      most = Math.max(most, allowed);
    }
    return most == 0 ? PathRate.UNKNOWN : Math.max(most, Downlink.LEAST_PICTURE);
  }

  private static long ofReceivers(InboundTrack track) {
    if (track.isLayered()) {
      return ofLayers(track);
    }
    long least = PathRate.UNKNOWN;
    int receivers = 0;
    for (int i = 0; i < track.receivers().size(); i++) {
      OutboundTrack receiver = track.receivers().get(i);
      if (receiver.isLeftOut()) {
        continue;
      }
      receivers++;
      long allowed = receiver.allowed();
      if (allowed != PathRate.UNKNOWN && (least == PathRate.UNKNOWN || allowed < least)) {
        least = allowed;
      }
    }
    if (least == PathRate.UNKNOWN) {
      return least;
    }
    return Math.max(least, receivers > 1 ? LEAST_AMONG_SEVERAL : Downlink.LEAST_PICTURE);
  }

  /** Whether a limit has to be told now rather than with the next report. */
  boolean isUrgent(long limit) {
    return limit != PathRate.UNKNOWN && (told == PathRate.UNKNOWN || limit < told * (1 - FALL));
  }

  void told(long limit) {
    told = limit;
  }
}
