package io.sightline.signaling;

import io.sightline.call.CallRecorder.RecordingChanged;
import io.sightline.call.Calls;
import io.sightline.call.MediaPath;
import io.sightline.call.MediaPlane;
import io.sightline.call.MediaPlane.InvalidDescriptionException;
import io.sightline.call.MediaPlane.MediaUnavailableException;
import io.sightline.call.MediaSessionChanged;
import io.sightline.configuration.Settings;
import io.sightline.fault.Refusal;
import io.sightline.identity.Caller;
import io.sightline.identity.Permission;
import io.sightline.presence.AgentPresence;
import io.sightline.presence.AgentPresence.Availability;
import io.sightline.signaling.MessageDecoder.DecodingException;
import io.sightline.signaling.SignalingMessage.Envelope;
import io.sightline.signaling.SignalingMessage.InCall;
import io.sightline.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Carries out what sockets say and tells others of it: one transaction a message, news after its
 * commit, in the order of commits. Safe from any thread; a thread waits for others of the same call
 * only.
 */
@ApplicationScoped
public class SignalingService {
  private static final Logger LOG = System.getLogger(SignalingService.class.getName());
  private static final Duration AFTER_GRACE = Duration.ofMillis(100);

  private CallDesk desk;
  private MediaDesk media;
  private PartyDesk parties;
  private MeetingDesk meetings;
  private ChatDesk chats;
  private RingDesk rings;
  private FreeAgents freeAgents;
  private Delivery delivery;
  private ConnectedSockets sockets;
  private CallLocks locks;
  private AgentPresence presence;
  private Welcome welcome;
  private Background background;
  private Settings settings;

  protected SignalingService() {
    // for the container's client proxy
  }

  @Inject
  public SignalingService(
      CallDesk desk,
      MediaDesk media,
      PartyDesk parties,
      MeetingDesk meetings,
      ChatDesk chats,
      RingDesk rings,
      FreeAgents freeAgents,
      Delivery delivery,
      ConnectedSockets sockets,
      CallLocks locks,
      AgentPresence presence,
      Welcome welcome,
      Background background,
      Settings settings) {
    this.desk = desk;
    this.media = media;
    this.parties = parties;
    this.meetings = meetings;
    this.chats = chats;
    this.rings = rings;
    this.freeAgents = freeAgents;
    this.delivery = delivery;
    this.sockets = sockets;
    this.locks = locks;
    this.presence = presence;
    this.welcome = welcome;
    this.background = background;
    this.settings = settings;
  }

  // --- sockets ------------------------------------------------------------------------------

  /** A socket has opened; it is welcomed, or told why not and closed. */
  public void connected(Socket socket) {
    try {
      Optional<Caller.Admission> admission = socket.caller().admitted();
      if (admission.isPresent()) {
        UUID callId = admission.get().callId();
        locks.under(callId, () -> admit(socket, callId));
      } else {
        greet(socket);
      }
    } catch (Refusal refusal) {
      socket.send(Messages.error(null, refusal));
      socket.close(CloseReason.CALL_OVER);
    }
  }

  private Void admit(Socket socket, UUID callId) {
    Outcome outcome = desk.enter(socket, callId);
    if (outcome.ended()) {
      delivery.deliver(outcome);
      throw Refusal.of(Refusal.Kind.GONE, "link.expired", "This link has expired.");
    }
    socket.send(welcome.message(socket, List.of(outcome.view()), null));
    sockets.add(socket);
    delivery.deliver(outcome);
    return null;
  }

  /** An agent's calls may change between the welcome and the registration; those are told again. */
  private void greet(Socket socket) {
    List<CallView> told = desk.viewsFor(socket.caller());
    boolean agent = socket.caller().may(Permission.SET_PRESENCE);
    socket.send(welcome.message(socket, told, agent ? presence.arrive(socket.caller()) : null));
    sockets.add(socket);
    for (CallView view : desk.viewsFor(socket.caller())) {
      if (!told.contains(view)) {
        socket.send(Messages.callState(view, socket));
      }
    }
    if (agent) {
      freeAgents.came(socket);
    }
  }

  /** A socket has closed, for whatever reason; its participant has a time of grace. */
  public void disconnected(Socket socket) {
    disconnected(socket, Duration.ZERO);
  }

  /** As {@link #disconnected(Socket)}; so much of the time of grace is over already. */
  public void disconnected(Socket socket, Duration ago) {
    sockets.remove(socket);
    freeAgents.went(socket.caller());
    Duration left = settings.grace().minus(ago);
    List<Calls.Key> concerned = desk.keysOfSocket(socket.id());
    for (Calls.Key key : concerned) {
      change(key.id(), () -> desk.lost(key, socket.id(), ago));
      background.later(
          (left.isNegative() ? Duration.ZERO : left).plus(AFTER_GRACE), () -> lapse(key));
    }
  }

  /** A frame has come. Every failure is answered on the socket. */
  public void received(Socket socket, String frame) {
    String id = null;
    try {
      UUID implied = socket.caller().admitted().map(Caller.Admission::callId).orElse(null);
      Envelope envelope = MessageDecoder.decode(frame, implied);
      if (!socket.takes(envelope.numbering())) {
        return;
      }
      id = envelope.id();
      socket.caller().require(envelope.message().permission());
      carryOut(socket, envelope.message());
      if (id != null) {
        socket.send(Messages.ack(id));
      }
    } catch (DecodingException notAMessage) {
      if (socket.takes(notAMessage.numbering())) {
        socket.send(Messages.error(notAMessage.id(), notAMessage.refusal()));
      }
    } catch (RuntimeException failure) {
      socket.send(Messages.error(id, refusal(failure)));
    }
  }

  private static Refusal refusal(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof Refusal refusal) {
        return refusal;
      }
    }
    LOG.log(Level.ERROR, "signaling message failed", failure);
    return Refusal.of(
        Refusal.Kind.UNAVAILABLE, "internal.error", "Something failed on the server.");
  }

  private void carryOut(Socket socket, SignalingMessage message) {
    if (message instanceof SignalingMessage.Ping) {
      socket.send(Messages.pong());
    } else if (message instanceof SignalingMessage.PresenceSet set) {
      say(socket.caller(), set.availability());
    } else if (message instanceof SignalingMessage.ColleaguesList) {
      tellColleagues(socket);
    } else if (message instanceof SignalingMessage.MediaDescription description) {
      locks.under(description.callId(), () -> describe(socket, description));
    } else if (message instanceof SignalingMessage.MediaCandidate candidate) {
      locks.under(candidate.callId(), () -> relayCandidate(socket, candidate));
    } else if (message instanceof SignalingMessage.MediaRestart restart) {
      locks.under(restart.callId(), () -> restart(socket, restart));
    } else if (message instanceof SignalingMessage.ChatSend said) {
      locks.under(said.callId(), () -> say(socket, said));
    } else if (message instanceof SignalingMessage.ChatList wanted) {
      locks.under(wanted.callId(), () -> read(socket, wanted));
    } else if (message instanceof InCall inCall) {
      change(inCall.callId(), () -> outcome(socket, inCall));
    }
  }

  private Outcome outcome(Socket socket, InCall message) {
    UUID callId = message.callId();
    if (message instanceof SignalingMessage.Join join) {
      return desk.join(socket, join);
    } else if (message instanceof SignalingMessage.Leave) {
      return desk.leave(socket, callId);
    } else if (message instanceof SignalingMessage.MediaState state) {
      return media.mediaState(socket, state);
    } else if (message instanceof SignalingMessage.MediaEstablished established) {
      return media.established(socket, callId, established.generation());
    } else if (message instanceof SignalingMessage.MediaFailed failed) {
      LOG.log(Level.INFO, "media failed callId={0} generation={1}", callId, failed.generation());
      return media.failed(socket, callId, failed.generation());
    } else if (message instanceof SignalingMessage.RecordingControl control) {
      return desk.recording(socket, control);
    } else if (message instanceof SignalingMessage.Hold hold) {
      return parties.hold(socket, hold);
    } else if (message instanceof SignalingMessage.Mute mute) {
      return parties.mute(socket, mute);
    } else if (message instanceof SignalingMessage.Hand hand) {
      return parties.hand(socket, hand);
    } else if (message instanceof SignalingMessage.Door door) {
      return meetings.door(socket, door);
    } else if (message instanceof SignalingMessage.CallEnd) {
      return desk.end(socket, callId);
    } else if (message instanceof SignalingMessage.TransferStart start) {
      Outcome asked = rings.ask(socket, start);
      silenceInTime(asked.view());
      return asked;
    } else if (message instanceof SignalingMessage.TransferComplete) {
      return rings.complete(socket, callId);
    } else if (message instanceof SignalingMessage.TransferCancel) {
      return rings.cancel(socket, callId);
    } else if (message instanceof SignalingMessage.RingAccept) {
      return rings.answer(socket, callId);
    } else if (message instanceof SignalingMessage.RingDecline) {
      Outcome declined = rings.decline(socket, callId);
      freeAgents.declined(socket.caller(), callId);
      return declined;
    }
    throw new IllegalStateException("no step for " + message.getClass().getSimpleName());
  }

  // --- chat ---------------------------------------------------------------------------------

  private Void say(Socket socket, SignalingMessage.ChatSend message) {
    ChatDesk.Said said = chats.say(socket, message);
    JsonObject news = ChatMessages.said(said.callId(), said.line());
    sockets.of(said.tenant(), said.callId(), said.members()).forEach(reader -> reader.send(news));
    return null;
  }

  private Void read(Socket socket, SignalingMessage.ChatList message) {
    socket.send(ChatMessages.history(message.callId(), chats.read(socket, message)));
    return null;
  }

  // --- agents -------------------------------------------------------------------------------

  /** What an agent says in one tab holds in all of them; who becomes free hears what rings. */
  private void say(Caller caller, Availability availability) {
    presence.set(caller, availability);
    sockets
        .ofUser(caller.tenant(), caller.subject())
        .forEach(socket -> socket.send(RingMessages.presence(availability)));
    freeAgents.says(caller, availability);
  }

  private void tellColleagues(Socket socket) {
    TenantId tenant = socket.caller().tenant();
    UUID self = socket.caller().subject();
    List<AgentPresence.Agent> others =
        presence.agents(tenant).stream().filter(agent -> !agent.userId().equals(self)).toList();
    socket.send(RingMessages.colleagues(others, freeAgents.groups(tenant), rings.reach(tenant)));
  }

  // --- media --------------------------------------------------------------------------------

  /**
   * Passes a description on. Under the call's lock, as {@link #relayCandidate}: whoever was told
   * first of a new generation may answer before the others have been told of it.
   */
  private Void describe(Socket socket, SignalingMessage.MediaDescription message) {
    Optional<MediaDesk.Route> found = media.route(socket, message.callId(), message.generation());
    if (found.isEmpty()) {
      return null;
    }
    MediaDesk.Route route = found.get();
    if (route.path() == MediaPath.FORWARDED) {
      answer(message, route.mediaSessionId());
      return null;
    }
    route
        .peers()
        .forEach(
            peer ->
                tell(
                    peer,
                    Messages.relayedDescription(message.callId(), route.participantId(), message)));
    return null;
  }

  private void answer(SignalingMessage.MediaDescription message, UUID mediaSessionId) {
    if (!message.answer()) {
      throw MessageFields.malformed("description.type", "must be answer on the forwarded path");
    }
    MediaPlane plane = requirePlane();
    try {
      plane.answer(mediaSessionId, message.negotiation(), message.sdp());
    } catch (InvalidDescriptionException invalid) {
      throw Refusal.field("description.invalid", "description.sdp", invalid.getMessage());
    } catch (MediaUnavailableException away) {
      throw unavailable();
    }
  }

  private MediaPlane requirePlane() {
    return delivery.plane().orElseThrow(SignalingService::unavailable);
  }

  private static Refusal unavailable() {
    return Refusal.of(
        Refusal.Kind.UNAVAILABLE, "media.unavailable", "The media server cannot serve this call.");
  }

  /** Has ICE begun anew by whoever offers: the media server, or the other client. */
  private Void restart(Socket socket, SignalingMessage.MediaRestart message) {
    UUID callId = message.callId();
    MediaDesk.Route route = media.route(socket, callId, message.generation()).orElse(null);
    if (route != null && route.path() == MediaPath.DIRECT) {
      JsonObject wish = Messages.mediaRestart(callId, message.generation());
      route.peers().forEach(peer -> tell(peer, wish));
    } else if (route != null && route.mediaSessionId() != null) {
      try {
        requirePlane()
            .restart(route.mediaSessionId())
            .ifPresent(
                offer -> socket.send(Messages.serverOffer(callId, message.generation(), offer)));
      } catch (MediaUnavailableException away) {
        throw unavailable();
      }
    }
    return null;
  }

  private Void relayCandidate(Socket socket, SignalingMessage.MediaCandidate message) {
    media
        .route(socket, message.callId(), message.generation())
        .filter(route -> route.path() == MediaPath.DIRECT)
        .ifPresent(
            route ->
                route
                    .peers()
                    .forEach(
                        peer ->
                            tell(
                                peer,
                                Messages.relayedCandidate(
                                    message.callId(), route.participantId(), message))));
    return null;
  }

  private void tell(String socketId, JsonObject message) {
    sockets.find(socketId).ifPresent(socket -> socket.send(message));
  }

  // --- the world outside --------------------------------------------------------------------

  /** The media server tells of a connection. */
  void onMedia(@Observes(during = TransactionPhase.AFTER_SUCCESS) MediaSessionChanged event) {
    if (event.state() == MediaSessionChanged.State.DISCONNECTED) {
      return;
    }
    background.run(
        () ->
            desk.key(event.callId())
                .ifPresent(
                    key ->
                        change(
                            key.id(),
                            () ->
                                event.state() == MediaSessionChanged.State.CONNECTED
                                    ? media.mediaServerConnected(key, event.sessionId())
                                    : media.mediaServerFailed(key, event.sessionId()))));
  }

  /** A recording has changed; the parties see it. */
  void onRecording(@Observes(during = TransactionPhase.AFTER_SUCCESS) RecordingChanged event) {
    background.run(() -> refresh(event.callId()));
  }

  /** Tells the parties of a call that has to be recorded that it cannot be just now. */
  void recorderLost(Calls.Key key, String code) {
    change(key.id(), () -> media.recorderLost(key, code));
  }

  /** Shows the call's parties what has changed by other means than messages. */
  public void refresh(UUID callId) {
    desk.key(callId).ifPresent(key -> change(key.id(), () -> desk.refresh(key)));
  }

  // --- time ---------------------------------------------------------------------------------

  /** Ends calls whose links ran out before they started. */
  public void expire(Calls.Key key) {
    change(key.id(), () -> desk.expire(key));
  }

  /** Makes those absent whose sockets broke longer ago than the grace. */
  public void lapse(Calls.Key key) {
    change(key.id(), () -> desk.lapse(key, settings.grace()));
  }

  /** Begins a change of the media path again that is not complete in its time. */
  public void mediaOverdue(Calls.Key key) {
    change(key.id(), () -> media.mediaOverdue(key, settings.mediaPatience()));
  }

  /** Ends a call in which nobody has been for the configured time. */
  public void abandon(Calls.Key key, Instant deadline) {
    change(key.id(), () -> desk.abandon(key, deadline));
  }

  /** Sessions of sockets that this server does not have are lost, as after a restart. */
  public void forgetSockets(Calls.Key key) {
    change(
        key.id(),
        () ->
            desk.forgetSockets(
                key, sockets.all().stream().map(Socket::id).collect(Collectors.toSet())));
  }

  /** Ends a call in a queue whose visitor has not come, or has gone. */
  public void desert(Calls.Key key, Instant deadline) {
    change(key.id(), () -> desk.desert(key, deadline));
  }

  /** Ends a ring that nobody has answered in its time. */
  public void ringOverdue(Calls.Key key) {
    change(key.id(), () -> rings.overdue(key));
  }

  /** Carries a change out under the lock of its call and tells of it. */
  Void change(UUID callId, Supplier<Outcome> step) {
    return locks.under(
        callId,
        () -> {
          Outcome outcome = step.get();
          if (outcome.pathChanging()) {
            background.later(
                settings.mediaPatience().plus(AFTER_GRACE),
                () -> desk.key(callId).ifPresent(this::mediaOverdue));
          }
          freeAgents.follow(outcome);
          if (!delivery.deliver(outcome)) {
            desk.key(callId).ifPresent(key -> delivery.deliver(media.mediaUnavailable(key)));
          }
          return null;
        });
  }

  /** The clock is looked at again then; the sweep does what is missed by a restart. */
  private void silenceInTime(CallView view) {
    Duration left = Duration.between(Instant.now(), view.ring().until());
    background.later(
        left.isNegative() ? AFTER_GRACE : left.plus(AFTER_GRACE),
        () -> desk.key(view.id()).ifPresent(this::ringOverdue));
  }
}
