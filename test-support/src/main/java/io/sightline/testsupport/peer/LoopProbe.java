package io.sightline.testsupport.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/**
 * Small datagrams from one loop straight to another, 200 a second: what two loops and the machine
 * beneath delay by themselves while they drive their peers.
 */
public final class LoopProbe {
  private static final long PERIOD_NS = 5_000_000L;
  private static final int RECEIVE_BUFFER = 1 << 20;

  private final PeerLoop from;
  private final PeerLoop to;
  private final DelayHistogram delays = new DelayHistogram();
  private final ByteBuffer out = ByteBuffer.allocate(Long.BYTES);
  private final ByteBuffer in = ByteBuffer.allocate(Long.BYTES);
  private DatagramChannel receiving;
  private DatagramChannel sending;
  private SocketAddress target;
  private IOException failed;

  private LoopProbe(PeerLoop from, PeerLoop to) {
    this.from = from;
    this.to = to;
  }

  /** Begins to send, until the loops end. */
  public static LoopProbe start(PeerLoop from, PeerLoop to) {
    LoopProbe probe = new LoopProbe(from, to);
    probe.target = to.call(probe::openReceiving);
    from.execute(probe::openSending);
    return probe;
  }

  private SocketAddress openReceiving() throws IOException {
    receiving = DatagramChannel.open();
    receiving.setOption(java.net.StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
    receiving.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    to.register(receiving, this::drain);
    return receiving.getLocalAddress();
  }

  private void openSending() {
    try {
      sending = DatagramChannel.open();
      from.register(sending, () -> {});
      send();
    } catch (IOException e) {
      failed = e;
    }
  }

  private void send() {
    from.at(System.nanoTime() + PERIOD_NS, this::send);
    try {
      out.clear();
      out.putLong(System.nanoTime()).flip();
      sending.send(out, target);
    } catch (IOException e) {
      failed = e;
    }
  }

  private void drain() {
    try {
      for (in.clear(); receiving.receive(in) != null; in.clear()) {
        delays.add(System.nanoTime() - in.flip().getLong());
      }
    } catch (IOException e) {
      failed = e;
    }
  }

  /**
   * Since the start or the last reset.
   *
   * @throws IOException when the probe could not send or receive
   */
  public DelayHistogram delays() throws IOException {
    if (failed != null) {
      throw failed;
    }
    return to.call(
        () -> {
          DelayHistogram copy = new DelayHistogram();
          copy.add(delays);
          return copy;
        });
  }

  /** Forgets what was measured before now. */
  public void reset() {
    to.execute(delays::reset);
  }
}
