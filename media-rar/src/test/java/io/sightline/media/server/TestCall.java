package io.sightline.media.server;

import io.sightline.media.api.Candidate;
import io.sightline.media.api.Codec;
import io.sightline.media.api.ConfigureEndpoint;
import io.sightline.media.api.Fingerprint;
import io.sightline.media.api.HeaderExtension;
import io.sightline.media.api.MediaException;
import io.sightline.media.api.MediaKind;
import io.sightline.media.api.OpenEndpoint;
import io.sightline.media.api.ReceiveTrack;
import io.sightline.media.api.SendTrack;
import io.sightline.media.api.TrackSource;
import io.sightline.media.api.TransportParameters;
import io.sightline.testsupport.peer.MediaPeer;
import io.sightline.testsupport.sdp.AnswerWriter;
import io.sightline.testsupport.sdp.MediaSection;
import io.sightline.testsupport.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A call of two scripted peers, negotiated the way the application would. */
final class TestCall {
  private static final String MID_URI = "urn:ietf:params:rtp-hdrext:sdes:mid";
  private static final List<HeaderExtension> EXTENSIONS = List.of(new HeaderExtension(4, MID_URI));
  private static final List<String> RIDS = List.of("q", "h", "f");
  private static final List<HeaderExtension> LAYER_EXTENSIONS =
      List.of(
          EXTENSIONS.get(0),
          new HeaderExtension(10, AnswerWriter.RID),
          new HeaderExtension(11, AnswerWriter.REPAIRED_RID));
  private static final Codec OPUS =
      new Codec("opus", 111, 48_000, 2, Map.of("minptime", "10"), List.of(), -1);
  private static final Codec VP8 =
      new Codec(
          "VP8", 96, 90_000, 0, Map.of(), List.of("goog-remb", "nack", "nack pli", "ccm fir"), -1);
  private static final Codec VP8_WITH_RTX =
      new Codec("VP8", 96, 90_000, 0, Map.of(), VP8.feedback(), 97);

  /** One participant's session. */
  record Party(UUID endpointId, UUID participantId, String role, long ssrcBase) {
    Party(String role, long ssrcBase) {
      this(UUID.randomUUID(), UUID.randomUUID(), role, ssrcBase);
    }

    /** The same participant on another device or after a reload. */
    Party again() {
      return new Party(UUID.randomUUID(), participantId, role, ssrcBase + 10);
    }
  }

  final UUID callId = UUID.randomUUID();
  private final MediaServer server;

  /** Whether cameras are asked for in layers. */
  boolean layered;

  /** What was adopted last. */
  ConfigureEndpoint latest;

  TestCall(MediaServer server) {
    this.server = server;
  }

  /** The request that opens a party's endpoint. */
  OpenEndpoint open(Party self) {
    return new OpenEndpoint(callId, self.endpointId(), self.participantId(), self.role());
  }

  /** Opens the endpoint, has the peer answer, adopts the answer. */
  void connect(Party self, Party other, MediaPeer peer) throws MediaException {
    TransportParameters local = server.openEndpoint(open(self));
    negotiate(self, other, peer, local);
  }

  void negotiate(Party self, Party other, MediaPeer peer, TransportParameters local)
      throws MediaException {
    String answer = peer.answer(offer(local, other));
    latest = configuration(self, other, answer);
    server.configureEndpoint(latest);
  }

  ConfigureEndpoint configuration(Party self, Party other, String answerText) {
    SessionDescription answer = SessionDescription.parse(answerText);
    MediaSection first = answer.sections().get(0);
    String[] fingerprint = first.attribute("fingerprint").orElseThrow().split(" ");
    boolean layered = answer.section("1").attribute("simulcast").isPresent();
    TransportParameters remote =
        new TransportParameters(
            first.attribute("ice-ufrag").orElseThrow(),
            first.attribute("ice-pwd").orElseThrow(),
            List.of(),
            new Fingerprint(fingerprint[0], fingerprint[1]),
            first.attribute("setup").orElseThrow());
    return new ConfigureEndpoint(
        self.endpointId(),
        remote,
        List.of(
            new ReceiveTrack(
                "0",
                MediaKind.AUDIO,
                TrackSource.MICROPHONE,
                List.of(OPUS),
                EXTENSIONS,
                List.copyOf(answer.section("0").ssrcs())),
            new ReceiveTrack(
                "1",
                MediaKind.VIDEO,
                TrackSource.CAMERA,
                List.of(layered ? VP8_WITH_RTX : VP8),
                layered ? LAYER_EXTENSIONS : EXTENSIONS,
                List.of(),
                layered ? RIDS : List.of())),
        List.of(
            new SendTrack(
                "2",
                MediaKind.AUDIO,
                TrackSource.MICROPHONE,
                other.endpointId(),
                "0",
                other.ssrcBase(),
                -1,
                List.of(OPUS),
                EXTENSIONS),
            new SendTrack(
                "3",
                MediaKind.VIDEO,
                TrackSource.CAMERA,
                other.endpointId(),
                "1",
                other.ssrcBase() + 1,
                -1,
                List.of(VP8),
                EXTENSIONS)));
  }

  private String offer(TransportParameters local, Party other) {
    List<String> lines = new ArrayList<>();
    lines.addAll(List.of("v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=-", "t=0 0"));
    lines.addAll(List.of("a=group:BUNDLE 0 1 2 3", "a=ice-lite"));
    section(lines, local, "0", OPUS, "recvonly", -1);
    section(lines, local, "1", VP8, "recvonly", -1);
    if (layered) {
      LAYER_EXTENSIONS.stream()
          .skip(1)
          .forEach(extension -> lines.add("a=extmap:" + extension.id() + " " + extension.uri()));
      lines.add("a=rtpmap:97 rtx/90000");
      lines.add("a=fmtp:97 apt=96");
      RIDS.forEach(rid -> lines.add("a=rid:" + rid + " recv"));
      lines.add("a=simulcast:recv " + String.join(";", RIDS));
    }
    section(lines, local, "2", OPUS, "sendonly", other.ssrcBase());
    section(lines, local, "3", VP8, "sendonly", other.ssrcBase() + 1);
    return String.join("\r\n", lines) + "\r\n";
  }

  private void section(
      List<String> lines,
      TransportParameters local,
      String mid,
      Codec codec,
      String direction,
      long ssrc) {
    String kind = codec.channels() > 0 ? "audio" : "video";
    int type = codec.payloadType();
    String channels = codec.channels() > 1 ? "/" + codec.channels() : "";
    boolean repeats = layered && mid.equals("1");
    lines.add("m=" + kind + " 9 UDP/TLS/RTP/SAVPF " + type + (repeats ? " 97" : ""));
    lines.add("c=IN IP4 0.0.0.0");
    lines.add("a=ice-ufrag:" + local.ufrag());
    lines.add("a=ice-pwd:" + local.pwd());
    for (Candidate c : local.candidates()) {
      lines.add(
          "a=candidate:%s 1 udp %d %s %d typ %s"
              .formatted(c.foundation(), c.priority(), c.address(), c.port(), c.type()));
    }
    lines.add(
        "a=fingerprint:" + local.fingerprint().algorithm() + " " + local.fingerprint().value());
    lines.add("a=setup:actpass");
    lines.add("a=mid:" + mid);
    lines.add("a=extmap:4 " + MID_URI);
    lines.add("a=" + direction);
    lines.add("a=rtcp-mux");
    lines.add("a=rtpmap:" + type + " " + codec.name() + "/" + codec.clockRate() + channels);
    codec.feedback().forEach(feedback -> lines.add("a=rtcp-fb:" + type + " " + feedback));
    if (ssrc >= 0) {
      lines.add("a=ssrc:" + ssrc + " cname:sightline");
    }
  }
}
