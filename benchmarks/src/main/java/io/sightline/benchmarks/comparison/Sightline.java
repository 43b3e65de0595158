package io.sightline.benchmarks.comparison;

import io.sightline.benchmarks.ServerProcess;
import io.sightline.testsupport.clip.Side;
import io.sightline.testsupport.peer.MediaPeer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Our media server, as in {@link io.sightline.benchmarks.ForwardingLoad}. */
final class Sightline implements Contender {
  private static final String HEAP = "512m";

  private final ServerProcess server;
  private final PeerFactory peers;

  private Sightline(ServerProcess server, PeerFactory peers) {
    this.server = server;
    this.peers = peers;
  }

  static Sightline start(Path directory, PeerFactory peers) throws IOException {
    Path store = Files.createDirectories(directory.resolve("sightline"));
    return new Sightline(ServerProcess.start(store, HEAP), peers);
  }

  @Override
  public long pid() {
    return server.pid();
  }

  @Override
  public List<MediaPeer> open(int call) throws IOException {
    MediaPeer agent = peers.open(call, Side.AGENT);
    MediaPeer customer = peers.open(call, Side.CUSTOMER);
    server.connect(call, true, agent);
    server.connect(call, false, customer);
    return List.of(agent, customer);
  }

  @Override
  public void record() throws IOException {
    server.record();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
