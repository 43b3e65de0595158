package io.sightline.media.management;

import java.util.Map;

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

  /** RTP packets taken from the browser in each simulcast layer, by rid; empty without layers. */
  Map<String, Long> getLayersReceived();

  /** How many pictures the browser is sent in each simulcast layer, by rid. */
  Map<String, Long> getLayersSent();

  /** How often a picture sent to the browser changed its layer. */
  long getLayerSwitches();
}
