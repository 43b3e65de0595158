package io.sightline.benchmarks.comparison;

import io.sightline.testsupport.peer.DelayHistogram;
import io.sightline.testsupport.peer.MediaPeer;
import io.sightline.testsupport.peer.PeerLoop;
import io.sightline.testsupport.peer.PeerStatistics;
import io.sightline.testsupport.peer.TrackStatistics;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The same recorded two-party calls through our media server, rtpengine and Janus, in turn, round
 * after round; tells each run and the medians. Packets are RTP as the peers count it, CPU time the
 * server's process as the system counts it, so that all are measured alike.
 *
 * <p>{@code ServerComparison CALLS SECONDS WARM-UP ROUNDS [SERVER,...]}; see {@code
 * benchmarks/compare-servers.sh}.
 */
public final class ServerComparison {
  private static final List<String> ALL = List.of("sightline", "rtpengine", "janus");
  private static final int LOOPS = 2;
  private static final int CONNECT_SECONDS = 60;
  private static final int RTPENGINE_NG_PORT = 22_223;
  private static final int JANUS_HTTP_PORT = 28_088;

  private final PrintStream out =
      new PrintStream(
          new java.io.FileOutputStream(java.io.FileDescriptor.out), true, StandardCharsets.UTF_8);
  private final int calls;
  private final int seconds;
  private final int warmUp;
  private final String address;

  private ServerComparison(int calls, int seconds, int warmUp, String address) {
    this.calls = calls;
    this.seconds = seconds;
    this.warmUp = warmUp;
    this.address = address;
  }

  /** Runs and prints. */
  public static void main(String[] arguments) throws Exception {
    String address = ownAddress();
    System.setProperty("sightline.media.bind-address", address);
    ServerComparison comparison =
        new ServerComparison(
            Integer.parseInt(arguments[0]),
            Integer.parseInt(arguments[1]),
            Integer.parseInt(arguments[2]),
            address);
    List<String> servers = arguments.length > 4 ? Arrays.asList(arguments[4].split(",")) : ALL;
    comparison.rounds(Integer.parseInt(arguments[3]), servers);
    // The HTTP client's threads would linger.
    Runtime.getRuntime().exit(0);
  }

  /** Not loopback, which neither of the others takes for ICE; packets stay within the machine. */
  private static String ownAddress() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
        .map(address -> address.getHostAddress())
        .findFirst()
        .orElseThrow(() -> new IOException("no IPv4 address but loopback"));
  }

  private void rounds(int rounds, List<String> servers) throws Exception {
    Map<String, List<ComparisonRun>> runs = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      for (String server : servers) {
        out.printf(
            Locale.ROOT,
            "# load average %.1f%n",
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        ComparisonRun run = run(server);
        out.println(run);
        runs.computeIfAbsent(server, name -> new ArrayList<>()).add(run);
      }
    }
    out.println("# medians");
    double ours = 0;
    for (Map.Entry<String, List<ComparisonRun>> entry : runs.entrySet()) {
      List<ComparisonRun> sorted =
          entry.getValue().stream().sorted(Comparator.comparing(ComparisonRun::cpuMicros)).toList();
      ComparisonRun median = sorted.get(sorted.size() / 2);
      ours = entry.getKey().equals("sightline") ? median.cpuMicros() : ours;
      out.println(median);
      if (ours > 0) {
        out.printf(Locale.ROOT, "  ours / this: %.2f%n", ours / median.cpuMicros());
      }
    }
  }

  private Contender start(String server, Path directory, PeerFactory peers) throws Exception {
    return switch (server) {
      case "sightline" -> Sightline.start(directory, peers);
      case "rtpengine" -> Rtpengine.start(directory, peers, address, RTPENGINE_NG_PORT);
      case "janus" -> Janus.start(directory, peers, address, JANUS_HTTP_PORT);
      default -> throw new IllegalArgumentException(server + " is none of " + ALL);
    };
  }

  private ComparisonRun run(String server) throws Exception {
    Path directory = Files.createTempDirectory("comparison-" + server);
    List<PeerLoop> loops = new ArrayList<>();
    for (int i = 0; i < LOOPS; i++) {
      loops.add(PeerLoop.start("peers-" + i));
    }
    List<MediaPeer> peers = new ArrayList<>();
    try (Contender contender = start(server, directory, new PeerFactory(loops))) {
      String profile = "";
      for (int call = 0; call < calls; call++) {
        List<MediaPeer> opened = contender.open(call);
        peers.addAll(opened);
        for (MediaPeer peer : opened) {
          profile = peer.connected().get(CONNECT_SECONDS, TimeUnit.SECONDS).toString();
        }
      }
      contender.record();
      return measure(server, profile, contender.pid(), peers, directory);
    } finally {
      peers.forEach(MediaPeer::abandon);
      loops.forEach(PeerLoop::close);
      delete(directory);
    }
  }

  private ComparisonRun measure(
      String server, String profile, long pid, List<MediaPeer> peers, Path directory)
      throws IOException, InterruptedException {
    pause(warmUp);
    peers.forEach(MediaPeer::resetDelays);
    long sentBefore = sent(peers);
    long receivedBefore = received(peers);
    long lostBefore = lost(peers);
    ProcessFigures before = ProcessFigures.of(pid);
    long startNs = System.nanoTime();
    pause(seconds);
    ProcessFigures after = ProcessFigures.of(pid);
    long sent = sent(peers) - sentBefore;
    long received = received(peers) - receivedBefore;
    long lost = lost(peers) - lostBefore;
    double elapsed = (System.nanoTime() - startNs) / 1e9;
    DelayHistogram delays = new DelayHistogram();
    peers.forEach(peer -> delays.add(peer.delays()));
    return new ComparisonRun(
        server,
        profile,
        (sent + received) / elapsed,
        1e6 * (after.cpuSeconds() - before.cpuSeconds()) / Math.max(1, sent + received),
        100.0 * lost / Math.max(1, sent),
        delays.percentileNs(0.5) / 1e6,
        delays.percentileNs(0.99) / 1e6,
        after.residentBytes(),
        size(directory) / 1e6);
  }

  private static long sent(List<MediaPeer> peers) {
    long sent = 0;
    for (MediaPeer peer : peers) {
      PeerStatistics statistics = peer.statistics();
      sent += statistics.sentAudio() + statistics.sentVideo();
    }
    return sent;
  }

  private static long received(List<MediaPeer> peers) {
    return tracks(peers).mapToLong(TrackStatistics::packets).sum();
  }

  private static long lost(List<MediaPeer> peers) {
    return tracks(peers).mapToLong(TrackStatistics::lost).sum();
  }

  private static Stream<TrackStatistics> tracks(List<MediaPeer> peers) {
    return peers.stream().flatMap(peer -> peer.received().stream());
  }

  /** Lets time pass: the load is the peers' own doing. */
  private static void pause(int seconds) throws InterruptedException {
    if (new Semaphore(0).tryAcquire(seconds, TimeUnit.SECONDS)) {
      throw new IllegalStateException("nobody ends the pause");
    }
  }

  /** What was recorded, so that nobody is compared who did not. */
  private static long size(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      long size = 0;
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        size += Files.size(file);
      }
      return size;
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
