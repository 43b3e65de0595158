package io.sightline.media.api;

import java.util.UUID;

/**
 * A handle to a media server. Every operation is safe from any thread. Unless it says otherwise it
 * may be repeated with the same arguments and then has no further effect, and it returns without
 * waiting for media or disk.
 */
public interface MediaConnection extends AutoCloseable {

  /**
   * Opens an endpoint, or answers the parameters of the one already open under that id.
   *
   * @return the server's own side: ICE-lite credentials, candidates, fingerprint
   * @throws MediaException REFUSED when draining or over its limits
   */
  TransportParameters openEndpoint(OpenEndpoint request) throws MediaException;

  /**
   * Adopts what was negotiated with the browser.
   *
   * @throws MediaException NOT_FOUND for an unknown endpoint, INVALID for parameters it cannot take
   */
  void configureEndpoint(ConfigureEndpoint request) throws MediaException;

  /**
   * Makes further local ICE credentials for an ICE restart; the former stay valid until the new
   * ones are used.
   *
   * @throws MediaException NOT_FOUND for an unknown endpoint
   */
  TransportParameters restartIce(UUID endpointId) throws MediaException;

  /** Releases an endpoint and everything forwarded from or to it; unknown ids are ignored. */
  void closeEndpoint(UUID endpointId) throws MediaException;

  /** Releases all endpoints of a call and seals its recordings; unknown ids are ignored. */
  void closeCall(UUID callId) throws MediaException;

  /**
   * Starts a recording; tracks join it as their first packet comes. A call may have any number of
   * recordings at once, of the same or of different media, each with a directory and a key of its
   * own; pausing one leaves the others running.
   *
   * @throws MediaException STORAGE when its directory cannot be written, or the store is nearly
   *     full and the policy refuses; REFUSED when draining or over the limit
   */
  void startRecording(StartRecording request) throws MediaException;

  /** From return plus at most 250 ms on, no sample is written until {@link #resumeRecording}. */
  void pauseRecording(UUID recordingId) throws MediaException;

  /** Ends a pause. */
  void resumeRecording(UUID recordingId) throws MediaException;

  /** Stops and seals a recording; {@link MediaEvent.RecordingSealed} follows. */
  void stopRecording(UUID recordingId) throws MediaException;

  /**
   * Keeps an event in a recording, at the time of this call. Repeated, it is written again.
   *
   * @throws MediaException NOT_FOUND when the recording does not run here
   */
  void annotateRecording(UUID recordingId, Annotation annotation) throws MediaException;

  /**
   * Seals a recording that was cut off: reads all its logs, leaves them as they are, and writes
   * manifest and signature as a stop would have, with an event {@code recovered}. One that is
   * sealed already answers the same figures again. Waits for the disk, up to some seconds for each
   * hour recorded; no {@link MediaEvent} follows.
   *
   * @return what was found; 0 packets when there is no media in it
   * @throws MediaException NOT_FOUND when there is no such directory or it is not this recording's,
   *     REFUSED while the recording runs here, INVALID when the key opens none of its logs, STORAGE
   *     when the store cannot be read or written
   */
  MediaEvent.RecordingSealed sealInterrupted(InterruptedRecording recording) throws MediaException;

  /** Figures of this media server, at the time of the call. */
  MediaStatistics statistics() throws MediaException;

  /** Gives the handle back; nothing of the media plane ends by it. */
  @Override
  void close();
}
