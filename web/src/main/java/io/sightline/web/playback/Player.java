package io.sightline.web.playback;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.EOFException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * One answer's body: a stretch of a sealed file, decrypted piece by piece as the connection takes
 * it. Between two pieces it occupies memory (a piece, and two segments of the file) but no thread
 * of ours; a container may all the same wait inside its own write, which is why {@link Players}
 * bounds them.
 *
 * <p>The container calls the listener from one thread at a time; {@link #end} may come from any.
 */
final class Player implements WriteListener {
  /** Bytes handed to the container at a time. */
  static final int PIECE = 16_384;

  private static final Logger LOG = System.getLogger(Player.class.getName());

  private final SeekableByteChannel source;
  private final Consumer<Player> whenEnded;
  private final byte[] piece;
  private final AtomicBoolean ended = new AtomicBoolean();

  /** Bytes of the stretch that were not yet read from the file. */
  private long unread;

  /** Bytes in {@link #piece} that were not yet handed over. */
  private int pending;

  private volatile long progressNs = System.nanoTime();
  private volatile AsyncContext context;
  private ServletOutputStream output;

  /**
   * Reads and checks the first piece, so that a damaged file is an error and not a short answer.
   *
   * @param source closed when the player ends; not when this constructor fails
   * @param whenEnded told once
   */
  Player(SeekableByteChannel source, long first, long length, Consumer<Player> whenEnded)
      throws IOException {
    this.source = source;
    this.whenEnded = whenEnded;
    this.piece = new byte[(int) Math.min(PIECE, length)];
    this.unread = length;
    source.position(first);
    fill();
  }

  /** Begins to send; from now on the container calls. */
  void start(AsyncContext async) throws IOException {
    // Its limit would count from the beginning of the answer; ours counts from the last progress.
    async.setTimeout(0);
    context = async;
    output = async.getResponse().getOutputStream();
    output.setWriteListener(this);
  }

  /** When the connection last took something, by {@link System#nanoTime}. */
  long progressNs() {
    return progressNs;
  }

  @Override
  public void onWritePossible() throws IOException {
    while (!ended.get() && output.isReady()) {
      progressNs = System.nanoTime();
      if (pending == 0 && unread == 0) {
        end();
        return;
      }
      if (pending == 0 && !refill()) {
        return;
      }
      int count = pending;
      pending = 0;
      output.write(piece, 0, count);
    }
  }

  /** Nothing that is not authentic leaves: the answer ends short of its announced length. */
  private boolean refill() {
    try {
      fill();
      return true;
    } catch (IOException e) {
      if (!ended.get()) {
        LOG.log(Level.ERROR, "a rendition cannot be read to its end", e);
      }
      end();
      return false;
    }
  }

  @Override
  public void onError(Throwable failure) {
    LOG.log(Level.DEBUG, "a player went away", failure);
    end();
  }

  /** Closes the file and gives the connection back, whether or not everything was sent. */
  void end() {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    try (source) {
      AsyncContext begun = context;
      if (begun != null) {
        begun.complete();
      }
    } catch (IOException | IllegalStateException e) {
      LOG.log(Level.DEBUG, "a player had already gone", e);
    } finally {
      whenEnded.accept(this);
    }
  }

  private void fill() throws IOException {
    int wanted = (int) Math.min(piece.length, unread);
    ByteBuffer target = ByteBuffer.wrap(piece, 0, wanted);
    while (target.hasRemaining()) {
      if (source.read(target) < 0) {
        throw new EOFException("the file ends " + unread + " bytes too early");
      }
    }
    unread -= wanted;
    pending = wanted;
  }
}
