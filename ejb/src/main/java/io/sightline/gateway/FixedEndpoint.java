package io.sightline.gateway;

import io.sightline.call.MediaPlane.ForwardedSession;
import io.sightline.gateway.sdp.DescriptionWriter;
import io.sightline.gateway.sdp.IceFragment;
import io.sightline.gateway.sdp.OfferedSection;
import io.sightline.gateway.sdp.RemoteOffer;
import io.sightline.media.api.TransportParameters;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * The end of media of a client that made one offer and got one answer: WHIP's publisher or WHEP's
 * viewer. What flows in its sections may change, the sections themselves never do.
 */
abstract class FixedEndpoint extends CallEndpoint {
  static final SecureRandom RANDOM = new SecureRandom();

  private final RemoteOffer offer;
  private final TransportParameters server;
  private TransportParameters remote;

  /** Counts the beginnings of ICE. */
  private int ice = 1;

  FixedEndpoint(UUID id, ForwardedSession session, RemoteOffer offer, TransportParameters server) {
    super(id, session);
    this.offer = offer;
    this.server = server;
    this.remote = offer.transport();
  }

  /** The sections of the answer, in the offer's order; empty for one that is rejected. */
  abstract List<Optional<OfferedSection>> sections();

  /** What the client sends, in the words of track sources. */
  abstract List<String> sources();

  String answer() {
    long sdpSession = RANDOM.nextLong() & 0x3fff_ffff_ffff_ffffL;
    return DescriptionWriter.answer(sdpSession, server, offer, sections());
  }

  TransportParameters remote() {
    return remote;
  }

  /** A strong entity tag (RFC 9110 section 8.8.3) of the state of ICE. */
  String entityTag() {
    return "\"" + id.toString().substring(0, 8) + "-" + ice + "\"";
  }

  /** Whether a fragment begins ICE anew: it has credentials, and others than before. */
  boolean isRestart(IceFragment fragment) {
    return fragment.ufrag() != null && !fragment.ufrag().equals(remote.ufrag());
  }

  /**
   * Adopts the client's new credentials.
   *
   * @param renewed the server's own
   * @return the fragment that tells the client of them
   */
  String restart(IceFragment fragment, TransportParameters renewed) {
    ice++;
    remote =
        new TransportParameters(
            fragment.ufrag(), fragment.pwd(), List.of(), remote.fingerprint(), remote.setup());
    OfferedSection first = sections().stream().flatMap(Optional::stream).findFirst().orElseThrow();
    return IceFragment.write(renewed, first.kind().name().toLowerCase(Locale.ROOT), first.mid());
  }

  @Override
  boolean isNegotiated() {
    return true;
  }

  /** Has it take notice of who is in the call. */
  abstract void arrange(List<ForwardedSession> seen);
}
