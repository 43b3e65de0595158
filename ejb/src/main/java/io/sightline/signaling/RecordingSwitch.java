package io.sightline.signaling;

import io.sightline.call.Call;
import io.sightline.call.CallChange;
import io.sightline.call.CallRecorder;
import io.sightline.call.CallRecorder.RecordingRefusedException;
import io.sightline.call.CallRecorder.RunningRecording;
import io.sightline.call.CallState;
import io.sightline.call.MediaPath;
import io.sightline.call.Participant;
import io.sightline.consent.ConsentState;
import io.sightline.consent.Consents;
import io.sightline.fault.Refusal;
import io.sightline.tenant.RecordingMode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Optional;

/**
 * Starts, pauses and stops the recording of a call, within the transaction that changes the call.
 */
@ApplicationScoped
public class RecordingSwitch {
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

  Optional<RunningRecording> running(Call call) {
    return recorder().flatMap(present -> present.running(call.id()));
  }

  /** Whether those who came by a link agree; and whether it is time to ask them. */
  CallView.Consent consent(Call call) {
    boolean asked = call.state() != CallState.ENDED && call.recordingWanted();
    return new CallView.Consent(consents.of(call), asked);
  }

  /** Lets a party pass that may be in a call which is or has to be recorded. */
  void requireConsent(Call call, Participant party) {
    consents.requireDecided(call, party, running(call).isPresent());
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
    if (running(call).isEmpty()) {
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
   * Starts the recording that is due as soon as media reaches the media server.
   *
   * @return the change by which a wish that cannot be met is withdrawn
   */
  Optional<CallChange> startIfDue(Call call, Outcome outcome) {
    boolean flowing =
        outcome.flowing()
            || call.joined().stream()
                .anyMatch(
                    session -> session.mediaPath() == MediaPath.FORWARDED && session.established());
    ConsentState consent = call.recordingWanted() ? consents.of(call) : ConsentState.AGREED;
    if (consent == ConsentState.DECLINED) {
      return declined(call, outcome);
    }
    if (!flowing
        || !call.recordingDue()
        || consent == ConsentState.WAITING
        || running(call).isPresent()) {
      return Optional.empty();
    }
    try {
      CallRecorder present =
          recorder()
              .orElseThrow(
                  () ->
                      new RecordingRefusedException(
                          "recording.unavailable", "No recorder is installed."));
      present.start(call.id(), call.tenantId(), call.recordingRequestedBy());
      return Optional.empty();
    } catch (RecordingRefusedException refused) {
      Briefing.tellAll(call, outcome, refused.code(), refused.getMessage());
      return call.recordingMode() == RecordingMode.AGENT_CONTROLLED
          ? Optional.of(call.withdrawRecording())
          : Optional.empty();
    }
  }

  /** Whatever runs is stopped; a wish is withdrawn, and its call goes on. */
  private Optional<CallChange> declined(Call call, Outcome outcome) {
    if (running(call).isPresent()) {
      stop(call);
    }
    if (call.recordingMode() != RecordingMode.AGENT_CONTROLLED) {
      return Optional.empty();
    }
    Briefing.tellAll(
        call, outcome, "consent.declined", "The customer does not agree to being recorded.");
    return Optional.of(call.withdrawRecording());
  }

  private Optional<CallRecorder> recorder() {
    return recorder.isResolvable() ? Optional.of(recorder.get()) : Optional.empty();
  }
}
