package io.sightline.web.signaling;

import io.sightline.signaling.CloseReason;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/**
 * Sends one WebSocket session's frames one after the other, because containers refuse a second
 * asynchronous send while one is under way. A client that does not read is closed once {@value
 * #QUEUE} frames wait. Safe from any thread.
 */
final class FrameSender {
  private static final Logger LOG = System.getLogger(FrameSender.class.getName());

  /** Room for what a client misses when it comes back, and for as much again. */
  static final int QUEUE = 512;

  private final Session session;
  private final Executor closer;
  private final Queue<String> waiting = new ArrayDeque<>();
  private boolean sending;
  private boolean closed;
  private CloseReason closeWith;

  /** Closing is given to {@code closer}: a container may not close on the thread that sends. */
  FrameSender(Session session, Executor closer) {
    this.session = session;
    this.closer = closer;
  }

  /**
   * Queues a frame; {@link #pump} sends it.
   *
   * @return false when the client does not read and is closed therefore
   */
  boolean queue(String frame) {
    synchronized (waiting) {
      if (closed || closeWith != null) {
        return true;
      }
      if (waiting.size() >= QUEUE) {
        waiting.clear();
        closeWith = CloseReason.LIMIT_EXCEEDED;
        return false;
      }
      waiting.add(frame);
      return true;
    }
  }

  /** Closes when all that is queued has been sent. */
  void close(CloseReason reason) {
    synchronized (waiting) {
      if (closed || closeWith != null) {
        return;
      }
      closeWith = reason;
    }
    pump();
  }

  /** Whether it takes frames. */
  boolean open() {
    synchronized (waiting) {
      return !closed && closeWith == null;
    }
  }

  /** The session has closed; nothing is sent any more. */
  void gone() {
    synchronized (waiting) {
      closed = true;
      waiting.clear();
    }
  }

  /** Closes at once although a send is under way, as for a client that reads nothing. */
  void abort(CloseReason reason) {
    synchronized (waiting) {
      if (closed) {
        return;
      }
      closed = true;
      waiting.clear();
    }
    closer.execute(() -> closeSession(reason));
  }

  /** Sends the next frame unless one is under way; closes when all is sent. */
  void pump() {
    String next;
    synchronized (waiting) {
      if (sending || closed) {
        return;
      }
      next = waiting.poll();
      if (next == null && closeWith == null) {
        return;
      }
      sending = next != null;
      closed = next == null;
    }
    if (next == null) {
      closer.execute(() -> closeSession(closeWith));
      return;
    }
    try {
      session.getAsyncRemote().sendText(next, this::sent);
    } catch (IllegalStateException | IllegalArgumentException notOpen) {
      LOG.log(Level.DEBUG, "socket is closed already", notOpen);
      gone();
    }
  }

  private void sent(SendResult result) {
    synchronized (waiting) {
      sending = false;
    }
    if (result.isOK()) {
      pump();
    } else {
      gone();
    }
  }

  private void closeSession(CloseReason reason) {
    try {
      session.close(
          new jakarta.websocket.CloseReason(
              jakarta.websocket.CloseReason.CloseCodes.getCloseCode(reason.code()), reason.name()));
    } catch (IOException broken) {
      LOG.log(Level.DEBUG, "socket broke while closing", broken);
    }
  }
}
