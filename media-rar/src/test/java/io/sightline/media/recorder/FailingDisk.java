package io.sightline.media.recorder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Real files on a disk that fails when it is told to. Safe from any thread. */
final class FailingDisk implements RecordingDirectory.Opener {
  private final Map<String, Integer> writesAfterFailure = new ConcurrentHashMap<>();
  private final Map<String, Integer> forcesAfterFailure = new ConcurrentHashMap<>();
  private volatile String writeFails = "";
  private volatile String forceFails = "";
  private volatile boolean full;

  /** The next write of this file fails as a broken disk does. */
  void failNextWrite(String file) {
    writeFails = file;
  }

  /** The next force of this file fails. */
  void failNextForce(String file) {
    forceFails = file;
  }

  /** From now on there is no room for anything, or there is again. */
  void setFull(boolean now) {
    full = now;
  }

  int writesAfterFailure(String file) {
    return writesAfterFailure.getOrDefault(file, 0);
  }

  int forcesAfterFailure(String file) {
    return forcesAfterFailure.getOrDefault(file, 0);
  }

  @Override
  public FileChannel create(Path path) throws IOException {
    requireRoom();
    return new Channel(String.valueOf(path.getFileName()), RecordingDirectory.PLAIN.create(path));
  }

  private void requireRoom() throws IOException {
    if (full) {
      throw new IOException("No space left on device");
    }
  }

  private final class Channel extends FileChannel {
    private final String name;
    private final FileChannel real;
    private volatile boolean failed;

    Channel(String name, FileChannel real) {
      this.name = name;
      this.real = real;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
      if (failed) {
        writesAfterFailure.merge(name, 1, Integer::sum);
      }
      if (writeFails.equals(name)) {
        writeFails = "";
        failed = true;
        throw new IOException("Input/output error");
      }
      requireRoom();
      return real.write(from);
    }

    @Override
    public void force(boolean metaData) throws IOException {
      if (failed) {
        forcesAfterFailure.merge(name, 1, Integer::sum);
      }
      if (forceFails.equals(name)) {
        forceFails = "";
        failed = true;
        throw new IOException("Input/output error");
      }
      real.force(metaData);
    }

    @Override
    protected void implCloseChannel() throws IOException {
      real.close();
    }

    @Override
    public int read(ByteBuffer to) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long read(ByteBuffer[] to, int offset, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long position() {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileChannel position(long to) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long size() throws IOException {
      return real.size();
    }

    @Override
    public FileChannel truncate(long size) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel to) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long transferFrom(ReadableByteChannel from, long position, long count) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int read(ByteBuffer to, long position) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int write(ByteBuffer from, long position) {
      throw new UnsupportedOperationException();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) {
      throw new UnsupportedOperationException();
    }
  }
}
