package io.sightline.media.server;

import io.sightline.testsupport.stun.StunMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/** A STUN server that tells an address it was told, after liars have spoken, or what it sees. */
final class StunResponder implements AutoCloseable {
  private final DatagramSocket socket;
  private final Thread thread;
  private final AtomicLong asked = new AtomicLong();
  private volatile InetSocketAddress seen;
  private volatile boolean silent;

  private StunResponder(String address, InetSocketAddress seen) throws SocketException {
    this.seen = seen;
    socket = new DatagramSocket(new InetSocketAddress(address, 0));
    thread = new Thread(this::serve, "stun-responder");
    thread.start();
  }

  static StunResponder start(InetSocketAddress seen) throws SocketException {
    return new StunResponder("127.0.0.1", seen);
  }

  /** An honest one on another address. */
  static StunResponder honest(String address) throws SocketException {
    return new StunResponder(address, null);
  }

  /** As {@code sightline.media.stun-servers} names it. */
  String name() {
    return socket.getLocalAddress().getHostAddress() + ":" + socket.getLocalPort();
  }

  void see(InetSocketAddress other) {
    seen = other;
  }

  void silence(boolean now) {
    silent = now;
  }

  long asked() {
    return asked.get();
  }

  private void serve() {
    DatagramPacket packet = new DatagramPacket(new byte[1500], 1500);
    while (!socket.isClosed()) {
      try {
        socket.receive(packet);
        byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
        StunMessage request = StunMessage.parse(bytes).orElseThrow();
        asked.incrementAndGet();
        if (!silent) {
          answer(request, packet);
        }
      } catch (SocketException closed) {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A liar on another port, one with another transaction, then the truth. */
  private void answer(StunMessage request, DatagramPacket from) throws IOException {
    if (seen == null) {
      byte[] honest =
          response(request.transactionId(), (InetSocketAddress) from.getSocketAddress());
      socket.send(new DatagramPacket(honest, honest.length, from.getSocketAddress()));
      return;
    }
    byte[] lie = response(request.transactionId(), new InetSocketAddress("198.51.100.66", 6666));
    try (DatagramSocket liar = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
      liar.send(new DatagramPacket(lie, lie.length, from.getSocketAddress()));
    }
    byte[] guessed = response(new byte[12], new InetSocketAddress("198.51.100.67", 6667));
    socket.send(new DatagramPacket(guessed, guessed.length, from.getSocketAddress()));
    byte[] truth = response(request.transactionId(), seen);
    socket.send(new DatagramPacket(truth, truth.length, from.getSocketAddress()));
  }

  private static byte[] response(byte[] transaction, InetSocketAddress mapped) {
    return StunMessage.builder(StunMessage.BINDING_SUCCESS, transaction)
        .mappedAddress(mapped)
        .build();
  }

  @Override
  public void close() {
    socket.close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
