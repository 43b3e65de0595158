package io.sightline.gateway;

import io.sightline.media.api.Codec;
import io.sightline.media.api.MediaKind;
import io.sightline.media.api.TrackSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** By which endpoint each participant of a call is heard and seen at one moment. */
final class Serving {
  /** An endpoint that never is: a section fed from it keeps its stream and carries nothing. */
  static final UUID NOWHERE = new UUID(0, 0);

  private final Map<UUID, CallEndpoint> byParticipant = new HashMap<>();

  /**
   * How things are.
   *
   * @param endpoints in the order of opening: a participant is served by the latest
   */
  Serving(Collection<? extends CallEndpoint> endpoints) {
    for (CallEndpoint endpoint : endpoints) {
      byParticipant.put(endpoint.session.participantId(), endpoint);
    }
  }

  boolean knows(UUID participantId) {
    return byParticipant.containsKey(participantId);
  }

  /** The participant's endpoint; {@link #NOWHERE} for one on hold or gone. */
  UUID endpoint(UUID participantId) {
    CallEndpoint endpoint = byParticipant.get(participantId);
    return endpoint == null || endpoint.session.held() ? NOWHERE : endpoint.id;
  }

  /** The section of that endpoint by which a source comes. */
  String mid(UUID participantId, TrackSource source) {
    CallEndpoint endpoint = byParticipant.get(participantId);
    return endpoint == null ? TrackSlots.midOf(source) : endpoint.midOf(source);
  }

  /** The one codec in which a participant sends that kind, or null. */
  Codec sendsOnly(UUID participantId, MediaKind kind) {
    CallEndpoint endpoint = byParticipant.get(participantId);
    return endpoint == null ? null : endpoint.sendsOnly(kind);
  }
}
