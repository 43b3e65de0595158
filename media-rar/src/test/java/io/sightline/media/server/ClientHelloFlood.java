package io.sightline.media.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Sends a DTLS record some 1000 times a second from ever other ports until closed. */
final class ClientHelloFlood implements AutoCloseable {
  private static final long PAUSE_NS = 1_000_000L;
  private static final int PER_PORT = 20;

  private final AtomicLong sent = new AtomicLong();
  private final Thread thread;
  private volatile boolean closed;

  private ClientHelloFlood(int port, byte[] record) {
    thread = new Thread(() -> flood(new InetSocketAddress("127.0.0.1", port), record), "flood");
  }

  static ClientHelloFlood start(int port, byte[] record) {
    ClientHelloFlood flood = new ClientHelloFlood(port, record);
    flood.thread.start();
    return flood;
  }

  private void flood(InetSocketAddress target, byte[] record) {
    while (!closed) {
      try (DatagramChannel channel = DatagramChannel.open()) {
        for (int i = 0; i < PER_PORT && !closed; i++) {
          channel.send(ByteBuffer.wrap(record), target);
          sent.incrementAndGet();
          LockSupport.parkNanos(PAUSE_NS);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  long sent() {
    return sent.get();
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
