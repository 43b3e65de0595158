package io.sightline.web.signaling;

import io.sightline.call.Session.Device;
import io.sightline.identity.Caller;
import io.sightline.signaling.CloseReason;
import io.sightline.signaling.Socket;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;

/**
 * A WebSocket session with a queue of its own, because containers refuse a second asynchronous send
 * while one is under way. A client that does not read is closed once {@value #QUEUE} messages wait.
 */
public final class SessionSocket implements Socket {
  private static final Logger LOG = System.getLogger(SessionSocket.class.getName());
  private static final int QUEUE = 256;

  private final Session session;
  private final SocketPrincipal principal;
  private final Executor closer;
  private final Queue<String> waiting = new ArrayDeque<>();
  private boolean sending;
  private boolean closed;
  private CloseReason closeWith;
  private long seq;
  private volatile long heardNs = System.nanoTime();

  /** Closing is given to {@code closer}: a container may not close on the thread that sends. */
  SessionSocket(Session session, SocketPrincipal principal, Executor closer) {
    this.session = session;
    this.principal = principal;
    this.closer = closer;
  }

  @Override
  public String id() {
    return principal.device().socketId();
  }

  @Override
  public Caller caller() {
    return principal.caller();
  }

  @Override
  public Device device() {
    return principal.device();
  }

  @Override
  public String baseUrl() {
    return principal.baseUrl();
  }

  @Override
  public void send(JsonObject message) {
    synchronized (waiting) {
      if (closed || closeWith != null) {
        return;
      }
      if (waiting.size() >= QUEUE) {
        waiting.clear();
        closeWith = CloseReason.LIMIT_EXCEEDED;
      } else {
        waiting.add(Json.createObjectBuilder(message).add("seq", ++seq).build().toString());
      }
    }
    pump();
  }

  @Override
  public void close(CloseReason reason) {
    synchronized (waiting) {
      if (closed || closeWith != null) {
        return;
      }
      closeWith = reason;
    }
    pump();
  }

  /** Whether frames of the client still count. */
  boolean open() {
    synchronized (waiting) {
      return !closed && closeWith == null;
    }
  }

  /** The client is there. */
  void heard() {
    heardNs = System.nanoTime();
  }

  /** Monotonic time of the last frame. */
  long heardNs() {
    return heardNs;
  }

  /** The session has closed; nothing is sent any more. */
  void gone() {
    synchronized (waiting) {
      closed = true;
      waiting.clear();
    }
  }

  /**
   * Closes at once although a send is under way, as for a client that reads nothing.
   *
   * @return whether this call has closed it
   */
  boolean abort(CloseReason reason) {
    synchronized (waiting) {
      if (closed) {
        return false;
      }
      closed = true;
      waiting.clear();
    }
    closeSession(reason);
    return true;
  }

  /** Sends the next message unless one is under way; closes when all is sent. */
  private void pump() {
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
