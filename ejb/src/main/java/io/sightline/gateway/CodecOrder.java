package io.sightline.gateway;

import io.sightline.call.MediaPlane.ForwardedSession;
import io.sightline.gateway.sdp.Codecs;
import io.sightline.media.api.Codec;
import io.sightline.media.api.MediaKind;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Which codecs may be used, by name and most wanted first; those not named are excluded.
 *
 * @param audio encoding names of {@code a=rtpmap}
 * @param video likewise
 */
record CodecOrder(List<String> audio, List<String> video) {
  /** What all sessions of a call can be offered, so that everybody understands everybody. */
  Map<MediaKind, List<Codec>> common(List<ForwardedSession> sessions) {
    Map<MediaKind, List<Codec>> common = new EnumMap<>(MediaKind.class);
    common.put(
        MediaKind.AUDIO,
        Codecs.inCommon(
            MediaKind.AUDIO, audio, sessions.stream().map(ForwardedSession::audioCodecs).toList()));
    common.put(
        MediaKind.VIDEO,
        Codecs.inCommon(
            MediaKind.VIDEO, video, sessions.stream().map(ForwardedSession::videoCodecs).toList()));
    return common;
  }
}
