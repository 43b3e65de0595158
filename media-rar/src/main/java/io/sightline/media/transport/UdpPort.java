package io.sightline.media.transport;

import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * The media port: one UDP socket that never blocks on reading or sending. For the media thread
 * alone but for {@link #wakeUp}.
 */
public interface UdpPort extends AutoCloseable {
  /** Kernel buffers of 4 MiB take bursts of key frames; the kernel may grant less. */
  int SOCKET_BUFFER_BYTES = 4 << 20;

  /** Takes the datagrams of {@link #receive}, one after the other. */
  @FunctionalInterface
  interface Sink {
    /**
     * Takes the datagram that now lies in the buffer.
     *
     * @param length from index 0 on; what does not fit is cut off
     */
    void take(int length, InetSocketAddress source);
  }

  /** The port number bound. */
  int localPort();

  /**
   * Waits for a datagram, a {@link #wakeUp} or the time's end.
   *
   * @param nanos more than 0
   */
  void await(long nanos) throws IOException;

  /** Ends the present {@link #await}, or the next; from any thread. */
  void wakeUp();

  /**
   * Hands over what is there, a batch at most.
   *
   * @param buffer where each datagram is put in its turn
   * @return true when there may be more at once
   */
  boolean receive(byte[] buffer, Sink sink) throws IOException;

  /**
   * Sends one datagram, by the next {@link #flush} at the latest; a full or failing socket is
   * counted, never waited for.
   *
   * @param buffer the caller's again on return
   */
  void send(byte[] buffer, int length, InetSocketAddress target);

  /** Sends what waits. */
  void flush();

  @Override
  void close() throws IOException;
}
