package io.sightline.media.forwarding;

import io.sightline.media.api.SendTrack;
import io.sightline.media.recorder.Recording;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The endpoints and recordings of one call. Media thread only. */
final class ForwardedCall {
  private final UUID id;
  private final Map<UUID, MediaEndpoint> endpoints = new LinkedHashMap<>();
  private final List<Recording> recordings = new ArrayList<>();

  ForwardedCall(UUID id) {
    this.id = id;
  }

  UUID id() {
    return id;
  }

  Map<UUID, MediaEndpoint> endpoints() {
    return endpoints;
  }

  List<Recording> recordings() {
    return recordings;
  }

  boolean isEmpty() {
    return endpoints.isEmpty() && recordings.isEmpty();
  }

  /** Connects every outbound track with the inbound track it names, where that exists. */
  void bind() {
    for (MediaEndpoint receiver : endpoints.values()) {
      for (OutboundTrack track : receiver.outbound()) {
        SendTrack definition = track.definition();
        MediaEndpoint sender = endpoints.get(definition.fromEndpointId());
        track.bind(sender == null ? null : sender.inbound(definition.fromMid()));
      }
    }
  }

  /** Renews what the recordings take of each track. */
  void tap() {
    for (MediaEndpoint endpoint : endpoints.values()) {
      for (InboundTrack track : endpoint.inbound()) {
        track.tap(recordings);
      }
    }
  }

  /** Has a key frame of every video asked for, such as when a recording goes on. */
  void wantKeyFrames() {
    for (MediaEndpoint endpoint : endpoints.values()) {
      for (InboundTrack track : endpoint.inbound()) {
        track.wantKeyFrame();
      }
    }
  }
}
