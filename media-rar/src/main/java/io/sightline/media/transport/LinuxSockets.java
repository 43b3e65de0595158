package io.sightline.media.transport;

import io.sightline.media.foreign.ErrorNumber;
import io.sightline.media.foreign.ForeignException;
import io.sightline.media.foreign.ForeignLibrary;
import java.lang.invoke.MethodHandle;
import java.util.Locale;

/**
 * The system calls of Linux for many datagrams at once, on 64-bit machines. Arguments and results
 * are those of the manual pages, pointers are addresses of direct buffers.
 */
final class LinuxSockets {
  static final int AF_INET = 2;
  static final int AF_INET6 = 10;
  static final int SOL_SOCKET = 1;
  static final int SO_SNDBUF = 7;
  static final int SO_RCVBUF = 8;
  static final int SOL_UDP = 17;
  static final int UDP_SEGMENT = 103;
  static final int IPPROTO_IPV6 = 41;
  static final int IPV6_V6ONLY = 26;
  static final int POLLIN = 1;
  static final int EINTR = 4;
  static final int EAGAIN = 11;
  static final int ENOBUFS = 105;

  /** An epoll_event, which is packed on x86 alone, and where its data lies. */
  static final int EPOLL_EVENT;

  static final int EPOLL_DATA;

  private static final int SOCK_DGRAM = 2;
  private static final int CLOEXEC = 0x80000;
  private static final int EPOLL_CTL_ADD = 1;
  private static final int NONBLOCK_CLOEXEC = 0x800 | 0x80000;
  private static final int MSG_DONTWAIT = 0x40;

  private static final String UNAVAILABLE;
  private static final Functions CALLS;

  /** A record, for only its fields are constants to the compiler. */
  private record Functions(
      MethodHandle socket,
      MethodHandle setsockopt,
      MethodHandle bind,
      MethodHandle getsockname,
      MethodHandle recvmmsg,
      MethodHandle sendmmsg,
      MethodHandle ppoll,
      MethodHandle eventfd,
      MethodHandle epollCreate,
      MethodHandle epollControl,
      MethodHandle epollWait,
      MethodHandle read,
      MethodHandle write,
      MethodHandle close) {}

  static {
    boolean packed = System.getProperty("os.arch").equals("amd64");
    EPOLL_EVENT = packed ? 12 : 16;
    EPOLL_DATA = packed ? 4 : 8;
    Functions linked = null;
    String reason = null;
    try {
      linked = link();
    } catch (ForeignException e) {
      reason = e.getMessage();
    }
    CALLS = linked;
    UNAVAILABLE = reason;
  }

  private LinuxSockets() {}

  private static Functions link() throws ForeignException {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String machine = System.getProperty("os.arch");
    if (!system.equals("linux") || !(machine.equals("amd64") || machine.equals("aarch64"))) {
      throw new ForeignException("known on Linux of 64 bits only");
    }
    Class<?> i = int.class;
    Class<?> l = long.class;
    ForeignLibrary c = ForeignLibrary.open("libc.so.6");
    return new Functions(
        c.functionWithErrno("socket", i, i, i, i),
        c.functionWithErrno("setsockopt", i, i, i, i, l, i),
        c.functionWithErrno("bind", i, i, l, i),
        c.functionWithErrno("getsockname", i, i, l, l),
        c.functionWithErrno("recvmmsg", i, i, l, i, i, l),
        c.functionWithErrno("sendmmsg", i, i, l, i, i),
        c.function("ppoll", i, l, l, l, l),
        c.functionWithErrno("eventfd", i, i, i),
        c.functionWithErrno("epoll_create1", i, i),
        c.functionWithErrno("epoll_ctl", i, i, i, i, l),
        c.function("epoll_wait", i, i, l, i, i),
        c.function("read", l, i, l, l),
        c.function("write", l, i, l, l),
        c.function("close", i, i));
  }

  /** Says that the calls can be made. */
  static void require() throws ForeignException {
    if (UNAVAILABLE != null) {
      throw new ForeignException(UNAVAILABLE);
    }
  }

  /** A non-blocking UDP socket. */
  static int socket(ErrorNumber errno, int family) {
    try {
      return (int)
          CALLS.socket.invokeExact(errno.argument(), family, SOCK_DGRAM | NONBLOCK_CLOEXEC, 0);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  static int setsockopt(
      ErrorNumber errno, int socket, int level, int option, long value, int size) {
    try {
      return (int)
          CALLS.setsockopt.invokeExact(errno.argument(), socket, level, option, value, size);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  static int bind(ErrorNumber errno, int socket, long address, int size) {
    try {
      return (int) CALLS.bind.invokeExact(errno.argument(), socket, address, size);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  static int getsockname(ErrorNumber errno, int socket, long address, long size) {
    try {
      return (int) CALLS.getsockname.invokeExact(errno.argument(), socket, address, size);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** Takes what is there; never waits. */
  static int recvmmsg(ErrorNumber errno, int socket, long messages, int count) {
    try {
      return (int)
          CALLS.recvmmsg.invokeExact(errno.argument(), socket, messages, count, MSG_DONTWAIT, 0L);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** Sends as many as the socket takes; never waits. */
  static int sendmmsg(ErrorNumber errno, int socket, long messages, int count) {
    try {
      return (int)
          CALLS.sendmmsg.invokeExact(errno.argument(), socket, messages, count, MSG_DONTWAIT);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  static int ppoll(long descriptors, long count, long timeout) {
    try {
      return (int) CALLS.ppoll.invokeExact(descriptors, count, timeout, 0L);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** A non-blocking counter to wake a thread in {@link #ppoll} with. */
  static int eventfd(ErrorNumber errno) {
    try {
      return (int) CALLS.eventfd.invokeExact(errno.argument(), 0, NONBLOCK_CLOEXEC);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  static int epollCreate(ErrorNumber errno) {
    try {
      return (int) CALLS.epollCreate.invokeExact(errno.argument(), CLOEXEC);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  static int epollAdd(ErrorNumber errno, int epoll, int descriptor, long event) {
    try {
      return (int)
          CALLS.epollControl.invokeExact(errno.argument(), epoll, EPOLL_CTL_ADD, descriptor, event);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** Says what is ready; never waits. */
  static int epollWait(int epoll, long events, int count) {
    try {
      return (int) CALLS.epollWait.invokeExact(epoll, events, count, 0);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  static long read(int descriptor, long memory, long size) {
    try {
      return (long) CALLS.read.invokeExact(descriptor, memory, size);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  static long write(int descriptor, long memory, long size) {
    try {
      return (long) CALLS.write.invokeExact(descriptor, memory, size);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  static int close(int descriptor) {
    try {
      return (int) CALLS.close.invokeExact(descriptor);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  private static IllegalStateException failed(Throwable e) {
    return new IllegalStateException("A system call could not be made", e);
  }
}
