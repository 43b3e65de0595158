package io.sightline.signaling;

import io.sightline.call.MediaPlane;
import io.sightline.call.MediaPlane.ForwardedOffer;
import io.sightline.call.MediaPlane.ForwardedSession;
import io.sightline.call.MediaPlane.InvalidDescriptionException;
import io.sightline.call.MediaPlane.MediaUnavailableException;
import io.sightline.fault.Refusal;
import io.sightline.identity.Caller;
import io.sightline.identity.Permission;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArray;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Short tests of people's way to the media server: two sessions of one browser, of which the second
 * receives what the first sends. No call knows of them, nothing of them is kept. Safe from any
 * thread.
 */
@ApplicationScoped
public class ConnectionTests {
  /** Tests at a time, each of some hundred kilobits a second. */
  static final int AT_ONCE = 16;

  /** After that a test is ended, whoever has forgotten it. */
  static final Duration LIMIT = Duration.ofSeconds(30);

  private static final String ROLE = "guest";

  private final Map<UUID, Running> running = new ConcurrentHashMap<>();
  private Delivery delivery;
  private IceServers iceServers;
  private Background background;

  private record Running(UUID subject, List<ForwardedOffer> offers) {}

  /**
   * A test that waits for the browser's answers.
   *
   * @param offers SDP: of the session that sends, and of the one that receives
   */
  public record Begun(UUID id, List<String> offers, JsonArray iceServers) {}

  protected ConnectionTests() {
    // for the container's client proxy
  }

  @Inject
  public ConnectionTests(Delivery delivery, IceServers iceServers, Background background) {
    this.delivery = delivery;
    this.iceServers = iceServers;
    this.background = background;
  }

  /**
   * Begins a test; the caller's last one is over then.
   *
   * @throws Refusal TOO_MANY {@code test.busy}, UNAVAILABLE {@code media.unavailable}
   */
  public Begun begin(Caller caller) {
    caller.require(Permission.TAKE_PART);
    MediaPlane plane = delivery.plane().orElseThrow(ConnectionTests::unavailable);
    running.entrySet().stream()
        .filter(entry -> entry.getValue().subject().equals(caller.subject()))
        .map(Map.Entry::getKey)
        .toList()
        .forEach(this::release);
    if (running.size() >= AT_ONCE) {
      throw Refusal.of(
          Refusal.Kind.TOO_MANY, "test.busy", "Too many test their connections. Try again.");
    }
    UUID id = UUID.randomUUID();
    List<ForwardedSession> both = List.of(session(id), session(id));
    try {
      List<ForwardedOffer> offers =
          List.of(plane.offer(both.get(0), both), plane.offer(both.get(1), both));
      running.put(id, new Running(caller.subject(), offers));
      background.later(LIMIT, () -> release(id));
      return new Begun(
          id, offers.stream().map(ForwardedOffer::sdp).toList(), iceServers.forOneSession());
    } catch (MediaUnavailableException away) {
      plane.releaseCall(id);
      throw unavailable();
    }
  }

  private static ForwardedSession session(UUID id) {
    return new ForwardedSession(
        id, UUID.randomUUID(), UUID.randomUUID(), ROLE, List.of(), List.of(), false);
  }

  private static Refusal unavailable() {
    return Refusal.of(
        Refusal.Kind.UNAVAILABLE, "media.unavailable", "The media server is not there now.");
  }

  /**
   * Takes the browser's answer.
   *
   * @param which 0 for the session that sends, 1 for the one that receives
   * @throws Refusal of kind UNKNOWN for what is over or another's; naming {@code sdp}
   */
  public void answer(Caller caller, UUID id, int which, String sdp) {
    Running test = own(caller, id);
    if (which < 0 || which >= test.offers().size()) {
      throw Refusal.unknown("session");
    }
    ForwardedOffer offer = test.offers().get(which);
    try {
      delivery
          .plane()
          .orElseThrow(ConnectionTests::unavailable)
          .answer(offer.sessionId(), offer.negotiation(), sdp);
    } catch (InvalidDescriptionException invalid) {
      throw Refusal.field("description.invalid", "sdp", invalid.getMessage());
    } catch (MediaUnavailableException away) {
      throw unavailable();
    }
  }

  /** Ends a test; one that is over already is left so. */
  public void end(Caller caller, UUID id) {
    if (running.containsKey(id)) {
      own(caller, id);
      release(id);
    }
  }

  private Running own(Caller caller, UUID id) {
    Running test = running.get(id);
    if (test == null || !test.subject().equals(caller.subject())) {
      throw Refusal.unknown("test");
    }
    return test;
  }

  private void release(UUID id) {
    if (running.remove(id) != null) {
      delivery.plane().ifPresent(plane -> plane.releaseCall(id));
    }
  }
}
