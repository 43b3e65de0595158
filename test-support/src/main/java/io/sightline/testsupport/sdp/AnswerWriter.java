package io.sightline.testsupport.sdp;

import java.util.List;
import java.util.Optional;

/** Writes the answer to an offer: one codec a section, everything bundled. */
public final class AnswerWriter {
  private static final String MID_EXTENSION = "urn:ietf:params:rtp-hdrext:sdes:mid";

  /** Names a layer in its packets (RFC 8852). */
  public static final String RID = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id";

  /** Names the layer that a packet repeats (RFC 8852). */
  public static final String REPAIRED_RID =
      "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id";

  private final StringBuilder out = new StringBuilder();
  private final String ufrag;
  private final String pwd;
  private final String fingerprint;
  private final String setup;

  /**
   * @param fingerprint SHA-256 fingerprint of the answering side's certificate
   * @param setup its role in DTLS, active or passive
   */
  public AnswerWriter(
      long sessionId,
      SessionDescription offer,
      String ufrag,
      String pwd,
      String fingerprint,
      String setup) {
    this.setup = setup;
    this.ufrag = ufrag;
    this.pwd = pwd;
    this.fingerprint = fingerprint;
    line("v=0");
    line("o=- " + sessionId + " 2 IN IP4 127.0.0.1");
    line("s=-");
    line("t=0 0");
    List<String> mids =
        offer.sections().stream().filter(s -> s.port() != 0).map(MediaSection::mid).toList();
    line("a=group:BUNDLE " + String.join(" ", mids));
    line("a=msid-semantic: WMS");
  }

  /** Refuses a section. */
  public void reject(MediaSection offered) {
    line("m=" + offered.kind() + " 0 " + offered.protocol() + " " + offered.payloadTypes().get(0));
    line("c=IN IP4 0.0.0.0");
    line("a=mid:" + offered.mid());
    line("a=inactive");
  }

  /**
   * Accepts a section with one format.
   *
   * @param direction seen from the answering side
   * @param ssrc of what the answering side sends; empty when it sends nothing
   */
  public void accept(
      MediaSection offered, MediaSection.Format format, String direction, Optional<Long> ssrc) {
    accept(offered, format, direction, ssrc, List.of());
  }

  /**
   * Accepts a section with one format, in layers.
   *
   * @param rids of the layers that the answering side sends (RFC 8853); empty for one stream
   */
  public void accept(
      MediaSection offered,
      MediaSection.Format format,
      String direction,
      Optional<Long> ssrc,
      List<String> rids) {
    int type = format.payloadType();
    line("m=" + offered.kind() + " 9 " + offered.protocol() + " " + type);
    line("c=IN IP4 0.0.0.0");
    line("a=rtcp:9 IN IP4 0.0.0.0");
    line("a=ice-ufrag:" + ufrag);
    line("a=ice-pwd:" + pwd);
    line("a=ice-options:trickle");
    line("a=fingerprint:sha-256 " + fingerprint);
    line("a=setup:" + setup);
    line("a=mid:" + offered.mid());
    int extension = offered.extension(MID_EXTENSION);
    if (extension != 0) {
      line("a=extmap:" + extension + " " + MID_EXTENSION);
    }
    for (String uri : rids.isEmpty() ? List.<String>of() : List.of(RID, REPAIRED_RID)) {
      line("a=extmap:" + offered.extension(uri) + " " + uri);
    }
    line("a=" + direction);
    line("a=rtcp-mux");
    String channels = format.channels() > 1 ? "/" + format.channels() : "";
    line("a=rtpmap:" + type + " " + format.name() + "/" + format.clockRate() + channels);
    for (String feedback : offered.feedback(type)) {
      if (feedback.equals("nack") || feedback.equals("nack pli") || feedback.equals("ccm fir")) {
        line("a=rtcp-fb:" + type + " " + feedback);
      }
    }
    String parameters = offered.parameters(type);
    if (!parameters.isEmpty()) {
      line("a=fmtp:" + type + " " + parameters);
    }
    for (String rid : rids) {
      line("a=rid:" + rid + " send");
    }
    if (!rids.isEmpty()) {
      line("a=simulcast:send " + String.join(";", rids));
    }
    ssrc.ifPresent(
        value -> {
          line("a=msid:- " + offered.mid());
          line("a=ssrc:" + value + " cname:peer");
        });
  }

  /** The whole answer. */
  public String sdp() {
    return out.toString();
  }

  private void line(String line) {
    out.append(line).append("\r\n");
  }
}
