package io.sightline.media.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RealtimeSchedulingTest {
  private static final Path STAT = Path.of("/proc/thread-self/stat");

  /** Fields 40 and 41 of proc(5), behind the name, which may hold anything. */
  private static List<String> priorityAndPolicy() {
    try {
      String text = Files.readString(STAT);
      String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
      return List.of(fields[37], fields[38]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void withoutPriorityTheLoopIsLeftAsItIs() {
    Runnable loop = () -> {};
    assertSame(loop, RealtimeScheduling.of(0, loop));
  }

  /** Runs it either way: what the system does not permit costs the loop nothing. */
  @Test
  void theLoopRunsAndTheThreadIsGivenBackAsItWas() {
    assumeTrue(Files.exists(STAT), "no Linux");
    List<List<String>> seen = new ArrayList<>();
    List<String> before = priorityAndPolicy();
    RealtimeScheduling.of(7, () -> seen.add(priorityAndPolicy())).run();
    assertEquals(1, seen.size());
    assertTrue(List.of(before, List.of("7", "2")).contains(seen.get(0)), seen.toString());
    assertEquals(before, priorityAndPolicy());
  }
}
