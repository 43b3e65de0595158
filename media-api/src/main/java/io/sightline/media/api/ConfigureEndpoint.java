package io.sightline.media.api;

import java.io.Serializable;
import java.util.List;
import java.util.UUID;

/**
 * The whole negotiated state of an endpoint; replaces the one before.
 *
 * @param remote the browser's side; a new ufrag is an ICE restart, the DTLS association goes on
 */
public record ConfigureEndpoint(
    UUID endpointId, TransportParameters remote, List<ReceiveTrack> receive, List<SendTrack> send)
    implements Serializable {
  public ConfigureEndpoint {
    receive = List.copyOf(receive);
    send = List.copyOf(send);
  }
}
