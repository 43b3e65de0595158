package io.sightline.media.transport;

import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * The sockets of a media thread, which never block on reading or sending. For the media thread
 * alone but for {@link #wakeUp}, and before that thread runs.
 */
public interface UdpSockets extends AutoCloseable {

  /** Takes the datagrams of {@link #receive}, one after the other. */
  @FunctionalInterface
  interface Sink {
    /**
     * Takes the datagram that now lies in the buffer.
     *
     * @param length from index 0 on; what does not fit is cut off
     * @param local by which it came
     */
    void take(int length, UdpSocket local, InetSocketAddress source);
  }

  /** Takes a socket of the same {@link Transport} in; it belongs to these from now on. */
  void add(UdpSocket socket) throws IOException;

  /** Sends what waits, closes a socket and frees its port. */
  void remove(UdpSocket socket) throws IOException;

  /**
   * Waits for a datagram, a {@link #wakeUp} or the time's end.
   *
   * @param nanos more than 0
   */
  void await(long nanos) throws IOException;

  /** Ends the present {@link #await}, or the next; from any thread. */
  void wakeUp();

  /**
   * Hands over what is there, a batch at most; sockets with much of it take turns.
   *
   * @param buffer where each datagram is put in its turn
   * @return true when there may be more at once
   */
  boolean receive(byte[] buffer, Sink sink) throws IOException;

  /**
   * Sends one datagram, by the next {@link #flush} at the latest; a full, failing or closed socket
   * is counted, never waited for.
   *
   * @param buffer the caller's again on return
   */
  void send(byte[] buffer, int length, UdpSocket local, InetSocketAddress target);

  /**
   * Whether one call of the system serves many datagrams, so that letting them gather pays. For
   * each datagram a call of its own costs the same, however many wait.
   */
  boolean servesManyAtOnce();

  /** Sends what waits. */
  void flush();

  /** Closes all sockets. */
  @Override
  void close() throws IOException;
}
