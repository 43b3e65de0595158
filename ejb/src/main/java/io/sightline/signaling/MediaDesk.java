package io.sightline.signaling;

import io.sightline.call.Call;
import io.sightline.call.CallChange;
import io.sightline.call.CallState;
import io.sightline.call.Calls;
import io.sightline.call.MediaPath;
import io.sightline.call.Session;
import io.sightline.fault.Refusal;
import io.sightline.tenant.RecordingMode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Changes how the media of calls flows, by what devices and the media server tell; each method is
 * one transaction in the frame of {@link CallDesk}.
 */
@ApplicationScoped
public class MediaDesk {
  private CallDesk desk;
  private Calls calls;
  private Clock clock;

  protected MediaDesk() {
    // for the container's client proxy
  }

  @Inject
  public MediaDesk(CallDesk desk, Calls calls, Clock clock) {
    this.desk = desk;
    this.calls = calls;
    this.clock = clock;
  }

  @Transactional
  public Outcome mediaState(Socket socket, SignalingMessage.MediaState message) {
    return desk.inSession(
        socket,
        message.callId(),
        (call, session) ->
            CallDesk.changes(
                call.declareMedia(session, message.audio(), message.video(), message.screen())));
  }

  @Transactional
  public Outcome established(Socket socket, UUID callId, int generation) {
    return desk.inSession(
        socket,
        callId,
        (call, session) ->
            CallDesk.changes(call.established(session, generation, clock.instant())));
  }

  @Transactional
  public Outcome failed(Socket socket, UUID callId, int generation) {
    return desk.inSession(
        socket,
        callId,
        (call, session) -> CallDesk.changes(call.failed(session, generation, clock.instant())));
  }

  /** The media server lost a session's connection for good. */
  @Transactional
  public Outcome mediaServerFailed(Calls.Key key, UUID mediaSessionId) {
    return desk.with(
        key.tenant(),
        key.id(),
        (call, outcome) ->
            call.byMediaSession(mediaSessionId)
                .map(
                    session ->
                        CallDesk.changes(
                            call.failed(session, session.generation(), clock.instant())))
                .orElseGet(() -> new CallChange[0]));
  }

  /** Recordings can no longer be taken: those are told whose call has to be recorded. */
  @Transactional
  public Outcome recorderLost(Calls.Key key, String code) {
    return desk.with(
        key.tenant(),
        key.id(),
        (call, outcome) -> {
          if (call.state() != CallState.ENDED && call.recordingMode() == RecordingMode.MANDATORY) {
            Briefing.tellAll(
                call, outcome, code, "This call is not being recorded just now. It goes on.");
          }
          return null;
        });
  }

  /** Begins a change of the media path again that takes longer than {@code patience}. */
  @Transactional
  public Outcome mediaOverdue(Calls.Key key, Duration patience) {
    return desk.with(
        key.tenant(),
        key.id(),
        (call, outcome) -> {
          Instant now = clock.instant();
          try {
            return CallDesk.changes(call.mediaOverdue(now.minus(patience), now));
          } catch (Refusal tooOften) {
            Briefing.tellAll(call, outcome, tooOften.code(), tooOften.getMessage());
            return new CallChange[0];
          }
        });
  }

  /** The media server has a session's connection; a recording that is due starts with it. */
  @Transactional
  public Outcome mediaServerConnected(Calls.Key key, UUID mediaSessionId) {
    return desk.with(
        key.tenant(),
        key.id(),
        (call, outcome) -> {
          if (call.byMediaSession(mediaSessionId).isPresent()) {
            outcome.mediaFlows();
          }
          return new CallChange[0];
        });
  }

  /** What a relayed message needs to know of its sender and receivers. */
  public record Route(
      UUID participantId, MediaPath path, UUID mediaSessionId, List<String> peers) {}

  /** Where media messages of a generation go; nothing for a generation that is over. */
  @Transactional
  public Optional<Route> route(Socket socket, UUID callId, int generation) {
    Call call =
        calls.find(socket.caller().tenant(), callId).orElseThrow(() -> Refusal.unknown("call"));
    CallDesk.party(call, socket.caller());
    return call.sessionOf(socket.id())
        .filter(session -> session.state() == Session.State.JOINED)
        .filter(session -> session.generation() == generation)
        .map(
            session ->
                new Route(
                    session.participant().id(),
                    session.mediaPath(),
                    session.mediaSessionId(),
                    call.joined().stream()
                        .filter(peer -> peer != session && peer.generation() == generation)
                        .map(Session::socketId)
                        .toList()));
  }

  /** The media server is away: direct where that is permitted, and the parties are told. */
  @Transactional
  public Outcome mediaUnavailable(Calls.Key key) {
    return desk.with(
        key.tenant(),
        key.id(),
        (call, outcome) -> {
          Briefing.tellAll(
              call, outcome, "media.unavailable", "The media server cannot serve this call.");
          return withdraw(call);
        });
  }

  private CallChange[] withdraw(Call call) {
    boolean optional =
        call.state() != CallState.ENDED && call.recordingMode() == RecordingMode.AGENT_CONTROLLED;
    return optional ? CallDesk.changes(call.withdrawRecording(clock.instant())) : new CallChange[0];
  }
}
