package io.sightline.gateway.sdp;

import io.sightline.media.api.TransportParameters;
import java.util.List;

/**
 * A client's offer.
 *
 * @param transport the client's side of the bundled transport; it takes the active DTLS role
 * @param sections in the offer's order
 */
public record RemoteOffer(TransportParameters transport, List<RemoteSection> sections) {
  public RemoteOffer {
    sections = List.copyOf(sections);
  }
}
