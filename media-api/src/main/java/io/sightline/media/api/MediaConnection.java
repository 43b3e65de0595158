package io.sightline.media.api;

import java.util.UUID;

/**
 * A handle to a media server. Every operation may be repeated with the same arguments and then has
 * no further effect; every operation is safe from any thread and returns without waiting for media.
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
   * Starts a recording; tracks join it as their first packet comes.
   *
   * @throws MediaException STORAGE when its directory cannot be written, REFUSED when draining
   */
  void startRecording(StartRecording request) throws MediaException;

  /** From return plus at most 250 ms on, no sample is written until {@link #resumeRecording}. */
  void pauseRecording(UUID recordingId) throws MediaException;

  /** Ends a pause. */
  void resumeRecording(UUID recordingId) throws MediaException;

  /** Stops and seals a recording; {@link MediaEvent.RecordingSealed} follows. */
  void stopRecording(UUID recordingId) throws MediaException;

  /** Figures of this media server, at the time of the call. */
  MediaStatistics statistics() throws MediaException;

  /** Gives the handle back; nothing of the media plane ends by it. */
  @Override
  void close();
}
