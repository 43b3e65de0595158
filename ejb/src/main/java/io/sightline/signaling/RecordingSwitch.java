package io.sightline.signaling;

import io.sightline.call.Call;
import io.sightline.call.CallChange;
import io.sightline.call.CallEvent;
import io.sightline.call.CallRecorder;
import io.sightline.call.CallRecorder.RecordingRefusedException;
import io.sightline.call.CallRecorder.RunningRecording;
import io.sightline.call.CallRecorder.Type;
import io.sightline.call.CallState;
import io.sightline.call.MediaPath;
import io.sightline.call.Participant;
import io.sightline.call.Presence;
import io.sightline.consent.ConsentState;
import io.sightline.consent.Consents;
import io.sightline.fault.Refusal;
import io.sightline.tenant.RecordingMode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Starts, pauses and stops the recording of a call, within the transaction that changes the call.
 */
@ApplicationScoped
public class RecordingSwitch {
  private static final String PAUSED = "paused";

  private Instance<CallRecorder> recorder;
  private Consents consents;

  protected RecordingSwitch() {
    // for the container's client proxy
  }

  @Inject
  public RecordingSwitch(Instance<CallRecorder> recorder, Consents consents) {
    this.recorder = recorder;
    this.consents = consents;
  }

  /** What runs of a call at one moment; it is looked up for all types at once. */
  record Running(Optional<RunningRecording> video, Optional<RunningRecording> screen) {}

  Running running(Call call) {
    List<RunningRecording> all =
        recorder().map(present -> present.running(call.id())).orElse(List.of());
    return new Running(
        all.stream().filter(one -> one.is(Type.VIDEO)).findFirst(),
        all.stream().filter(one -> one.is(Type.SCREEN)).findFirst());
  }

  /** Has what runs note what happened. */
  void annotate(Call call, CallEvent event) {
    recorder().ifPresent(present -> present.annotate(call.id(), event));
  }

  /** Whether those who came by a link agree; and whether it is time to ask them. */
  CallView.Consent consent(Call call) {
    boolean asked = call.state() != CallState.ENDED && call.recordingWanted();
    return new CallView.Consent(consents.of(call), asked);
  }

  /** Lets a party pass that may be in a call which is or has to be recorded. */
  void requireConsent(Call call, Participant party) {
    consents.requireDecided(call, party, running(call).video().isPresent());
  }

  /** Stops what is being recorded; nothing is no fault. */
  void stop(Call call) {
    recorder().ifPresent(present -> present.stop(call.id()));
  }

  /**
   * @throws Refusal of kind CONFLICT where nothing is recorded, or recording is mandatory
   */
  void pauseOrResume(Call call, SignalingMessage.RecordingControl.Action action) {
    call.requireRecordingOptional();
    if (running(call).video().isEmpty()) {
      throw Refusal.of(
          Refusal.Kind.CONFLICT, "recording.not.running", "Nothing is being recorded.");
    }
    CallRecorder present = recorder().orElseThrow();
    if (action == SignalingMessage.RecordingControl.Action.PAUSE) {
      present.pause(call.id());
    } else {
      present.resume(call.id());
    }
  }

  /**
   * Brings recordings in line with the call: starts the one that is due as soon as media reaches
   * the media server, and beside it one of type screen for as long as somebody shares.
   *
   * @return the change by which a wish that cannot be met is withdrawn
   */
  Optional<CallChange> follow(Call call, Outcome outcome, Instant now) {
    Optional<CallChange> withdrawn = startIfDue(call, outcome, now);
    Running runs = running(call);
    boolean screenDue = runs.video().isPresent() && call.recordingDue() && call.screenShared();
    boolean screenRuns = runs.screen().isPresent();
    if (screenRuns && !screenDue) {
      recorder().ifPresent(present -> present.stop(call.id(), Type.SCREEN));
    } else if (screenDue
        && !screenRuns
        && recorder().filter(r -> r.takes(call.tenantId(), Type.SCREEN)).isPresent()) {
      startScreen(call, outcome, runs.video().get());
    }
    return withdrawn;
  }

  private void startScreen(Call call, Outcome outcome, RunningRecording video) {
    CallRecorder present = recorder().orElseThrow();
    try {
      present.start(call.id(), call.tenantId(), call.recordingRequestedBy(), Type.SCREEN);
      if (PAUSED.equals(video.state())) {
        present.pause(call.id());
      }
    } catch (RecordingRefusedException refused) {
      Briefing.tellAll(call, outcome, refused.code(), refused.getMessage());
    }
  }

  private Optional<CallChange> startIfDue(Call call, Outcome outcome, Instant now) {
    boolean flowing =
        outcome.flowing()
            || call.joined().stream()
                .anyMatch(
                    session -> session.mediaPath() == MediaPath.FORWARDED && session.established());
    ConsentState consent = call.recordingWanted() ? consents.of(call) : ConsentState.AGREED;
    if (consent == ConsentState.DECLINED) {
      return declined(call, outcome, now);
    }
    if (!flowing
        || !call.recordingDue()
        || consent == ConsentState.WAITING
        || running(call).video().isPresent()) {
      return Optional.empty();
    }
    try {
      CallRecorder present =
          recorder()
              .orElseThrow(
                  () ->
                      new RecordingRefusedException(
                          "recording.unavailable", "No recorder is installed."));
      present.start(call.id(), call.tenantId(), call.recordingRequestedBy(), Type.VIDEO);
      noteHowItStands(call);
      return Optional.empty();
    } catch (RecordingRefusedException refused) {
      Briefing.tellAll(call, outcome, refused.code(), refused.getMessage());
      return call.recordingMode() == RecordingMode.AGENT_CONTROLLED
          ? Optional.of(call.withdrawRecording(now))
          : Optional.empty();
    }
  }

  /** Whatever runs is stopped; a wish is withdrawn, and its call goes on. */
  private Optional<CallChange> declined(Call call, Outcome outcome, Instant now) {
    stop(call);
    if (call.recordingMode() != RecordingMode.AGENT_CONTROLLED) {
      return Optional.empty();
    }
    Briefing.tellAll(
        call, outcome, "consent.declined", "The customer does not agree to being recorded.");
    return Optional.of(call.withdrawRecording(now));
  }

  /** What was muted or held before a recording began is so from its beginning. */
  private void noteHowItStands(Call call) {
    for (Participant party : call.participants()) {
      if (party.presence() == Presence.JOINED) {
        note(call, party, CallEvent.Type.JOIN, null);
        if (!party.audio()) {
          note(call, party, CallEvent.Type.MUTE, CallEvent.MICROPHONE);
        }
        if (!party.video()) {
          note(call, party, CallEvent.Type.MUTE, CallEvent.CAMERA);
        }
        if (party.held()) {
          note(call, party, CallEvent.Type.HOLD, null);
        }
      }
    }
  }

  private void note(Call call, Participant party, CallEvent.Type type, String source) {
    annotate(call, new CallEvent(type, party.id(), source));
  }

  private Optional<CallRecorder> recorder() {
    return recorder.isResolvable() ? Optional.of(recorder.get()) : Optional.empty();
  }
}
