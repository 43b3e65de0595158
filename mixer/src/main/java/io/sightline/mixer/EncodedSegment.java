package io.sightline.mixer;

import io.sightline.mixer.av.PacketQueue;
import java.util.List;

/**
 * A segment's packets, a queue for each file with moving pictures, and its tracks, closed, for
 * their figures.
 */
record EncodedSegment(Segment segment, List<PacketQueue> packets, List<VideoTrack> videos)
    implements AutoCloseable {
  @Override
  public void close() {
    packets.forEach(PacketQueue::close);
  }
}
