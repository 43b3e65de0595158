package io.sightline.media.transport;

import java.io.Closeable;
import java.net.InetSocketAddress;

/**
 * A UDP socket bound to one address of this machine, the base of candidates (RFC 8445 section 3).
 * What arrives by it is answered by it: a browser takes an answer only from the address it asked.
 * Of any thread until added to {@link UdpSockets}, then of theirs alone.
 */
public interface UdpSocket extends Closeable {
  /**
   * Bytes for which the kernel is asked, each way, for a port that many share: key frames burst.
   */
  int SHARED_BUFFER_BYTES = 4 << 20;

  /** The same for a port of one participant: a second of an HD sender. */
  int OWN_BUFFER_BYTES = 512 << 10;

  /** Address and port bound, never a wildcard. */
  InetSocketAddress local();
}
