package io.sightline.signaling;

import io.sightline.call.Call;
import io.sightline.call.CallChange;
import io.sightline.call.MediaPlane;
import io.sightline.call.MediaPlane.FixedAnswer;
import io.sightline.call.MediaPlane.FixedFragment;
import io.sightline.call.MediaPlane.FixedOffer;
import io.sightline.call.MediaPlane.ForwardedSession;
import io.sightline.call.MediaPlane.InvalidDescriptionException;
import io.sightline.call.MediaPlane.MediaUnavailableException;
import io.sightline.call.MediaPlane.UnacceptableDescriptionException;
import io.sightline.call.MediaSessionChanged;
import io.sightline.call.Participant;
import io.sightline.call.Session;
import io.sightline.fault.Refusal;
import io.sightline.identity.Caller;
import io.sightline.identity.Permission;
import io.sightline.identity.Role;
import io.sightline.link.Links;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Sessions of clients that make one offer over HTTP and get one answer: WHIP (RFC 9725) and WHEP.
 * In a call such a client is a party like others, on the forwarded path. Kept in memory, for with
 * the server its media ends as well. Safe from any thread.
 */
@ApplicationScoped
public class FixedSessions {
  private static final Logger LOG = System.getLogger(FixedSessions.class.getName());

  /** As long as media may cease before a client has left (RFC 7675 section 5.1). */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private SignalingService signaling;
  private CallDesk desk;
  private MediaDesk media;
  private RecordingSwitch recordings;
  private Links links;
  private Delivery delivery;
  private ConnectedSockets sockets;
  private Background background;
  private Clock clock;
  private final Map<UUID, FixedSocket> sessions = new ConcurrentHashMap<>();

  /**
   * What a client wants.
   *
   * @param publishes whether it sends (WHIP); else it watches (WHEP)
   * @param callId the call of a user's token; a link is for one call anyway
   * @param watched the one participant to be watched; empty for all
   * @param name how a user's device is shown; empty takes the user's name
   */
  public record Wish(
      String sdp,
      boolean publishes,
      boolean screen,
      Optional<UUID> callId,
      Optional<UUID> watched,
      Optional<String> name) {}

  /** From where a client came. */
  public record Client(String ipAddress, String userAgent) {}

  /** A session made. */
  public record Opened(UUID id, String answer, String entityTag) {}

  protected FixedSessions() {
    // for the container's client proxy
  }

  @Inject
  public FixedSessions(
      SignalingService signaling,
      CallDesk desk,
      MediaDesk media,
      RecordingSwitch recordings,
      Links links,
      Delivery delivery,
      ConnectedSockets sockets,
      Background background,
      Clock clock) {
    this.signaling = signaling;
    this.desk = desk;
    this.media = media;
    this.recordings = recordings;
    this.links = links;
    this.delivery = delivery;
    this.sockets = sockets;
    this.background = background;
    this.clock = clock;
  }

  /**
   * Lets a client into a call and answers its offer.
   *
   * @throws Refusal of kind MALFORMED or UNACCEPTABLE for the offer, TOO_MANY for a full call,
   *     CONFLICT where consent is missing, GONE for a call or link that is over, UNAVAILABLE when
   *     the media server takes nobody
   */
  public Opened open(Caller caller, Client client, Wish wish) {
    caller.require(wish.publishes() ? Permission.PUBLISH : Permission.WATCH);
    UUID callId =
        caller
            .admitted()
            .map(Caller.Admission::callId)
            .or(wish::callId)
            .orElseThrow(
                () -> Refusal.field("field.missing", "call", "Name the call: ?call={callId}."));
    Arrival arrival = new Arrival(caller, client, wish);
    signaling.change(
        callId,
        () -> {
          Outcome outcome = arrival.take(callId);
          sessions.put(arrival.socket.key(), arrival.socket);
          sockets.add(arrival.socket);
          return outcome;
        });
    LOG.log(
        Level.INFO,
        "call event={0} callId={1}",
        wish.publishes() ? "whip-opened" : "whep-opened",
        callId);
    return new Opened(arrival.socket.key(), arrival.answer.sdp(), arrival.answer.entityTag());
  }

  /** One client coming into one call, within the transaction of the call. */
  private final class Arrival {
    private final Caller owner;
    private final Client client;
    private final Wish wish;
    private FixedSocket socket;
    private FixedAnswer answer;

    Arrival(Caller owner, Client client, Wish wish) {
      this.owner = owner;
      this.client = client;
      this.wish = wish;
    }

    Outcome take(UUID callId) {
      try {
        return desk.with(owner.tenant(), callId, (call, outcome) -> come(call));
      } catch (RuntimeException failure) {
        if (answer != null) {
          plane().release(socket.mediaSessionId());
        }
        throw failure;
      }
    }

    private CallChange[] come(Call call) {
      Participant party = party(call);
      links.requireActive(call, party.id());
      recordings.requireConsent(call, party);
      UUID id = UUID.randomUUID();
      socket =
          new FixedSocket(
              id,
              owner,
              acting(call, party),
              new Session.Device(id.toString(), client.ipAddress(), client.userAgent()),
              clock.instant(),
              FixedSessions.this::forget);
      Session session = call.enter(party.id(), socket.device(), clock.instant());
      session.fix();
      CallChange joined = call.join(session, List.of(), List.of(), clock.instant());
      socket.serve(session.mediaSessionId(), session.generation());
      answer = answer(call, session);
      socket.tag(answer.entityTag());
      CallChange declared =
          call.declareMedia(
              session,
              answer.sources().contains("microphone"),
              answer.sources().contains("camera"),
              answer.sources().contains("screen"));
      return new CallChange[] {joined, declared};
    }

    /** The link's participant; a device or looker-on of its own for a user. */
    private Participant party(Call call) {
      if (owner.admitted().isPresent()) {
        return CallDesk.party(call, owner);
      }
      Role role = wish.publishes() ? Role.GUEST : Role.SUPERVISOR;
      return call.bring(role, owner.subject(), wish.name().orElse(owner.name()));
    }

    private Caller acting(Call call, Participant party) {
      return new Caller(
          party.id(),
          party.displayName(),
          null,
          owner.tenant(),
          Set.of(party.role()),
          new Caller.Admission(call.id(), party.id()));
    }

    private FixedAnswer answer(Call call, Session session) {
      ForwardedSession self = Briefing.forwarded(call, session);
      List<ForwardedSession> all =
          call.forwarded().stream().map(each -> Briefing.forwarded(call, each)).toList();
      FixedOffer offer =
          new FixedOffer(wish.sdp(), wish.publishes(), wish.screen(), wish.watched().orElse(null));
      try {
        return plane().accept(self, all, offer);
      } catch (InvalidDescriptionException invalid) {
        throw refusal(invalid);
      } catch (MediaUnavailableException away) {
        throw unavailable();
      }
    }
  }

  /**
   * The entity tag of a session of the caller's.
   *
   * @throws Refusal of kind UNKNOWN for a session that is over or somebody else's
   */
  public String entityTag(Caller caller, UUID id) {
    return require(caller, id).entityTag();
  }

  /**
   * Takes a fragment with candidates or, with new credentials, a restart of ICE.
   *
   * @throws Refusal of kind UNKNOWN as {@link #entityTag} does, MALFORMED for the fragment
   */
  public FixedFragment trickle(Caller caller, UUID id, String fragment) {
    FixedSocket socket = require(caller, id);
    try {
      FixedFragment taken =
          plane()
              .trickle(socket.mediaSessionId(), fragment)
              .orElseThrow(() -> Refusal.unknown("session"));
      socket.tag(taken.entityTag());
      return taken;
    } catch (InvalidDescriptionException invalid) {
      throw refusal(invalid);
    } catch (MediaUnavailableException away) {
      throw unavailable();
    }
  }

  /** Ends a session of the caller's, by the caller's wish. */
  public void close(Caller caller, UUID id) {
    leave(require(caller, id));
  }

  private FixedSocket require(Caller caller, UUID id) {
    return Optional.ofNullable(sessions.get(id))
        .filter(socket -> socket.isOf(caller))
        .orElseThrow(() -> Refusal.unknown("session"));
  }

  private void leave(FixedSocket socket) {
    if (sessions.remove(socket.key()) != null) {
      signaling.change(socket.callId(), () -> desk.leave(socket, socket.callId()));
      sockets.remove(socket);
    }
  }

  private void forget(FixedSocket socket) {
    sessions.remove(socket.key());
    sockets.remove(socket);
  }

  /** Ends sessions whose media has not come in time. */
  public void sweep() {
    Instant deadline = clock.instant().minus(PATIENCE);
    sessions.values().stream().filter(socket -> socket.overdue(deadline)).forEach(this::leave);
  }

  /** The media server tells of a connection; who does not answer any more has left. */
  void onMedia(@Observes(during = TransactionPhase.AFTER_SUCCESS) MediaSessionChanged event) {
    for (FixedSocket socket : sessions.values()) {
      if (event.sessionId().equals(socket.mediaSessionId())) {
        background.run(() -> follow(socket, event.state()));
      }
    }
  }

  private void follow(FixedSocket socket, MediaSessionChanged.State state) {
    if (state == MediaSessionChanged.State.CONNECTED) {
      socket.connect();
      signaling.change(
          socket.callId(), () -> media.established(socket, socket.callId(), socket.generation()));
    } else {
      leave(socket);
    }
  }

  private MediaPlane plane() {
    return delivery.plane().orElseThrow(FixedSessions::unavailable);
  }

  private static Refusal refusal(InvalidDescriptionException invalid) {
    return invalid instanceof UnacceptableDescriptionException
        ? Refusal.of(Refusal.Kind.UNACCEPTABLE, "description.unacceptable", invalid.getMessage())
        : Refusal.field("description.invalid", "body", invalid.getMessage());
  }

  private static Refusal unavailable() {
    return Refusal.of(
        Refusal.Kind.UNAVAILABLE, "media.unavailable", "The media server cannot serve this call.");
  }
}
