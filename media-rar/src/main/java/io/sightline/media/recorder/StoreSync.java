package io.sightline.media.recorder;

import io.sightline.media.foreign.ErrorNumber;
import io.sightline.media.foreign.ForeignException;
import io.sightline.media.foreign.ForeignLibrary;
import io.sightline.media.foreign.ForeignMemory;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Forces everything that was written to the store's file system with one call, syncfs(2): for many
 * files that costs a fraction of forcing each. It needs JDK 22, Linux 5.8, which tells of what
 * could not be written, and a file system of which it is known that the call waits for the disk;
 * without these it holds no directory. Any thread; whoever asks {@link #holds} does not wait for a
 * {@link #sync} that runs.
 */
final class StoreSync {
  private static final Logger LOG = Logger.getLogger(StoreSync.class.getName());
  private static final Set<String> KNOWN = Set.of("ext2", "ext3", "ext4", "xfs");
  private static final int FIRST_MAJOR = 5;
  private static final int FIRST_MINOR = 8;
  private static final int O_CLOEXEC = 0x80000;

  private final Path store;
  private final Object forcing = new Object();
  private volatile Opened opened;
  private boolean tried;

  private record Functions(MethodHandle open, MethodHandle syncfs, MethodHandle close) {}

  private record Opened(Functions calls, ErrorNumber errno, int descriptor, Object device) {}

  /**
   * Opens nothing yet.
   *
   * @param store a directory that may not exist before {@link #holds} is asked
   */
  StoreSync(Path store) {
    this.store = store;
  }

  /** Whether {@link #sync} forces the files of a directory. */
  synchronized boolean holds(Path directory) throws IOException {
    if (!tried) {
      tried = true;
      opened = open(store);
    }
    Opened current = opened;
    return current != null && device(directory).equals(current.device());
  }

  /**
   * Forces the file system.
   *
   * @return true when everything written before the call is on disk, false when that is not known
   */
  boolean sync() {
    synchronized (forcing) {
      Opened current = opened;
      return current != null && sync(current);
    }
  }

  private static boolean sync(Opened opened) {
    int result;
    try {
      Object errno = opened.errno().argument();
      result = (int) opened.calls().syncfs().invokeExact(errno, opened.descriptor());
    } catch (Throwable e) {
      throw failed(e);
    }
    if (result != 0) {
      LOG.log(
          Level.WARNING,
          "Forcing the store failed, errno {0}; each file is asked",
          opened.errno().value());
    }
    return result == 0;
  }

  /** Nothing is forced afterwards; waits for what is being forced. */
  void close() {
    synchronized (forcing) {
      Opened current = opened;
      opened = null;
      if (current != null) {
        try {
          int ignored = (int) current.calls().close().invokeExact(current.descriptor());
        } catch (Throwable e) {
          throw failed(e);
        }
      }
    }
  }

  private static Object device(Path path) throws IOException {
    return Files.getAttribute(path, "unix:dev");
  }

  private static Opened open(Path store) {
    try {
      if (!tellsOfFaults() || !KNOWN.contains(Files.getFileStore(store).type())) {
        return null;
      }
      ForeignLibrary c = ForeignLibrary.open("libc.so.6");
      Functions calls =
          new Functions(
              c.functionWithErrno("open", int.class, long.class, int.class),
              c.functionWithErrno("syncfs", int.class, int.class),
              c.function("close", int.class, int.class));
      ErrorNumber errno = new ErrorNumber();
      int descriptor = descriptor(calls, errno, store);
      if (descriptor < 0) {
        throw new IOException(store + " cannot be opened, errno " + errno.value());
      }
      return new Opened(calls, errno, descriptor, device(store));
    } catch (ForeignException | IOException e) {
      LOG.log(Level.FINE, "Files are forced one by one", e);
      return null;
    }
  }

  private static boolean tellsOfFaults() {
    if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).equals("linux")) {
      return false;
    }
    String[] version = System.getProperty("os.version").split("[^0-9]+");
    int major = Integer.parseInt(version[0]);
    return major > FIRST_MAJOR
        || (major == FIRST_MAJOR && Integer.parseInt(version[1]) >= FIRST_MINOR);
  }

  private static int descriptor(Functions calls, ErrorNumber errno, Path path)
      throws ForeignException {
    byte[] name = path.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8);
    ForeignMemory memory = new ForeignMemory(name.length + 1);
    memory.bytes().put(0, name);
    try {
      return (int) calls.open().invokeExact(errno.argument(), memory.address(), O_CLOEXEC);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  private static IllegalStateException failed(Throwable e) {
    return new IllegalStateException("A system call could not be made", e);
  }
}
