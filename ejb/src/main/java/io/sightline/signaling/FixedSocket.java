package io.sightline.signaling;

import io.sightline.call.Session;
import io.sightline.identity.Caller;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * A client of WHIP or WHEP as signaling sees it: a device that is told nothing, for HTTP has no way
 * to it, and whose session ends when signaling closes it.
 */
final class FixedSocket implements Socket {
  private final UUID id;
  private final Caller owner;
  private final Caller caller;
  private final Session.Device device;
  private final Instant openedAt;
  private final Consumer<FixedSocket> onClose;
  private UUID mediaSessionId;
  private int generation;
  private volatile boolean connected;
  private volatile String entityTag = "";

  /**
   * A device that comes.
   *
   * @param owner whose token it came by
   * @param caller the party of the call that it is
   */
  FixedSocket(
      UUID id,
      Caller owner,
      Caller caller,
      Session.Device device,
      Instant openedAt,
      Consumer<FixedSocket> onClose) {
    this.id = id;
    this.owner = owner;
    this.caller = caller;
    this.device = device;
    this.openedAt = openedAt;
    this.onClose = onClose;
  }

  /** Its connection to the media server, once for all. */
  void serve(UUID servedMediaSession, int servedGeneration) {
    this.mediaSessionId = servedMediaSession;
    this.generation = servedGeneration;
  }

  UUID key() {
    return id;
  }

  UUID callId() {
    return caller.admitted().orElseThrow().callId();
  }

  UUID mediaSessionId() {
    return mediaSessionId;
  }

  int generation() {
    return generation;
  }

  /** Whether somebody came by the same link, or is the same user. */
  boolean isOf(Caller other) {
    return owner.tenant().equals(other.tenant())
        && owner.subject().equals(other.subject())
        && owner.admitted().equals(other.admitted());
  }

  /** Names the state of ICE as the client knows it. */
  String entityTag() {
    return entityTag;
  }

  void tag(String newEntityTag) {
    this.entityTag = newEntityTag;
  }

  void connect() {
    this.connected = true;
  }

  /** Whether its media has not come although it was asked for before {@code deadline}. */
  boolean overdue(Instant deadline) {
    return !connected && openedAt.isBefore(deadline);
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
    return "";
  }

  @Override
  public void send(JsonObject message) {
    // its client asks by HTTP and cannot be told anything
  }

  @Override
  public boolean takes(Numbering numbering) {
    return true; // HTTP sends each request once
  }

  @Override
  public void close(CloseReason reason) {
    onClose.accept(this);
  }
}
