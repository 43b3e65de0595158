package io.sightline.gateway.sdp;

import io.sightline.media.api.TransportParameters;
import java.util.List;

/**
 * What a browser's answer agreed to.
 *
 * @param transport the browser's side of the bundled transport
 * @param sections one for each offered section, in the offer's order
 */
public record Answer(TransportParameters transport, List<AnsweredSection> sections) {
  public Answer {
    sections = List.copyOf(sections);
  }
}
