package io.sightline.mixer.rtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JitterBufferTest {
  private static final long MS = 1_000_000L;
  private final JitterBuffer buffer = new JitterBuffer();

  private void offer(long sequence, long arrivalMs) {
    buffer.offer(new RtpPacket(sequence, 0, false, 96, arrivalMs * MS, new byte[1]));
  }

  @Test
  void reorderedAndDoubledPacketsComeOnceInOrder() {
    Random random = new Random(2);
    List<Long> order = new ArrayList<>();
    offer(0, 0);
    for (long block = 0; block < 100; block++) {
      List<Long> sequences = new ArrayList<>();
      for (long i = 1; i <= 8; i++) {
        sequences.add(block * 8 + i);
        if (random.nextInt(4) == 0) {
          sequences.add(block * 8 + i);
        }
      }
      Collections.shuffle(sequences, random);
      for (long sequence : sequences) {
        offer(sequence, block * 10);
        RtpPacket packet;
        while ((packet = buffer.poll()) != null) {
          order.add(packet.sequence());
        }
      }
    }
    assertEquals(801, order.size());
    for (int i = 0; i < order.size(); i++) {
      assertEquals(i, order.get(i));
    }
    assertEquals(0, buffer.lost());
    assertTrue(buffer.duplicates() > 100, buffer.duplicates() + " of about 200");
    assertEquals(0, buffer.discarded() + buffer.recovered());
  }

  @Test
  void aLateRetransmissionIsWaitedFor() {
    offer(1, 0);
    assertEquals(1, buffer.poll().sequence());
    offer(3, 20);
    assertNull(buffer.poll());
    offer(4, 900);
    offer(2, 950);
    assertEquals(2, buffer.poll().sequence());
    assertEquals(3, buffer.poll().sequence());
    assertEquals(1, buffer.recovered());
    offer(2, 960);
    assertEquals(1, buffer.duplicates());
  }

  @Test
  void aMissingPacketIsGivenUpAfterASecond() {
    offer(1, 0);
    buffer.poll();
    offer(4, 20);
    offer(5, 1_030);
    assertEquals(4, buffer.poll().sequence());
    assertTrue(buffer.gapBefore());
    assertEquals(2, buffer.lost());
    offer(2, 1_040);
    assertEquals(1, buffer.discarded());
    assertEquals(0, buffer.recovered() + buffer.duplicates());
    assertEquals(5, buffer.poll().sequence());
  }

  @Test
  void numbersAreExtendedOverWraps() {
    Unwrapper sequences = new Unwrapper(16);
    long first = sequences.unwrap(65_534);
    assertEquals(first + 3, sequences.unwrap(1));
    assertEquals(first + 1, sequences.unwrap(65_535));
    assertEquals(first + 4, sequences.unwrap(2));
    Unwrapper timestamps = new Unwrapper(32);
    long start = timestamps.unwrap(0xFFFFFFFFL);
    assertEquals(start + 3000, timestamps.unwrap(2999));
    assertEquals(start - 10, timestamps.near(0xFFFFFFF5L));
  }
}
