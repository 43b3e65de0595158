package io.sightline.gateway;

import io.sightline.call.MediaPlane.ForwardedSession;
import io.sightline.media.api.Codec;
import io.sightline.media.api.ConfigureEndpoint;
import io.sightline.media.api.MediaKind;
import io.sightline.media.api.TrackSource;
import java.util.List;
import java.util.UUID;

/** One session's end of media, however it came to be agreed. Used under its call's lock. */
abstract class CallEndpoint {
  final UUID id;
  ForwardedSession session;

  CallEndpoint(UUID id, ForwardedSession session) {
    this.id = id;
    this.session = session;
  }

  /** Whether it has been agreed with its client what flows. */
  abstract boolean isNegotiated();

  /** What was agreed last, with the endpoints that serve the participants now. */
  abstract ConfigureEndpoint configuration(Serving serving);

  /** The section by which this endpoint receives a source from its client. */
  abstract String midOf(TrackSource source);

  /** Whether others may get media from it. */
  abstract boolean sends();

  /** The one codec in which it sends a kind, whatever others would like; null when that is open. */
  abstract Codec sendsOnly(MediaKind kind);

  /** The codecs of a kind that it can receive, by name; null when it receives none of that kind. */
  abstract List<String> receives(MediaKind kind);
}
