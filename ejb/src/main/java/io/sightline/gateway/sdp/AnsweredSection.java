package io.sightline.gateway.sdp;

import io.sightline.media.api.Codec;
import io.sightline.media.api.HeaderExtension;
import java.util.List;

/**
 * One section as agreed.
 *
 * @param flows whether media flows in the offered direction
 * @param codecs what both know, in the browser's order
 * @param ssrcs announced by a browser that sends: media first, then retransmission, unsigned 32-bit
 * @param rids the simulcast layers that it sends, the lowest first; empty for one stream
 */
public record AnsweredSection(
    String mid,
    boolean flows,
    List<Codec> codecs,
    List<HeaderExtension> extensions,
    List<Long> ssrcs,
    List<String> rids) {
  public AnsweredSection {
    codecs = List.copyOf(codecs);
    extensions = List.copyOf(extensions);
    ssrcs = List.copyOf(ssrcs);
    rids = List.copyOf(rids);
  }

  static AnsweredSection inactive(OfferedSection offered) {
    return new AnsweredSection(offered.mid(), false, List.of(), List.of(), List.of(), List.of());
  }
}
