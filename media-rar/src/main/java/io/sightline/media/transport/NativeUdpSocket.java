package io.sightline.media.transport;

import io.sightline.media.foreign.ErrorNumber;
import io.sightline.media.foreign.ForeignException;
import io.sightline.media.foreign.ForeignMemory;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A socket by the calls of Linux. */
final class NativeUdpSocket implements UdpSocket {
  private final int descriptor;
  private final InetSocketAddress local;

  /** Its place among the sockets of its thread, or -1. */
  int place = -1;

  /** Whether it waits for its turn to be read. */
  boolean queued;

  private boolean closed;

  private NativeUdpSocket(int descriptor, InetSocketAddress local) {
    this.descriptor = descriptor;
    this.local = local;
  }

  /** Binds a port, 0 for any free one. */
  static NativeUdpSocket bind(InetAddress address, int port, int bufferBytes)
      throws IOException, ForeignException {
    LinuxSockets.require();
    ErrorNumber errno = new ErrorNumber();
    boolean six = !(address instanceof Inet4Address);
    int socket = LinuxSockets.socket(errno, six ? LinuxSockets.AF_INET6 : LinuxSockets.AF_INET);
    if (socket < 0) {
      throw new IOException(reason(errno));
    }
    try {
      set(errno, socket, LinuxSockets.SOL_SOCKET, LinuxSockets.SO_RCVBUF, bufferBytes);
      set(errno, socket, LinuxSockets.SOL_SOCKET, LinuxSockets.SO_SNDBUF, bufferBytes);
      if (six) {
        set(errno, socket, LinuxSockets.IPPROTO_IPV6, LinuxSockets.IPV6_V6ONLY, 1);
      }
      return new NativeUdpSocket(socket, bind(errno, socket, new InetSocketAddress(address, port)));
    } catch (IOException | ForeignException | RuntimeException e) {
      LinuxSockets.close(socket);
      throw e;
    }
  }

  private static InetSocketAddress bind(ErrorNumber errno, int socket, InetSocketAddress wanted)
      throws IOException, ForeignException {
    ForeignMemory memory = new ForeignMemory(SocketAddresses.STRUCT + Integer.BYTES);
    int length = SocketAddresses.encode(wanted, memory.bytes(), 0);
    memory.bytes().putInt(SocketAddresses.STRUCT, length);
    if (LinuxSockets.bind(errno, socket, memory.address(), length) != 0
        || LinuxSockets.getsockname(
                errno, socket, memory.address(), memory.address() + SocketAddresses.STRUCT)
            != 0) {
      throw new IOException(reason(errno));
    }
    return new InetSocketAddress(
        wanted.getAddress(), SocketAddresses.decode(memory.bytes(), 0).getPort());
  }

  private static void set(ErrorNumber errno, int socket, int level, int option, int value)
      throws IOException, ForeignException {
    ForeignMemory memory = new ForeignMemory(Integer.BYTES);
    memory.bytes().putInt(0, value);
    if (LinuxSockets.setsockopt(errno, socket, level, option, memory.address(), Integer.BYTES)
        != 0) {
      throw new IOException(reason(errno));
    }
  }

  /** What the system said, in the words of java.net. */
  static String reason(ErrorNumber errno) {
    return switch (errno.value()) {
      case 13 -> "Permission denied";
      case 24 -> "Too many open files";
      case 98 -> "Address already in use";
      case 99 -> "Cannot assign requested address";
      default -> "error " + errno.value() + " of the system";
    };
  }

  int descriptor() {
    return descriptor;
  }

  @Override
  public InetSocketAddress local() {
    return local;
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      LinuxSockets.close(descriptor);
    }
  }
}
