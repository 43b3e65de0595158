package io.sightline.media.transport;

import io.sightline.media.foreign.ErrorNumber;
import io.sightline.media.foreign.ForeignException;
import io.sightline.media.foreign.ForeignMemory;
import io.sightline.media.management.MediaCounters;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** A port by the calls of Linux that take and send many datagrams at once; JDK 22 or later. */
final class NativeUdpPort implements UdpPort {
  private static final int POLLFD = 8;
  private static final int EVENTS = 4;
  private static final int REVENTS = 6;
  private static final int TIMESPEC = 16;

  private final int socket;
  private final int wake;
  private final int port;
  private final ErrorNumber errno;
  private final DatagramIntake intake;
  private final DatagramBatch batch;

  /** Two pollfd, a timespec, and a place to read the wake-ups to. */
  private final ForeignMemory waiting = new ForeignMemory(2 * POLLFD + TIMESPEC + Long.BYTES);

  private final ForeignMemory one = new ForeignMemory(Long.BYTES);
  private final Object wakeLock = new Object();
  private boolean closed;

  private NativeUdpPort(
      ErrorNumber errno, int socket, int wake, int port, boolean six, MediaCounters counters)
      throws ForeignException {
    this.errno = errno;
    this.socket = socket;
    this.wake = wake;
    this.port = port;
    SocketAddresses addresses = new SocketAddresses(six);
    this.intake = new DatagramIntake(addresses);
    this.batch = new DatagramBatch(addresses, counters);
    one.bytes().putLong(0, 1);
    waiting.bytes().putInt(0, socket).putShort(EVENTS, (short) LinuxSockets.POLLIN);
    waiting.bytes().putInt(POLLFD, wake).putShort(POLLFD + EVENTS, (short) LinuxSockets.POLLIN);
  }

  /**
   * Binds a port, 0 for any free one. An address of all interfaces means those of IPv6 as well,
   * where there is any.
   */
  static NativeUdpPort open(InetAddress address, int port, MediaCounters counters)
      throws IOException, ForeignException {
    LinuxSockets.require();
    ErrorNumber errno = new ErrorNumber();
    boolean six =
        address.getAddress().length > 4
            || (address.isAnyLocalAddress() && !Boolean.getBoolean("java.net.preferIPv4Stack"));
    int socket = LinuxSockets.socket(errno, six ? LinuxSockets.AF_INET6 : LinuxSockets.AF_INET);
    if (socket < 0 && address.isAnyLocalAddress() && errno.value() == LinuxSockets.EAFNOSUPPORT) {
      six = false;
      socket = LinuxSockets.socket(errno, LinuxSockets.AF_INET);
    }
    if (socket < 0) {
      throw new IOException(reason(errno));
    }
    int wake = -1;
    try {
      int bound = bind(errno, socket, address, port, six);
      wake = LinuxSockets.eventfd(errno);
      if (wake < 0) {
        throw new IOException(reason(errno));
      }
      return new NativeUdpPort(errno, socket, wake, bound, six, counters);
    } catch (IOException | ForeignException | RuntimeException e) {
      LinuxSockets.close(socket);
      if (wake >= 0) {
        LinuxSockets.close(wake);
      }
      throw e;
    }
  }

  private static int bind(ErrorNumber errno, int socket, InetAddress address, int port, boolean six)
      throws IOException, ForeignException {
    ForeignMemory memory = new ForeignMemory(SocketAddresses.STRUCT + Integer.BYTES);
    set(errno, socket, LinuxSockets.SOL_SOCKET, LinuxSockets.SO_RCVBUF, SOCKET_BUFFER_BYTES);
    set(errno, socket, LinuxSockets.SOL_SOCKET, LinuxSockets.SO_SNDBUF, SOCKET_BUFFER_BYTES);
    if (six && address.isAnyLocalAddress()) {
      set(errno, socket, LinuxSockets.IPPROTO_IPV6, LinuxSockets.IPV6_V6ONLY, 0);
    }
    SocketAddresses addresses = new SocketAddresses(six);
    InetAddress local =
        six && address.isAnyLocalAddress() ? InetAddress.getByAddress(new byte[16]) : address;
    addresses.encode(new InetSocketAddress(local, port), memory.bytes(), 0);
    memory.bytes().putInt(SocketAddresses.STRUCT, addresses.length());
    if (LinuxSockets.bind(errno, socket, memory.address(), addresses.length()) != 0
        || LinuxSockets.getsockname(
                errno, socket, memory.address(), memory.address() + SocketAddresses.STRUCT)
            != 0) {
      throw new IOException(reason(errno));
    }
    return addresses.read(memory.bytes(), 0).getPort();
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

  private static String reason(ErrorNumber errno) {
    return switch (errno.value()) {
      case 13 -> "Permission denied";
      case 24 -> "Too many open files";
      case 98 -> "Address already in use";
      case 99 -> "Cannot assign requested address";
      default -> "error " + errno.value() + " of the system";
    };
  }

  @Override
  public int localPort() {
    return port;
  }

  @Override
  public void await(long nanos) {
    int timeout = 2 * POLLFD;
    int counter = timeout + TIMESPEC;
    waiting.bytes().putLong(timeout, TimeUnit.NANOSECONDS.toSeconds(nanos));
    waiting.bytes().putLong(timeout + Long.BYTES, nanos % TimeUnit.SECONDS.toNanos(1));
    waiting.bytes().putShort(POLLFD + REVENTS, (short) 0);
    LinuxSockets.ppoll(waiting.address(), 2, waiting.address() + timeout);
    if (waiting.bytes().getShort(POLLFD + REVENTS) != 0) {
      LinuxSockets.read(wake, waiting.address() + counter, Long.BYTES);
    }
  }

  @Override
  public void wakeUp() {
    synchronized (wakeLock) {
      if (!closed) {
        LinuxSockets.write(wake, one.address(), Long.BYTES);
      }
    }
  }

  @Override
  public boolean receive(byte[] buffer, Sink sink) throws IOException {
    int count = intake.receive(errno, socket);
    if (count < 0) {
      // Whatever is wrong with one datagram, such as an ICMP error, does not end the port.
      return errno.value() == LinuxSockets.EINTR;
    }
    for (int i = 0; i < count; i++) {
      sink.take(intake.copy(i, buffer), intake.source(i));
    }
    return count == DatagramIntake.CAPACITY;
  }

  @Override
  public void send(byte[] buffer, int length, InetSocketAddress target) {
    if (batch.isFull()) {
      flush();
    }
    batch.add(buffer, length, target);
  }

  @Override
  public void flush() {
    batch.flush(errno, socket);
  }

  @Override
  public void close() {
    synchronized (wakeLock) {
      if (!closed) {
        closed = true;
        LinuxSockets.close(socket);
        LinuxSockets.close(wake);
      }
    }
  }
}
