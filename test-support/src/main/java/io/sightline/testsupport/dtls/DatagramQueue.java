package io.sightline.testsupport.dtls;

import java.io.IOException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bouncycastle.tls.DatagramTransport;

/** The blocking side of a non-blocking socket: arriving datagrams queue up, leaving ones pass. */
public final class DatagramQueue implements DatagramTransport {
  private static final int LIMIT = 1500;
  private static final int SEND_LIMIT = 1200;

  private final LinkedBlockingQueue<byte[]> arrived = new LinkedBlockingQueue<>(256);
  private final Consumer<byte[]> sender;
  private volatile boolean closed;

  /**
   * @param sender called on the DTLS thread for each leaving datagram
   */
  public DatagramQueue(Consumer<byte[]> sender) {
    this.sender = sender;
  }

  /** Takes a datagram from the network; the oldest news is kept when the queue is full. */
  public boolean offer(byte[] datagram) {
    return arrived.offer(datagram);
  }

  @Override
  public int getReceiveLimit() {
    return LIMIT;
  }

  @Override
  public int getSendLimit() {
    return SEND_LIMIT;
  }

  @Override
  public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
    try {
      byte[] datagram = arrived.poll(waitMillis, TimeUnit.MILLISECONDS);
      if (datagram == null) {
        return -1;
      }
      int size = Math.min(length, datagram.length);
      System.arraycopy(datagram, 0, buffer, offset, size);
      return size;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void send(byte[] buffer, int offset, int length) {
    byte[] datagram = new byte[length];
    System.arraycopy(buffer, offset, datagram, 0, length);
    sender.accept(datagram);
  }

  /** Whether the association is over, by either side's notice. */
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    arrived.clear();
  }
}
