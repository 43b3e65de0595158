package io.sightline.media.dtls;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.DatagramTransport;

/** Carries a client's datagrams to an association in the same process. */
final class TestTransport implements DatagramTransport {
  private final BlockingQueue<byte[]> inbound;
  private final DtlsAssociation association;
  private final int sendLimit;

  TestTransport(BlockingQueue<byte[]> inbound, DtlsAssociation association, int sendLimit) {
    this.inbound = inbound;
    this.association = association;
    this.sendLimit = sendLimit;
  }

  @Override
  public int getReceiveLimit() {
    return 1500;
  }

  @Override
  public int getSendLimit() {
    return sendLimit;
  }

  @Override
  public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
    try {
      byte[] datagram = inbound.poll(waitMillis, TimeUnit.MILLISECONDS);
      if (datagram == null) {
        return -1;
      }
      System.arraycopy(datagram, 0, buffer, offset, datagram.length);
      return datagram.length;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void send(byte[] buffer, int offset, int length) {
    association.offer(Arrays.copyOfRange(buffer, offset, offset + length), length);
  }

  @Override
  public void close() {
    inbound.clear();
  }
}
