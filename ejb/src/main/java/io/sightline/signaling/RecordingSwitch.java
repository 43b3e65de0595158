package io.sightline.signaling;

import io.sightline.call.Call;
import io.sightline.call.CallChange;
import io.sightline.call.CallRecorder;
import io.sightline.call.CallRecorder.RecordingRefusedException;
import io.sightline.call.CallRecorder.RunningRecording;
import io.sightline.call.MediaPath;
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

  protected RecordingSwitch() {
    // for the container's client proxy
  }

  @Inject
  public RecordingSwitch(Instance<CallRecorder> recorder) {
    this.recorder = recorder;
  }

  Optional<RunningRecording> running(Call call) {
    return recorder().flatMap(present -> present.running(call.id()));
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
    if (!flowing || !call.recordingDue() || running(call).isPresent()) {
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

  private Optional<CallRecorder> recorder() {
    return recorder.isResolvable() ? Optional.of(recorder.get()) : Optional.empty();
  }
}
