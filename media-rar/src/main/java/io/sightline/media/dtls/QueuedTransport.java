package io.sightline.media.dtls;

import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bouncycastle.tls.DatagramTransport;

/**
 * The datagrams of one DTLS association: in through a bounded queue filled by the media thread, out
 * through a consumer.
 */
final class QueuedTransport implements DatagramTransport {
  /** A flight of a browser is up to 6 datagrams; a few retransmissions fit as well. */
  private static final int CAPACITY = 32;

  /** Datagrams that pass every path, IPv6 and tunnels included. */
  private static final int SEND_LIMIT = 1200;

  private static final int RECEIVE_LIMIT = 2048;

  /** Wakes a waiting handshake when the association is closed. */
  private static final byte[] END = new byte[0];

  private final BlockingQueue<byte[]> inbound = new ArrayBlockingQueue<>(CAPACITY);
  private final Consumer<byte[]> outbound;
  private volatile boolean closed;

  QueuedTransport(Consumer<byte[]> outbound) {
    this.outbound = outbound;
  }

  /** Takes a datagram; false when the queue is full or closed. */
  boolean offer(byte[] datagram) {
    return !closed && inbound.offer(datagram);
  }

  boolean isEmpty() {
    return inbound.isEmpty();
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public int getReceiveLimit() {
    return RECEIVE_LIMIT;
  }

  @Override
  public int getSendLimit() {
    return SEND_LIMIT;
  }

  @Override
  public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
    if (closed) {
      throw new IOException("The association is closed");
    }
    try {
      byte[] datagram = inbound.poll(waitMillis, TimeUnit.MILLISECONDS);
      if (datagram == null) {
        return -1;
      }
      if (closed) {
        throw new IOException("The association is closed");
      }
      int taken = Math.min(length, datagram.length);
      System.arraycopy(datagram, 0, buffer, offset, taken);
      return taken;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("The handshake was interrupted", e);
    }
  }

  @Override
  public void send(byte[] buffer, int offset, int length) {
    byte[] datagram = new byte[length];
    System.arraycopy(buffer, offset, datagram, 0, length);
    outbound.accept(datagram);
  }

  @Override
  public void close() {
    closed = true;
    inbound.clear();
    if (!inbound.offer(END)) {
      inbound.clear();
    }
  }
}
