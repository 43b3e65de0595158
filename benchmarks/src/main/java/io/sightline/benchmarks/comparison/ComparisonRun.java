package io.sightline.benchmarks.comparison;

import java.util.Locale;

/**
 * What one server did under the load.
 *
 * @param profile by which SRTP was protected
 * @param packets RTP received from peers plus sent to peers
 * @param cpuMicros of the server's process for each of them, which is CPU seconds per million
 * @param lostPercent of the packets sent to it
 * @param p50Millis from one peer's sending to the other's decrypted packet
 */
record ComparisonRun(
    String server,
    String profile,
    double packets,
    double cpuMicros,
    double lostPercent,
    double p50Millis,
    double p99Millis,
    long residentBytes,
    double recordedMegabytes) {

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%-10s | %s | packets/s %.0f | CPU-s per million %.2f | lost %.3f %% | p50 %.2f ms, p99"
            + " %.2f ms | RSS %d MB | recorded %.1f MB",
        server,
        profile,
        packets,
        cpuMicros,
        lostPercent,
        p50Millis,
        p99Millis,
        residentBytes >> 20,
        recordedMegabytes);
  }
}
