package io.sightline.media.stream;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/** A seeded one-way path that loses, delays, reorders and doubles packets. */
final class LossyLink {
  private record InFlight(long dueNs, long order, byte[] packet) {}

  private final Random random;
  private final double loss;
  private final double duplication;
  private final long delayNs;
  private final long jitterNs;
  private final PriorityQueue<InFlight> flying =
      new PriorityQueue<>(
          Comparator.comparingLong(InFlight::dueNs).thenComparingLong(InFlight::order));
  private long order;

  LossyLink(long seed, double loss, double duplication, long delayNs, long jitterNs) {
    random = new Random(seed);
    this.loss = loss;
    this.duplication = duplication;
    this.delayNs = delayNs;
    this.jitterNs = jitterNs;
  }

  void send(byte[] packet, long nowNs) {
    if (random.nextDouble() < loss) {
      return;
    }
    int copies = random.nextDouble() < duplication ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      long jitter = jitterNs == 0 ? 0 : (long) (random.nextDouble() * jitterNs);
      flying.add(new InFlight(nowNs + delayNs + jitter, order++, packet.clone()));
    }
  }

  /** What arrives up to and including that time, in the order of arrival. */
  List<byte[]> arrivals(long nowNs) {
    List<byte[]> arrived = new ArrayList<>();
    while (!flying.isEmpty() && flying.peek().dueNs() <= nowNs) {
      arrived.add(flying.poll().packet());
    }
    return arrived;
  }
}
