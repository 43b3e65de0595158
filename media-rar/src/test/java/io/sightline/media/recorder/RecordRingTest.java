package io.sightline.media.recorder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class RecordRingTest {
  @Test
  void fullRingRefusesAndRecovers() {
    RecordRing ring = new RecordRing(1000);
    byte[] body = new byte[83];
    int taken = 0;
    while (ring.offer(RecordType.RTP, 0, taken, body, 0, body.length)) {
      taken++;
    }
    assertEquals(10, taken);
    assertEquals(1000, ring.fill());
    AtomicLong seen = new AtomicLong();
    assertTrue(
        ring.drain(
            (type, track, ns, buffer, offset, length) -> {
              assertEquals(seen.getAndIncrement(), ns);
              assertEquals(83, length);
            }));
    assertEquals(taken, seen.get());
    assertTrue(ring.offer(RecordType.RTP, 0, 0, body, 0, body.length));
    assertTrue(ring.drain((type, track, ns, buffer, offset, length) -> {}));
    assertFalse(ring.drain((type, track, ns, buffer, offset, length) -> {}));
  }

  @Test
  void recordLargerThanTheRingIsRefused() {
    RecordRing ring = new RecordRing(64);
    assertFalse(ring.offer(RecordType.RTP, 0, 0, new byte[64], 0, 64));
  }

  /** A stalled reader: the ring takes what it was given room for, and is small again after that. */
  @Test
  void growsToItsCapacityAndLetsGo() {
    RecordRing ring = new RecordRing(1 << 20);
    byte[] body = new byte[1000];
    AtomicLong seen = new AtomicLong();
    long next = 0;
    for (int stall = 0; stall < 3; stall++) {
      while (ring.offer(RecordType.RTP, 0, next, body, 0, body.length)) {
        next++;
      }
      double share = (double) ring.fill() / ring.capacity();
      assertTrue(share > 0.98 && share <= 1, "used of what there is room for: " + share);
      ring.drain((type, track, ns, buffer, offset, length) -> seen.compareAndSet(ns, ns + 1));
      assertEquals(next, seen.get(), "all, in order");
      assertEquals(0, ring.fill());
    }
  }

  @Test
  void recordLargerThanABlockIsRefusedWithoutGrowing() {
    RecordRing ring = new RecordRing(1 << 20);
    assertFalse(ring.offer(RecordType.RTP, 0, 0, new byte[1 << 19], 0, 1 << 19));
    assertEquals(0, ring.fill());
  }

  /** Two threads over blocks that come and go. */
  @Test
  @Timeout(30)
  void twoThreadsSeeTheSameWhileItGrows() throws Exception {
    transfer(new RecordRing(1 << 20), 200_000);
  }

  /** Two threads, sizes that wrap at every possible place: all arrive, in order, unharmed. */
  @Test
  @Timeout(30)
  void twoThreadsSeeTheSame() throws Exception {
    transfer(new RecordRing(16_381), 20_000);
  }

  /** The same where the ring begins again whenever the reader has caught up. */
  @Test
  @Timeout(30)
  void anEmptyRingBeginsAgainUnharmed() throws Exception {
    transfer(new RecordRing(65_521), 200_000);
    RecordRing ring = new RecordRing(40_000);
    byte[] body = new byte[20_000];
    assertTrue(ring.offer(RecordType.RTP, 0, 0, body, 0, body.length));
    assertTrue(ring.drain((type, track, ns, buffer, offset, length) -> {}));
    assertEquals(0, ring.fill());
    assertTrue(ring.offer(RecordType.RTP, 0, 0, body, 0, 10_000));
    assertTrue(ring.offer(RecordType.RTP, 0, 0, body, 0, body.length), "room for all of it again");
  }

  private static void transfer(RecordRing ring, int records) throws Exception {
    CompletableFuture<Long> reading =
        CompletableFuture.supplyAsync(
            () -> {
              Random sizes = new Random(7);
              AtomicLong next = new AtomicLong();
              while (next.get() < records) {
                boolean any =
                    ring.drain(
                        (type, track, ns, buffer, offset, length) -> {
                          assertEquals(next.get(), ns);
                          assertEquals((int) ns, track);
                          assertEquals(sizes.nextInt(300), length);
                          byte[] expected = new byte[length];
                          Arrays.fill(expected, (byte) ns);
                          assertTrue(
                              Arrays.equals(buffer, offset, offset + length, expected, 0, length));
                          next.incrementAndGet();
                        });
                if (!any) {
                  Thread.yield();
                }
              }
              return next.get();
            });
    Random sizes = new Random(7);
    byte[] body = new byte[300];
    for (int i = 0; i < records; i++) {
      int length = sizes.nextInt(300);
      Arrays.fill(body, 0, length, (byte) i);
      while (!ring.offer(RecordType.RTP, i, i, body, 0, length)) {
        assertFalse(reading.isCompletedExceptionally());
        Thread.yield();
      }
    }
    assertEquals(records, reading.get());
  }
}
