package io.sightline.media.api;

import java.io.Serializable;
import java.util.List;

/**
 * One side's ICE and DTLS parameters of a bundled transport.
 *
 * @param ufrag ICE user name fragment, 4 to 256 ice-chars (RFC 8839 section 5.4)
 * @param pwd ICE password, 22 to 256 ice-chars; secret, never logged
 * @param candidates this side's candidates; the media server sends nothing to remote ones, it
 *     learns addresses from authenticated checks only
 * @param fingerprint of the DTLS certificate
 * @param setup "actpass", "active" or "passive" (RFC 5763 section 5)
 */
public record TransportParameters(
    String ufrag, String pwd, List<Candidate> candidates, Fingerprint fingerprint, String setup)
    implements Serializable {
  public TransportParameters {
    candidates = List.copyOf(candidates);
  }

  @Override
  public String toString() {
    return "TransportParameters[ufrag=" + ufrag + ", candidates=" + candidates.size() + "]";
  }
}
