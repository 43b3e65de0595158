package io.sightline.media.transport;

import io.sightline.media.management.MediaCounter;
import io.sightline.media.management.MediaCounters;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** The media port: one UDP socket, non-blocking. Sending is for the media thread alone. */
public final class UdpPort implements AutoCloseable {
  /** Kernel buffers of 4 MiB take bursts of key frames; the kernel may grant less. */
  private static final int SOCKET_BUFFER_BYTES = 4 << 20;

  private final DatagramChannel channel;
  private final MediaCounters counters;

  private UdpPort(DatagramChannel channel, MediaCounters counters) {
    this.channel = channel;
    this.counters = counters;
  }

  /**
   * Binds the port.
   *
   * @param port 0 for any free one
   * @throws IOException when it is taken or not permitted; the message names address and port
   */
  @SuppressWarnings("resource") // The channel belongs to the port that is returned.
  public static UdpPort open(InetAddress address, int port, MediaCounters counters)
      throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BUFFER_BYTES);
      channel.setOption(StandardSocketOptions.SO_SNDBUF, SOCKET_BUFFER_BYTES);
      channel.bind(new InetSocketAddress(address, port));
      return new UdpPort(channel, counters);
    } catch (IOException e) {
      channel.close();
      throw new IOException(
          "UDP "
              + address.getHostAddress()
              + ":"
              + port
              + " cannot be bound ("
              + e.getMessage()
              + "); set sightline.media.udp-port or sightline.media.bind-address",
          e);
    }
  }

  DatagramChannel channel() {
    return channel;
  }

  /** The port number bound. */
  public int localPort() {
    try {
      return ((InetSocketAddress) channel.getLocalAddress()).getPort();
    } catch (IOException e) {
      throw new IllegalStateException("The media port is closed", e);
    }
  }

  /**
   * Sends one datagram; a full or failing socket is counted, never waited for.
   *
   * @param view positioned over the bytes to send, reused by the caller
   */
  public void send(ByteBuffer view, InetSocketAddress target) {
    int length = view.remaining();
    try {
      if (channel.send(view, target) == length) {
        counters.increment(MediaCounter.DATAGRAMS_SENT);
        counters.add(MediaCounter.BYTES_SENT, length);
        return;
      }
    } catch (IOException | IllegalArgumentException e) {
      // Unreachable networks and ports are the other side's matter: counted below.
      view.clear();
    }
    counters.increment(MediaCounter.DROPPED_SEND_FAILED);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
