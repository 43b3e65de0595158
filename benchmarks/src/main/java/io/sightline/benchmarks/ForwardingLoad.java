package io.sightline.benchmarks;

import io.sightline.testsupport.clip.MediaClip;
import io.sightline.testsupport.clip.Side;
import io.sightline.testsupport.peer.DelayHistogram;
import io.sightline.testsupport.peer.LoopProbe;
import io.sightline.testsupport.peer.MediaPeer;
import io.sightline.testsupport.peer.PeerLoop;
import io.sightline.testsupport.peer.PeerOptions;
import io.sightline.testsupport.peer.TrackStatistics;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Two-party calls of scripted peers with DTLS-SRTP in this process, forwarded by a media server in
 * a process of its own: 15 frames of some 4.2 kB a second in four packets each (500 kbit/s) and 50
 * Opus packets.
 *
 * <p>Delay is from the sending peer's clock to the receiving peer's decrypted packet: the server's
 * part, the kernel's, and the load tool's own work and queues. What goes from one loop of the tool
 * straight to the other tells how much of it is there without a server.
 */
public final class ForwardingLoad {
  private static final int DELTA_BYTES = 4_166;
  private static final int KEY_BYTES = 20_000;
  private static final int CONNECT_SECONDS = 60;

  /** Calls that connect at the same time. */
  private static final int HANDSHAKES = 1;

  /** Loops of the load tool: more than one lets the load tool use a second core. */
  private static final int LOOPS = 2;

  private final LoadOptions options;
  private final boolean recorded;
  private final List<PeerLoop> loops = new ArrayList<>();
  private final List<MediaPeer> peers = new ArrayList<>();

  private ForwardingLoad(LoadOptions options, boolean recorded) {
    this.options = options;
    this.recorded = recorded;
  }

  /** Runs and prints; see {@link LoadOptions#USAGE}. */
  public static void main(String[] arguments) throws Exception {
    LoadOptions options = LoadOptions.parse(List.of(arguments));
    PrintStream out = new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out));
    out.printf(
        Locale.ROOT,
        "# %s, %d processors, load average %.1f before%n",
        System.getProperty("java.vm.version"),
        Runtime.getRuntime().availableProcessors(),
        java.lang.management.ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    for (boolean recorded : options.recording()) {
      out.println(new ForwardingLoad(options, recorded).run());
    }
    out.flush();
  }

  private LoadResult run()
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    Path store = Files.createTempDirectory("forwarding-load");
    try (ServerProcess server = ServerProcess.start(store, options.heap())) {
      for (int i = 0; i < LOOPS; i++) {
        loops.add(PeerLoop.start("peers-" + i));
      }
      LoopProbe probe = LoopProbe.start(loops.get(0), loops.get(LOOPS - 1));
      connectAll(server);
      if (recorded) {
        server.record();
      }
      pause(options.warmUp());
      List<TrackStatistics> tracksBefore = tracks();
      peers.forEach(MediaPeer::resetDelays);
      probe.reset();
      ServerFigures before = server.figures();
      long startNs = System.nanoTime();
      pause(options.seconds());
      ServerFigures used = server.figures().since(before);
      double seconds = (System.nanoTime() - startNs) / 1e9;
      DelayHistogram delays = new DelayHistogram();
      peers.forEach(peer -> delays.add(peer.delays()));
      return new LoadResult(
          options.calls(),
          recorded,
          seconds,
          used,
          lost(tracks()) - lost(tracksBefore),
          delays,
          probe.delays());
    } finally {
      peers.forEach(MediaPeer::abandon);
      loops.forEach(PeerLoop::close);
      delete(store);
    }
  }

  private void connectAll(ServerProcess server)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    for (int call = 0; call < options.calls(); call++) {
      MediaPeer agent = open(call, Side.AGENT);
      MediaPeer customer = open(call, Side.CUSTOMER);
      server.connect(call, true, agent);
      server.connect(call, false, customer);
      if (call >= HANDSHAKES) {
        awaitConnected(call - HANDSHAKES);
      }
    }
    for (int call = Math.max(0, options.calls() - HANDSHAKES); call < options.calls(); call++) {
      awaitConnected(call);
    }
  }

  private void awaitConnected(int call)
      throws InterruptedException, ExecutionException, TimeoutException {
    peers.get(2 * call).connected().get(CONNECT_SECONDS, TimeUnit.SECONDS);
    peers.get(2 * call + 1).connected().get(CONNECT_SECONDS, TimeUnit.SECONDS);
  }

  private MediaPeer open(int call, Side side) {
    int number = 2 * call + side.ordinal();
    PeerOptions behaviour =
        PeerOptions.of(side)
            .withClip(MediaClip.of(side).filledTo(DELTA_BYTES, KEY_BYTES))
            .withFaults(PeerOptions.Fault.NEVER_REPEATS)
            .named("peer-" + number, number, number);
    MediaPeer peer = MediaPeer.open(loops.get(call % LOOPS), behaviour);
    peers.add(peer);
    return peer;
  }

  private List<TrackStatistics> tracks() {
    return peers.stream().flatMap(peer -> peer.received().stream()).toList();
  }

  private static long lost(List<TrackStatistics> tracks) {
    return tracks.stream().mapToLong(TrackStatistics::lost).sum();
  }

  /** Lets time pass: the load is the peers' own doing. */
  private static void pause(int seconds) throws InterruptedException {
    if (new Semaphore(0).tryAcquire(seconds, TimeUnit.SECONDS)) {
      throw new IllegalStateException("nobody ends the pause");
    }
  }

  private static void delete(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
