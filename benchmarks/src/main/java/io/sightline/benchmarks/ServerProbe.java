package io.sightline.benchmarks;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.sightline.media.management.MediaCounter;
import io.sightline.media.management.MediaCounters;
import io.sightline.media.recorder.RecordingDisk;
import io.sightline.media.transport.MediaThread;
import io.sightline.media.transport.RealtimeScheduling;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/** Reads what the media server's process uses. */
final class ServerProbe {
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private final List<GarbageCollectorMXBean> collectors =
      ManagementFactory.getGarbageCollectorMXBeans();
  private final AtomicLong longestPauseMillis = new AtomicLong();
  private volatile long mediaThread;
  private volatile long diskThread;

  ServerProbe() {
    for (GarbageCollectorMXBean collector : collectors) {
      ((NotificationEmitter) collector)
          .addNotificationListener(
              (notification, context) -> {
                long duration =
                    GarbageCollectionNotificationInfo.from(
                            (CompositeData) notification.getUserData())
                        .getGcInfo()
                        .getDuration();
                longestPauseMillis.accumulateAndGet(duration, Math::max);
              },
              null,
              null);
    }
  }

  /** The task; of the media server's loops it is noted on which thread they run. */
  Runnable watching(Runnable task) {
    return () -> {
      if (task instanceof MediaThread || task instanceof RealtimeScheduling) {
        mediaThread = Thread.currentThread().getId();
      } else if (task instanceof RecordingDisk) {
        diskThread = Thread.currentThread().getId();
      }
      task.run();
    };
  }

  ServerFigures figures(MediaCounters counters) throws IOException {
    return new ServerFigures(
        system.getProcessCpuTime(),
        threads.getThreadCpuTime(mediaThread),
        threads.getThreadCpuTime(diskThread),
        threads.getThreadAllocatedBytes(mediaThread),
        counters.get(MediaCounter.DATAGRAMS_RECEIVED),
        counters.get(MediaCounter.DATAGRAMS_SENT),
        Arrays.stream(MediaCounter.values())
            .filter(MediaCounter::isDrop)
            .mapToLong(counters::get)
            .sum(),
        counters.get(MediaCounter.PACKETS_RECORDED),
        collectors.stream().mapToLong(GarbageCollectorMXBean::getCollectionCount).sum(),
        collectors.stream().mapToLong(GarbageCollectorMXBean::getCollectionTime).sum(),
        residentBytes(),
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
        longestPauseMillis.getAndSet(0));
  }

  /** After as many collections as it takes to let go of what is only weakly held. */
  IdleFigures idle() {
    for (int i = 0; i < 3; i++) {
      ManagementFactory.getMemoryMXBean().gc();
    }
    return new IdleFigures(
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
        threads.getThreadCount());
  }

  private static long residentBytes() throws IOException {
    try (var lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
          .findFirst()
          .orElse(0);
    }
  }
}
