package io.sightline.media.transport;

import java.net.InetSocketAddress;

/** What the media thread drives. All methods are called on that thread, none may block. */
public interface DatagramHandler {

  /**
   * Takes one datagram.
   *
   * @param buffer valid until return; the handler may overwrite it, its capacity included
   * @param length of the datagram, from index 0; 0 is possible
   * @param local by which it came, and by which to answer
   * @param nowNs {@link System#nanoTime()} when it was read
   */
  void onDatagram(byte[] buffer, int length, UdpSocket local, InetSocketAddress source, long nowNs);

  /**
   * Does what is due.
   *
   * @return when to be called again, in the time of {@link System#nanoTime()}
   */
  long onTimer(long nowNs);
}
