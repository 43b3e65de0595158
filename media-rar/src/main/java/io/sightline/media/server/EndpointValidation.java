package io.sightline.media.server;

import io.sightline.media.api.Codec;
import io.sightline.media.api.ConfigureEndpoint;
import io.sightline.media.api.HeaderExtension;
import io.sightline.media.api.MediaException;
import io.sightline.media.api.MediaException.Reason;
import io.sightline.media.api.MediaKind;
import io.sightline.media.api.ReceiveTrack;
import io.sightline.media.api.SendTrack;
import io.sightline.media.api.TransportParameters;
import io.sightline.media.dtls.DtlsIdentity;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a negotiation must be like to be adopted; the media thread relies on it. */
final class EndpointValidation {
  /** Media sections per direction; a call of many with screens stays below. */
  private static final int MAX_TRACKS = 64;

  private static final int MAX_CODECS = 64;
  private static final int MAX_LAYERS = 4;
  private static final int MAX_SSRCS = 64;
  private static final long MAX_SSRC = 0xFFFF_FFFFL;

  private EndpointValidation() {}

  static void check(ConfigureEndpoint request) throws MediaException {
    checkRemote(request.remote());
    require(
        request.receive().size() <= MAX_TRACKS && request.send().size() <= MAX_TRACKS,
        "more than " + MAX_TRACKS + " tracks");
    Set<String> mids = new HashSet<>();
    Set<Long> ssrcs = new HashSet<>();
    for (ReceiveTrack track : request.receive()) {
      require(mids.add(track.mid()), "mid " + track.mid() + " twice");
      checkMid(track.mid());
      checkCodecs(track.codecs());
      checkExtensions(track.extensions());
      require(track.ssrcs().size() <= MAX_SSRCS, "more than " + MAX_SSRCS + " SSRCs");
      for (long ssrc : track.ssrcs()) {
        require(ssrc >= 0 && ssrc <= MAX_SSRC, "an SSRC is not an unsigned 32-bit number");
      }
      checkRids(track);
    }
    for (SendTrack track : request.send()) {
      require(mids.add(track.mid()), "mid " + track.mid() + " twice");
      checkMid(track.mid());
      checkCodecs(track.codecs());
      checkExtensions(track.extensions());
      require(track.ssrc() >= 0 && track.ssrc() <= MAX_SSRC, "an SSRC is out of range");
      require(track.rtxSsrc() >= -1 && track.rtxSsrc() <= MAX_SSRC, "an RTX SSRC is out of range");
      require(ssrcs.add(track.ssrc()), "an SSRC twice");
      require(track.rtxSsrc() < 0 || ssrcs.add(track.rtxSsrc()), "an SSRC twice");
    }
  }

  private static void checkRemote(TransportParameters remote) throws MediaException {
    require(remote != null && remote.ufrag() != null, "ICE credentials are missing");
    require(remote.fingerprint() != null, "the fingerprint is missing");
    require(
        DtlsIdentity.isAcceptable(remote.fingerprint().algorithm()),
        "the fingerprint must be sha-256, sha-384 or sha-512");
    require(
        remote.fingerprint().value().matches("[0-9A-Fa-f]{2}(:[0-9A-Fa-f]{2}){31,63}"),
        "the fingerprint is malformed");
    require(
        remote.setup() != null && remote.setup().matches("active|passive|actpass"),
        "the DTLS role is active, passive or actpass (setup)");
  }

  private static void checkMid(String mid) throws MediaException {
    require(mid != null && !mid.isEmpty() && mid.length() <= 16, "a mid has 1 to 16 characters");
  }

  /** RFC 8851 section 10: letters and digits; they come in one-byte header extensions. */
  private static void checkRids(ReceiveTrack track) throws MediaException {
    int count = track.rids().size();
    require(count != 1 && count <= MAX_LAYERS, "layers are 2 to " + MAX_LAYERS);
    require(new HashSet<>(track.rids()).size() == count, "a rid twice");
    require(count == 0 || track.kind() == MediaKind.VIDEO, "layers of what is no picture");
    require(count == 0 || !track.codecs().isEmpty(), "layers without a codec");
    for (String rid : track.rids()) {
      require(rid.matches("[A-Za-z0-9]{1,16}"), "a rid has 1 to 16 letters and digits");
    }
  }

  private static void checkCodecs(List<Codec> codecs) throws MediaException {
    require(codecs.size() <= MAX_CODECS, "more than " + MAX_CODECS + " codecs");
    for (Codec codec : codecs) {
      require(
          codec.payloadType() >= 0 && codec.payloadType() <= 127, "a payload type is out of range");
      require(codec.rtxPayloadType() <= 127, "an RTX payload type is out of range");
      require(codec.clockRate() > 0 && codec.clockRate() <= 192_000, "a clock rate out of range");
    }
  }

  private static void checkExtensions(List<HeaderExtension> extensions) throws MediaException {
    for (HeaderExtension extension : extensions) {
      require(
          extension.id() >= 1 && extension.id() <= 255, "a header extension id is out of range");
    }
  }

  private static void require(boolean condition, String fault) throws MediaException {
    if (!condition) {
      throw new MediaException(
          Reason.INVALID, "The negotiated parameters cannot be taken: " + fault);
    }
  }
}
