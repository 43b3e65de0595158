package io.sightline.media.transport;

import io.sightline.media.foreign.ErrorNumber;
import io.sightline.media.foreign.ForeignException;
import io.sightline.media.foreign.ForeignMemory;
import java.net.InetSocketAddress;

/** Takes many datagrams from a socket with one call (recvmmsg). Media thread only. */
final class DatagramIntake {
  /** Datagrams of one call: those of 1.4 ms at 46,000 a second. */
  static final int CAPACITY = 64;

  private final SocketAddresses addresses;
  private final ForeignMemory messages = new ForeignMemory(CAPACITY * MessageLayout.MMSGHDR);
  private final ForeignMemory vectors = new ForeignMemory(CAPACITY * MessageLayout.IOVEC);
  private final ForeignMemory names = new ForeignMemory(CAPACITY * SocketAddresses.STRUCT);
  private final ForeignMemory data = new ForeignMemory(CAPACITY * MediaThread.BUFFER_BYTES);

  DatagramIntake(SocketAddresses addresses) throws ForeignException {
    this.addresses = addresses;
    for (int i = 0; i < CAPACITY; i++) {
      int vector = i * MessageLayout.IOVEC;
      MessageLayout.vector(
          vectors.bytes(),
          vector,
          data.address() + (long) i * MediaThread.BUFFER_BYTES,
          MediaThread.BUFFER_BYTES);
      MessageLayout.message(
          messages.bytes(),
          i * MessageLayout.MMSGHDR,
          names.address() + (long) i * SocketAddresses.STRUCT,
          vectors.address() + vector);
    }
  }

  /** Takes what is there; returns how many datagrams, or -1 with the reason in {@code errno}. */
  int receive(ErrorNumber errno, int socket) {
    for (int i = 0; i < CAPACITY; i++) {
      int message = i * MessageLayout.MMSGHDR;
      messages.bytes().putInt(message + MessageLayout.NAME_LENGTH, SocketAddresses.STRUCT);
    }
    return LinuxSockets.recvmmsg(errno, socket, messages.address(), CAPACITY);
  }

  /** Copies a datagram to the buffer's begin; returns its length. */
  int copy(int i, byte[] buffer) {
    int length = messages.bytes().getInt(i * MessageLayout.MMSGHDR + MessageLayout.MESSAGE_LENGTH);
    int taken = Math.min(length, buffer.length);
    data.bytes().get(i * MediaThread.BUFFER_BYTES, buffer, 0, taken);
    return taken;
  }

  InetSocketAddress source(int i) {
    return addresses.read(names.bytes(), i * SocketAddresses.STRUCT);
  }
}
