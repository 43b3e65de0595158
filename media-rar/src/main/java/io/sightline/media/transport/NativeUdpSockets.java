package io.sightline.media.transport;

import io.sightline.media.foreign.ErrorNumber;
import io.sightline.media.foreign.ForeignException;
import io.sightline.media.foreign.ForeignMemory;
import io.sightline.media.management.MediaCounter;
import io.sightline.media.management.MediaCounters;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Sockets by the calls of Linux that take and send many datagrams at once; JDK 22 or later. */
final class NativeUdpSockets implements UdpSockets {
  private static final int POLLFD = 8;
  private static final int EVENTS = 4;
  private static final int REVENTS = 6;
  private static final int TIMESPEC = 16;

  /** Sockets told of by one call; further ones by the next. */
  private static final int TOLD = 64;

  private final int epoll;
  private final int wake;
  private final MediaCounters counters;
  private final ErrorNumber errno;
  private final DatagramIntake intake;
  private final DatagramBatch batch;

  /** By place; null where one was removed. */
  private final List<NativeUdpSocket> sockets = new ArrayList<>();

  private final ArrayDeque<NativeUdpSocket> ready = new ArrayDeque<>();

  /** Two pollfd, a timespec, and a place to read the wake-ups to. */
  private final ForeignMemory waiting = new ForeignMemory(2 * POLLFD + TIMESPEC + Long.BYTES);

  private final ForeignMemory events = new ForeignMemory(TOLD * LinuxSockets.EPOLL_EVENT);
  private final ForeignMemory one = new ForeignMemory(Long.BYTES);
  private final Object wakeLock = new Object();
  private boolean closed;

  private NativeUdpSockets(ErrorNumber errno, int epoll, int wake, MediaCounters counters)
      throws ForeignException {
    this.errno = errno;
    this.epoll = epoll;
    this.wake = wake;
    this.counters = counters;
    SocketAddresses addresses = new SocketAddresses();
    this.intake = new DatagramIntake(addresses);
    this.batch = new DatagramBatch(addresses, counters);
    one.bytes().putLong(0, 1);
    waiting.bytes().putInt(0, epoll).putShort(EVENTS, (short) LinuxSockets.POLLIN);
    waiting.bytes().putInt(POLLFD, wake).putShort(POLLFD + EVENTS, (short) LinuxSockets.POLLIN);
  }

  static NativeUdpSockets open(MediaCounters counters) throws IOException, ForeignException {
    LinuxSockets.require();
    ErrorNumber errno = new ErrorNumber();
    int epoll = LinuxSockets.epollCreate(errno);
    if (epoll < 0) {
      throw new IOException(NativeUdpSocket.reason(errno));
    }
    int wake = LinuxSockets.eventfd(errno);
    try {
      if (wake < 0) {
        throw new IOException(NativeUdpSocket.reason(errno));
      }
      return new NativeUdpSockets(errno, epoll, wake, counters);
    } catch (IOException | ForeignException | RuntimeException e) {
      LinuxSockets.close(epoll);
      if (wake >= 0) {
        LinuxSockets.close(wake);
      }
      throw e;
    }
  }

  @Override
  public void add(UdpSocket socket) throws IOException {
    NativeUdpSocket ours = (NativeUdpSocket) socket;
    int place = sockets.indexOf(null);
    if (place < 0) {
      place = sockets.size();
      sockets.add(null);
    }
    events.bytes().putInt(0, LinuxSockets.POLLIN).putLong(LinuxSockets.EPOLL_DATA, place);
    if (LinuxSockets.epollAdd(errno, epoll, ours.descriptor(), events.address()) != 0) {
      String reason = NativeUdpSocket.reason(errno);
      ours.close();
      throw new IOException(reason);
    }
    sockets.set(place, ours);
    ours.place = place;
  }

  @Override
  public void remove(UdpSocket socket) {
    NativeUdpSocket ours = (NativeUdpSocket) socket;
    flush();
    if (ours.place >= 0) {
      sockets.set(ours.place, null);
      ours.place = -1;
    }
    ready.remove(ours);
    // The system forgets a closed descriptor that it was to watch.
    ours.close();
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
    boolean moreSockets = noteReady();
    int taken = 0;
    while (taken < DatagramIntake.CAPACITY && !ready.isEmpty()) {
      NativeUdpSocket socket = ready.pollFirst();
      int count = receive(socket, buffer, sink);
      taken += count;
      socket.queued = count == DatagramIntake.CAPACITY;
      if (socket.queued) {
        ready.addLast(socket);
      }
    }
    return moreSockets || !ready.isEmpty();
  }

  /** Queues what has something to read; true when there may be further ones. */
  private boolean noteReady() {
    int count = LinuxSockets.epollWait(epoll, events.address(), TOLD);
    for (int i = 0; i < count; i++) {
      long place = events.bytes().getLong(i * LinuxSockets.EPOLL_EVENT + LinuxSockets.EPOLL_DATA);
      NativeUdpSocket socket = sockets.get((int) place);
      if (socket != null && !socket.queued) {
        socket.queued = true;
        ready.addLast(socket);
      }
    }
    return count == TOLD;
  }

  private int receive(NativeUdpSocket socket, byte[] buffer, Sink sink) {
    // Whatever is wrong with one datagram, such as an ICMP error, does not end the port.
    int count = Math.max(0, intake.receive(errno, socket.descriptor()));
    for (int i = 0; i < count; i++) {
      sink.take(intake.copy(i, buffer), socket, intake.source(i));
    }
    return count;
  }

  @Override
  public void send(byte[] buffer, int length, UdpSocket local, InetSocketAddress target) {
    NativeUdpSocket ours = (NativeUdpSocket) local;
    if (ours.place < 0) {
      counters.increment(MediaCounter.DROPPED_SEND_FAILED);
      return;
    }
    if (batch.isFull()) {
      flush();
    }
    batch.add(buffer, length, ours, target);
  }

  @Override
  public boolean servesManyAtOnce() {
    return true;
  }

  @Override
  public void flush() {
    batch.flush(errno);
  }

  @Override
  public void close() {
    synchronized (wakeLock) {
      if (!closed) {
        closed = true;
        for (NativeUdpSocket socket : sockets) {
          if (socket != null) {
            socket.place = -1;
            socket.close();
          }
        }
        LinuxSockets.close(epoll);
        LinuxSockets.close(wake);
      }
    }
  }
}
