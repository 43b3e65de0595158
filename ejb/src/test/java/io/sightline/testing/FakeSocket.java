package io.sightline.testing;

import io.sightline.call.Session;
import io.sightline.identity.Caller;
import io.sightline.signaling.CloseReason;
import io.sightline.signaling.Numbering;
import io.sightline.signaling.Socket;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/** A socket that keeps what it was sent. */
public final class FakeSocket implements Socket {
  private final Session.Device device =
      new Session.Device(UUID.randomUUID().toString(), "192.0.2.1", "test");
  private final Caller caller;
  private final List<JsonObject> received = new ArrayList<>();
  private CloseReason closed;
  private Consumer<JsonObject> onMessage = message -> {};

  public FakeSocket(Caller caller) {
    this.caller = caller;
  }

  @Override
  public String id() {
    return device.socketId();
  }

  @Override
  public Caller caller() {
    return caller;
  }

  @Override
  public Session.Device device() {
    return device;
  }

  @Override
  public String baseUrl() {
    return "https://sightline.example";
  }

  /** Runs on the sending thread for each message, before whoever comes next is sent to. */
  public void onMessage(Consumer<JsonObject> listener) {
    onMessage = listener;
  }

  @Override
  public void send(JsonObject message) {
    synchronized (this) {
      if (closed == null) {
        received.add(message);
      }
    }
    onMessage.accept(message);
  }

  @Override
  public boolean takes(Numbering numbering) {
    return true;
  }

  @Override
  public synchronized void close(CloseReason reason) {
    closed = reason;
  }

  public synchronized CloseReason closed() {
    return closed;
  }

  /** All messages, oldest first. */
  public synchronized List<JsonObject> all() {
    return List.copyOf(received);
  }

  /** All messages of a type, oldest first. */
  public synchronized List<JsonObject> all(String type) {
    return received.stream().filter(message -> type.equals(message.getString("type"))).toList();
  }

  /** The newest message of a type. */
  public JsonObject last(String type) {
    List<JsonObject> all = all(type);
    if (all.isEmpty()) {
      throw new AssertionError("no " + type + " among " + types());
    }
    return all.get(all.size() - 1);
  }

  public synchronized List<String> types() {
    return received.stream().map(message -> message.getString("type")).toList();
  }

  public synchronized void forgetAll() {
    received.clear();
  }
}
