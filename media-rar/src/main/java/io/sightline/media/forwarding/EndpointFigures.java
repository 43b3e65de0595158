package io.sightline.media.forwarding;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** What can be seen of an endpoint from outside; written by the media thread, read by any. */
public final class EndpointFigures {
  private final UUID callId;
  private final UUID endpointId;
  private final String role;
  private final AtomicLong received = new AtomicLong();
  private final AtomicLong sent = new AtomicLong();
  private volatile boolean connected;
  private volatile boolean restartPending;
  private final AtomicLong layerSwitches = new AtomicLong();
  private volatile Map<String, Long> layersReceived = Map.of();
  private volatile Map<String, Long> layersSent = Map.of();

  public EndpointFigures(UUID callId, UUID endpointId, String role) {
    this.callId = callId;
    this.endpointId = endpointId;
    this.role = role;
  }

  public UUID callId() {
    return callId;
  }

  public UUID endpointId() {
    return endpointId;
  }

  public String role() {
    return role;
  }

  /** RTP packets taken from the browser. */
  public long received() {
    return received.get();
  }

  /** RTP packets sent to the browser. */
  public long sent() {
    return sent.get();
  }

  /** Whether media can flow. */
  public boolean connected() {
    return connected;
  }

  /** Whether further ICE credentials were made that no check has used yet. */
  public boolean restartPending() {
    return restartPending;
  }

  /** Notes an ICE restart that was asked for, or that was taken up. */
  public void setRestartPending(boolean pending) {
    restartPending = pending;
  }

  /** RTP packets taken from the browser in each simulcast layer, by rid; empty without layers. */
  public Map<String, Long> layersReceived() {
    return layersReceived;
  }

  /** How many pictures the browser is sent in each simulcast layer, by rid. */
  public Map<String, Long> layersSent() {
    return layersSent;
  }

  /** How often a picture sent to the browser changed its layer. */
  public long layerSwitches() {
    return layerSwitches.get();
  }

  void countLayerSwitch() {
    layerSwitches.lazySet(layerSwitches.getPlain() + 1);
  }

  void setLayers(Map<String, Long> nowReceived, Map<String, Long> nowSent) {
    layersReceived = nowReceived;
    layersSent = nowSent;
  }

  void countReceived() {
    received.lazySet(received.getPlain() + 1);
  }

  void countSent() {
    sent.lazySet(sent.getPlain() + 1);
  }

  void setConnected(boolean value) {
    connected = value;
  }
}
