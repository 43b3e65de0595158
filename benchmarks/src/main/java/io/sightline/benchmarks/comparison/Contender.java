package io.sightline.benchmarks.comparison;

import io.sightline.testsupport.peer.MediaPeer;
import java.io.IOException;
import java.util.List;

/** A media server in a process of its own that forwards and records two-party calls. */
interface Contender extends AutoCloseable {
  /** Number of the server's process. */
  long pid();

  /**
   * Sets up the next call and has its peers connect; whoever calls waits for them.
   *
   * @param call from 0 on
   */
  List<MediaPeer> open(int call) throws Exception;

  /** Once all calls are connected: starts what recording has not begun by itself. */
  default void record() throws Exception {
    // Most record from a call's begin.
  }

  /** Ends the process and waits for its end. */
  @Override
  void close() throws IOException;
}
