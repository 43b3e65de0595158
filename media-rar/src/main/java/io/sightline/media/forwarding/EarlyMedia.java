package io.sightline.media.forwarding;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** SRTP and SRTCP datagrams that came before the keys, in their order, up to a cap. */
final class EarlyMedia {
  /** One datagram as it arrived. */
  record Held(byte[] bytes, long arrivalNs) {}

  private final int capacity;
  private List<Held> held = new ArrayList<>();

  EarlyMedia(int capacity) {
    this.capacity = capacity;
  }

  /** Keeps a copy; false when the cap is reached. */
  boolean hold(byte[] buffer, int length, long nowNs) {
    if (held.size() >= capacity) {
      return false;
    }
    held.add(new Held(Arrays.copyOf(buffer, length), nowNs));
    return true;
  }

  /** Hands out what was kept and forgets it. */
  List<Held> release() {
    List<Held> all = held;
    held = new ArrayList<>();
    return all;
  }
}
