package io.sightline.mixer.av;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.ffmpeg.avformat.Write_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * libav's input or output on a channel. An exception must not leave a callback, for that ends the
 * process: it is kept, libav gets an error code, and {@link #rethrow} throws it later. All share
 * three callbacks, since JavaCPP allows for ten of a kind: libav hands back the number of the one
 * it means.
 */
final class ChannelIo implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int SEEK_SIZE = 0x10000;
  private static final int SEEK_FORCE = 0x20000;

  private static final Map<Long, ChannelIo> OPEN = new ConcurrentHashMap<>();
  private static final AtomicLong NUMBERS = new AtomicLong();
  private static final Read READ = new Read();
  private static final Write WRITE = new Write();
  private static final Seek SEEK = new Seek();

  private final long number = NUMBERS.incrementAndGet();
  private final SeekableByteChannel channel;
  private final byte[] transfer = new byte[BUFFER_BYTES];
  private final NativeScope scope = new NativeScope();
  private final AVIOContext context;
  private Throwable failure;

  private ChannelIo(SeekableByteChannel channel, boolean writing) throws AvException {
    this.channel = channel;
    BytePointer buffer = new BytePointer(avutil.av_malloc(BUFFER_BYTES)).capacity(BUFFER_BYTES);
    context =
        scope.own(
            avformat.avio_alloc_context(
                buffer,
                BUFFER_BYTES,
                writing ? 1 : 0,
                new Number(number),
                writing ? null : READ,
                writing ? WRITE : null,
                SEEK),
            ChannelIo::free);
    OPEN.put(number, this);
  }

  static ChannelIo reading(SeekableByteChannel channel) throws AvException {
    return new ChannelIo(channel, false);
  }

  static ChannelIo writing(SeekableByteChannel channel) throws AvException {
    return new ChannelIo(channel, true);
  }

  private static void free(AVIOContext context) {
    avutil.av_free(context.buffer());
    avformat.avio_context_free(context);
  }

  AVIOContext context() {
    return context;
  }

  /** Throws what a callback had to swallow. */
  void rethrow() throws AvException {
    if (failure != null) {
      throw new AvException("reading or writing the file failed", failure);
    }
  }

  @Override
  public void close() {
    OPEN.remove(number);
    scope.close();
  }

  private int fail(Throwable cause) {
    if (failure == null) {
      failure = cause;
    }
    return Libav.EIO;
  }

  private long seekTo(long offset, int whence) throws IOException {
    int mode = whence & ~SEEK_FORCE;
    if (mode == SEEK_SIZE) {
      return channel.size();
    }
    long base = mode == 0 ? 0 : mode == 1 ? channel.position() : channel.size();
    if (base + offset < 0) {
      return -22;
    }
    channel.position(base + offset);
    return base + offset;
  }

  private int read(BytePointer buffer, int size) {
    try {
      int count = channel.read(ByteBuffer.wrap(transfer, 0, Math.min(size, transfer.length)));
      if (count < 0) {
        return avutil.AVERROR_EOF;
      }
      buffer.put(transfer, 0, count);
      return count;
    } catch (Throwable e) {
      return fail(e);
    }
  }

  private int write(BytePointer buffer, int size) {
    try {
      for (int done = 0; done < size; ) {
        int count = Math.min(size - done, transfer.length);
        buffer.position(done).get(transfer, 0, count);
        channel.write(ByteBuffer.wrap(transfer, 0, count));
        done += count;
      }
      return size;
    } catch (Throwable e) {
      return fail(e);
    }
  }

  private long seek(long offset, int whence) {
    try {
      return seekTo(offset, whence);
    } catch (Throwable e) {
      return fail(e);
    }
  }

  /** A number in the guise of the pointer that libav keeps for us. */
  private static final class Number extends Pointer {
    Number(long number) {
      super((Pointer) null);
      address = number;
    }
  }

  private static final class Read extends Read_packet_Pointer_BytePointer_int {
    @Override
    public int call(Pointer number, BytePointer buffer, int size) {
      ChannelIo io = OPEN.get(number.address());
      return io == null ? Libav.EIO : io.read(buffer, size);
    }
  }

  private static final class Write extends Write_packet_Pointer_BytePointer_int {
    @Override
    public int call(Pointer number, BytePointer buffer, int size) {
      ChannelIo io = OPEN.get(number.address());
      return io == null ? Libav.EIO : io.write(buffer, size);
    }
  }

  private static final class Seek extends Seek_Pointer_long_int {
    @Override
    public long call(Pointer number, long offset, int whence) {
      ChannelIo io = OPEN.get(number.address());
      return io == null ? Libav.EIO : io.seek(offset, whence);
    }
  }
}
