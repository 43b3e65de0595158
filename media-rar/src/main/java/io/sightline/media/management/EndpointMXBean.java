package io.sightline.media.management;

/**
 * One endpoint; object name {@code io.sightline:type=Endpoint,call=…,id=…}. Registered while the
 * endpoint is open.
 */
public interface EndpointMXBean {
  String getCall();

  /** The participant's role. */
  String getRole();

  /** Whether media can flow: keys, and consent on a selected pair. */
  boolean isConnected();

  /** RTP packets taken from the browser. */
  long getPacketsReceived();

  /** RTP packets sent to the browser. */
  long getPacketsSent();
}
