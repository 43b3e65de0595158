package io.sightline.media.recorder;

import io.sightline.media.rtp.Sequences;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Finds the stretches of one track in which packets are missing for long. Silence without missing
 * sequence numbers is none. Disk thread only.
 */
final class LossWatch {
  /** Shorter stretches are for the decoder to conceal. */
  private static final long LONG_NS = TimeUnit.MILLISECONDS.toNanos(200);

  /** A track that breaks more often is listed up to here. */
  private static final int MAX_STRETCHES = 10_000;

  /** A stretch between two packets that arrived, in ns since the recording's start. */
  static final class Stretch {
    private final long fromIndex;
    private final long toIndex;
    private final long fromNs;
    private final long toNs;
    private long missing;

    private Stretch(long fromIndex, long toIndex, long fromNs, long toNs) {
      this.fromIndex = fromIndex;
      this.toIndex = toIndex;
      this.fromNs = fromNs;
      this.toNs = toNs;
      this.missing = toIndex - fromIndex - 1;
    }

    long fromNs() {
      return fromNs;
    }

    long toNs() {
      return toNs;
    }
  }

  private final List<Stretch> stretches = new ArrayList<>();
  private boolean running;
  private long ssrc;
  private long highest;
  private long highestNs;

  /** What follows continues nothing: the recording paused, or the stretch is listed already. */
  void reset() {
    running = false;
  }

  void onPacket(long packetSsrc, int sequence, long ns) {
    if (!running || packetSsrc != ssrc) {
      running = true;
      ssrc = packetSsrc;
      highest = sequence;
      highestNs = ns;
      return;
    }
    long index = Sequences.extend16(sequence, highest);
    if (index <= highest) {
      recover(index);
      return;
    }
    if (index > highest + 1 && ns - highestNs >= LONG_NS && stretches.size() < MAX_STRETCHES) {
      stretches.add(new Stretch(highest, index, highestNs, ns));
    }
    highest = index;
    highestNs = ns;
  }

  private void recover(long index) {
    for (int i = stretches.size() - 1; i >= 0; i--) {
      Stretch stretch = stretches.get(i);
      if (index > stretch.fromIndex && index < stretch.toIndex) {
        stretch.missing--;
        return;
      }
    }
  }

  /** The stretches of which something is still missing. */
  List<Stretch> lost() {
    return stretches.stream().filter(stretch -> stretch.missing > 0).toList();
  }
}
