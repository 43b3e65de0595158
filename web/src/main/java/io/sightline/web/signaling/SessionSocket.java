package io.sightline.web.signaling;

import io.sightline.call.Session.Device;
import io.sightline.identity.Caller;
import io.sightline.identity.Secret;
import io.sightline.signaling.CloseReason;
import io.sightline.signaling.NumberedMessages;
import io.sightline.signaling.Numbering;
import io.sightline.signaling.Socket;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;

/**
 * A client's connection to signaling: one WebSocket at a time, and the next one after it broke. It
 * lives on without any while it is suspended; what is sent then waits for the client.
 */
public final class SessionSocket implements Socket {
  private static final int KEY_BITS = 128;

  private final SocketPrincipal principal;
  private final NumberedMessages messages = new NumberedMessages();
  private final FrameBudget budget;

  /** Held while a frame is worked off: who comes back waits for what came before. */
  private final ReentrantLock receiving = new ReentrantLock();

  /** Null while suspended and once over. Guarded by {@code messages}, as what follows. */
  private FrameSender sender;

  /** Nothing is said or heard any more, but what a client that comes back still misses. */
  private boolean over;

  private CloseReason closeWith;

  /** Lets the client come back without a ticket, once. */
  private String key = Secret.random(KEY_BITS);

  private boolean ended;
  private long suspendedNs;
  private volatile long heardNs = System.nanoTime();

  SessionSocket(SocketPrincipal principal, FrameSender sender, FrameBudget budget) {
    this.principal = principal;
    this.sender = sender;
    this.budget = budget;
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

  SocketPrincipal principal() {
    return principal;
  }

  /** Whether the client said that it will come back. */
  boolean resumable() {
    return principal.resumption().wanted();
  }

  @Override
  public void send(JsonObject message) {
    FrameSender current;
    synchronized (messages) {
      if (over) {
        return;
      }
      String frame = messages.send(message, System.nanoTime());
      current = sender;
      if (current != null && !current.queue(frame)) {
        over = true;
      }
    }
    if (current != null) {
      current.pump();
    }
  }

  @Override
  public boolean takes(Numbering numbering) {
    NumberedMessages.Arrival arrival = messages.take(numbering);
    if (arrival == NumberedMessages.Arrival.GAP) {
      close(CloseReason.PROTOCOL_ERROR);
    }
    return arrival == NumberedMessages.Arrival.NEXT;
  }

  @Override
  public void close(CloseReason reason) {
    FrameSender current;
    synchronized (messages) {
      if (over) {
        return;
      }
      over = true;
      closeWith = reason;
      current = sender;
    }
    if (current != null) {
      current.close(reason);
    }
  }

  /** Works off a frame of one WebSocket; those of a former one count no more. */
  void receive(FrameSender from, String frame, BiConsumer<Socket, String> work) {
    receiving.lock();
    try {
      if (!isOpen(from)) {
        return;
      }
      if (budget.take(System.nanoTime())) {
        work.accept(this, frame);
      } else {
        close(CloseReason.LIMIT_EXCEEDED);
      }
    } finally {
      receiving.unlock();
    }
  }

  /** Whether frames that come by this WebSocket still count. */
  boolean isOpen(FrameSender from) {
    synchronized (messages) {
      return !over && sender == from;
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

  /**
   * Goes on by a new WebSocket: says what has come, sends what the client misses. One that was
   * closed meanwhile, such as by another device, tells that and closes.
   *
   * @param received the last message that the client has
   * @return false when not everything it misses is there any more, or the socket has ended
   */
  boolean resume(FrameSender next, int received) {
    FrameSender former;
    receiving.lock();
    try {
      synchronized (messages) {
        Optional<List<String>> missed = messages.missed(received);
        if (ended || missed.isEmpty() || (over && sender != null)) {
          return false;
        }
        former = sender;
        sender = next;
        heard();
        key = Secret.random(KEY_BITS);
        boolean unused = next.queue(resumed().toString());
        for (String frame : missed.get()) {
          unused = next.queue(frame);
        }
        if (closeWith != null) {
          next.close(closeWith);
        }
      }
    } finally {
      receiving.unlock();
    }
    if (former != null) {
      former.abort(CloseReason.RESUMED);
    }
    next.pump();
    return true;
  }

  private JsonObject resumed() {
    return Json.createObjectBuilder()
        .add("type", "resumed")
        .add("received", messages.taken())
        .add("key", key)
        .build();
  }

  /** Gives the client the key to come back with. */
  void giveKey() {
    FrameSender current;
    synchronized (messages) {
      current = sender;
      if (over || current == null) {
        return;
      }
      boolean unused =
          current.queue(
              Json.createObjectBuilder()
                  .add("type", "session.key")
                  .add("key", key)
                  .build()
                  .toString());
    }
    current.pump();
  }

  /** Compared in constant time. */
  boolean opensWith(String offered) {
    synchronized (messages) {
      return !ended && Secret.same(key, offered);
    }
  }

  /**
   * Lives on without a WebSocket from {@code nowNs} on, if this one was its own.
   *
   * @return false when it has another one, or is over
   */
  boolean suspend(FrameSender broken, long nowNs) {
    synchronized (messages) {
      if (over || sender != broken) {
        return false;
      }
      sender = null;
      suspendedNs = nowNs;
      return true;
    }
  }

  /**
   * Ends it if it has been suspended since.
   *
   * @param sinceNs as given to {@link #suspend}
   * @return whether this call has ended it
   */
  boolean expire(long sinceNs) {
    synchronized (messages) {
      return sender == null && suspendedNs == sinceNs && end();
    }
  }

  /**
   * Ends it with the WebSocket it had.
   *
   * @return whether this call has ended it: not while it goes on by another one
   */
  boolean end(FrameSender closed) {
    synchronized (messages) {
      return sender == closed && end();
    }
  }

  private boolean end() {
    boolean first = !ended;
    over = true;
    ended = true;
    return first;
  }

  /** Whether it has ended, for whatever reason. */
  boolean hasEnded() {
    synchronized (messages) {
      return ended;
    }
  }

  /** Closes at once although a send is under way, as for a client that reads nothing. */
  void abort(CloseReason reason) {
    FrameSender current;
    synchronized (messages) {
      over = true;
      current = sender;
    }
    if (current != null) {
      current.abort(reason);
    }
  }
}
