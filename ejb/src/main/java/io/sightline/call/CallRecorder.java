package io.sightline.call;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** The call's way to its recordings. Every operation may be repeated and then has no effect. */
public interface CallRecorder {

  /** What a recording holds; a call has at most one running recording of each type. */
  enum Type {
    /** Cameras and microphones. */
    VIDEO,
    /** Shared screens and microphones. */
    SCREEN;

    /** The word of reports and snapshots. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A running recording of a call, as its participants see it. */
  record RunningRecording(UUID id, String state, String type, Instant startedAt) {
    public boolean is(Type wanted) {
      return type.equals(wanted.word());
    }
  }

  /**
   * Starts a recording of the call unless one of that type runs.
   *
   * @param requestedBy the agent's user id, or "policy" where recording is mandatory
   * @throws RecordingRefusedException when it cannot start; nothing is half done
   */
  RunningRecording start(UUID callId, String tenantId, String requestedBy, Type type)
      throws RecordingRefusedException;

  /** Whether the tenant has recordings of that type made at all. */
  default boolean takes(String tenantId, Type type) {
    return true;
  }

  /** Pauses all that runs. */
  void pause(UUID callId);

  void resume(UUID callId);

  /** Stops the call's running recordings; they are sealed and queued for composition. */
  void stop(UUID callId);

  /** Stops the call's running recording of a type. */
  void stop(UUID callId, Type type);

  /** The call's running recordings, at most one of each type. */
  List<RunningRecording> running(UUID callId);

  /** Has the running recordings note what happened in their call. */
  void annotate(UUID callId, CallEvent event);

  /**
   * Fired through CDI, in the transaction that changed it, when a call's recording changes state.
   */
  record RecordingChanged(UUID callId, UUID recordingId, String state) {}

  /** The recording cannot start: store full, media server away, or switched off for the tenant. */
  class RecordingRefusedException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String code;

    /** The code is dotted and stable, such as {@code recording.off}. */
    public RecordingRefusedException(String code, String message) {
      super(message);
      this.code = code;
    }

    public String code() {
      return code;
    }
  }
}
