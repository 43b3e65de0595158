package io.sightline.web.playback;

import jakarta.servlet.AsyncContext;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * One answer's body: a stretch of a sealed file, decrypted piece by piece as the connection takes
 * it. It runs on a thread of {@link Players} that waits inside the container's write for as long as
 * the receiver is slow; its memory is a piece, a segment of the file and that thread's stack.
 *
 * <p>{@link #end} may come from any thread, all else from the player's own.
 */
public final class Player implements Runnable {
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

  /** Whom to wake when the player ends; null before its thread runs and after it left its loop. */
  private Thread waiting;

  private AsyncContext context;

  /**
   * Reads and checks the first piece, so that a damaged file is an error and not a short answer.
   *
   * @param source closed when the player ends; not when this constructor fails
   * @param whenEnded told once, when the connection is given back
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

  /** Takes over the answer, whose head is decided; to be called before the player is run. */
  void takeOver(AsyncContext async) {
    // Its limit would count from the beginning of the answer; ours counts from the last progress.
    async.setTimeout(0);
    context = async;
  }

  /** When the connection last took something, by {@link System#nanoTime}. */
  long progressNs() {
    return progressNs;
  }

  @Override
  public void run() {
    if (begin()) {
      try {
        send(context.getResponse().getOutputStream());
      } catch (IOException | IllegalStateException e) {
        LOG.log(Level.DEBUG, "a player went away", e);
      } finally {
        leave();
      }
    }
    close();
  }

  private void send(OutputStream output) throws IOException {
    while (pending > 0 && !ended.get()) {
      output.write(piece, 0, pending);
      progressNs = System.nanoTime();
      pending = 0;
      if (unread > 0 && !refill()) {
        return;
      }
    }
  }

  /** Nothing that is not authentic leaves: the answer ends short of its announced length. */
  private boolean refill() {
    try {
      fill();
      return true;
    } catch (IOException e) {
      LOG.log(Level.ERROR, "a rendition cannot be read to its end", e);
      return false;
    }
  }

  private synchronized boolean begin() {
    waiting = ended.get() ? null : Thread.currentThread();
    return waiting != null;
  }

  /** From here on no interrupt comes; one that came is not left to whoever uses the thread next. */
  private synchronized void leave() {
    waiting = null;
    boolean unused = Thread.interrupted();
  }

  /**
   * Has the player end. One that was never run is closed here; else its thread closes it once it
   * has left the container's write, which an interrupt brings about.
   *
   * @param running whether the player was given to a thread
   */
  void end(boolean running) {
    ended.set(true);
    if (!running) {
      close();
      return;
    }
    synchronized (this) {
      if (waiting != null) {
        waiting.interrupt();
      }
    }
  }

  private void close() {
    ended.set(true);
    try (source) {
      if (context != null) {
        context.complete();
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
