package io.sightline.recording;

import io.sightline.call.CallEvent;
import java.util.Optional;
import java.util.UUID;

/** The recording's way to the media server that captures it. Operations may be repeated. */
public interface Capture {
  /** What is taken of a call. */
  enum Content {
    AUDIO,
    AUDIO_VIDEO,
    SCREEN
  }

  /**
   * Starts taking what there is of the content, and what comes.
   *
   * @param directory relative to the store's root
   * @param key 32 bytes, secret
   */
  void start(UUID recordingId, UUID callId, Content content, String directory, byte[] key)
      throws CaptureException;

  void pause(UUID recordingId) throws CaptureException;

  void resume(UUID recordingId) throws CaptureException;

  /** Notes what happened in the call, at the time at which it is told. */
  void annotate(UUID recordingId, CallEvent event) throws CaptureException;

  /** Ends it; {@link CaptureEvent.Sealed} follows. */
  void stop(UUID recordingId) throws CaptureException;

  /**
   * Seals what a capture that was cut off has left: reads its logs, writes manifest and signature.
   * Takes some seconds for an hour recorded; no event follows.
   *
   * @return what was found, with 0 packets when there is no media
   */
  CaptureEvent.Sealed sealInterrupted(UUID recordingId, UUID callId, String directory, byte[] key)
      throws CaptureException;

  /** What the room in the store allows; nothing while the media server does not answer. */
  Optional<Room> room();

  /**
   * RTP packets that the media server has taken and sent since its start; -1 while it does not
   * answer.
   */
  long packets();

  /** What can be taken with the room in the store. */
  enum Room {
    ENOUGH,
    /** Nearly full; voices alone. */
    VOICES_ONLY,
    /** Nearly full; nothing. */
    NONE
  }

  /** Why the media server did not do it. */
  enum Cause {
    /** It knows no such recording, after a restart for example. */
    UNKNOWN_RECORDING,
    STORAGE,
    REFUSED,
    /** What is there is not this recording's, or not readable with its key. */
    INVALID,
    UNAVAILABLE
  }

  /** The media server did not do it. */
  class CaptureException extends Exception {
    private static final long serialVersionUID = 1L;
    private final Cause why;

    public CaptureException(Cause why, Throwable cause) {
      super("capture: " + why, cause);
      this.why = why;
    }

    public Cause why() {
      return why;
    }
  }
}
