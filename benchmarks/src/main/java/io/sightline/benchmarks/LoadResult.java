package io.sightline.benchmarks;

import io.sightline.testsupport.peer.DelayHistogram;
import java.util.Locale;

/** The figures of one run; its text is a row of docs/performance.md. */
record LoadResult(
    int calls,
    boolean recorded,
    double seconds,
    ServerFigures used,
    long lost,
    DelayHistogram delays,
    DelayHistogram withoutServer) {

  @Override
  public String toString() {
    long packets = used.packets();
    return String.format(
        Locale.ROOT,
        "calls %d | recording %s | packets/s %.0f | CPU-s per million %.2f (media thread %.2f, disk"
            + " thread %.2f) |"
            + " cores %.2f | lost %.4f %% | delay p50 %.2f ms, p99 %.2f ms, max %.1f ms"
            + " (without the server %.2f, %.2f, %.1f) |"
            + " RSS %d MB, heap %d MB | media thread %.0f B/packet | GC %d, %d ms in all, longest"
            + " %d ms | dropped %d | recorded %d",
        calls,
        recorded ? "on" : "off",
        packets / seconds,
        used.cpuNs() / 1e3 / packets,
        used.mediaThreadCpuNs() / 1e3 / packets,
        used.diskThreadCpuNs() / 1e3 / packets,
        used.cpuNs() / 1e9 / seconds,
        100.0 * lost / Math.max(1, used.sent()),
        delays.percentileNs(0.5) / 1e6,
        delays.percentileNs(0.99) / 1e6,
        delays.worstNs() / 1e6,
        withoutServer.percentileNs(0.5) / 1e6,
        withoutServer.percentileNs(0.99) / 1e6,
        withoutServer.worstNs() / 1e6,
        used.residentBytes() >> 20,
        used.heapBytes() >> 20,
        (double) used.mediaThreadBytes() / packets,
        used.collections(),
        used.collectionMillis(),
        used.longestPauseMillis(),
        used.dropped(),
        used.recorded());
  }
}
