package io.sightline.gateway;

import io.sightline.gateway.sdp.Codecs;
import io.sightline.gateway.sdp.UnacceptableOfferException;
import io.sightline.media.api.Codec;
import io.sightline.media.api.MediaKind;
import java.util.List;
import java.util.Locale;

/**
 * Which codecs may be used, by name and most wanted first; those not named are excluded.
 *
 * @param audio encoding names of {@code a=rtpmap}
 * @param video likewise
 */
record CodecOrder(List<String> audio, List<String> video) {
  /** The names of a kind, most wanted first. */
  List<String> names(MediaKind kind) {
    return kind == MediaKind.AUDIO ? audio : video;
  }

  /** The refusal of a client that offers nothing of a kind. */
  UnacceptableOfferException nothingOf(MediaKind kind) {
    return new UnacceptableOfferException(
        "Offer one of these "
            + kind.name().toLowerCase(Locale.ROOT)
            + " codecs: "
            + String.join(", ", names(kind))
            + "; H264 in its Baseline profile, VP9 and AV1 in profile 0.");
  }

  /**
   * What all can be sent, so that everybody understands everybody.
   *
   * @param told what each receiver can decode, by name
   */
  List<Codec> common(MediaKind kind, List<List<String>> told) {
    return Codecs.inCommon(kind, names(kind), told);
  }
}
