package io.sightline.signaling;

import io.sightline.call.Session;
import io.sightline.identity.Caller;
import jakarta.json.JsonObject;

/**
 * A client's connection, which may break and come back meanwhile. Every method is safe from any
 * thread and returns at once.
 */
public interface Socket {
  String id();

  Caller caller();

  Session.Device device();

  /** Scheme, host and port by which the client came, with no slash at the end. */
  String baseUrl();

  /** Queues a message; it gets its {@code seq} as it is sent. Ignored once closed. */
  void send(JsonObject message);

  /**
   * Whether a message that has come is to be carried out: false for one that came before a
   * connection broke and was sent again after it, and where one is missing, which closes the
   * socket.
   */
  boolean takes(Numbering numbering);

  /** Sends what is queued, then closes with the code. */
  void close(CloseReason reason);
}
