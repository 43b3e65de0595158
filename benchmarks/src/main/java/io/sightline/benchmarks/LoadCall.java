package io.sightline.benchmarks;

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
import io.sightline.media.server.MediaServer;
import io.sightline.testsupport.sdp.MediaSection;
import io.sightline.testsupport.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One two-party call on the media server: camera and microphone from each to the other. */
final class LoadCall {
  private static final HeaderExtension MID =
      new HeaderExtension(4, "urn:ietf:params:rtp-hdrext:sdes:mid");
  private static final Codec OPUS =
      new Codec("opus", 111, 48_000, 2, Map.of("minptime", "10"), List.of(), -1);
  private static final Codec VP8 =
      new Codec("VP8", 96, 90_000, 0, Map.of(), List.of("nack", "nack pli", "ccm fir"), 97);

  private final MediaServer server;
  private final UUID id = UUID.randomUUID();
  private final UUID agent = UUID.randomUUID();
  private final UUID customer = UUID.randomUUID();
  private final long ssrcBase;

  LoadCall(MediaServer server, int number) {
    this.server = server;
    this.ssrcBase = 1000L + 100L * number;
  }

  UUID id() {
    return id;
  }

  private UUID endpoint(boolean isAgent) {
    return isAgent ? agent : customer;
  }

  private long ssrc(boolean ofAgent, boolean video) {
    return ssrcBase + (ofAgent ? 0 : 10) + (video ? 1 : 0);
  }

  /** Opens one side and describes what it shall send and will get. */
  String offer(boolean isAgent) throws MediaException {
    TransportParameters local =
        server.openEndpoint(
            new OpenEndpoint(
                id, endpoint(isAgent), UUID.randomUUID(), isAgent ? "agent" : "customer"));
    List<String> lines = new ArrayList<>();
    lines.addAll(List.of("v=0", "o=- 1 1 IN IP4 127.0.0.1", "s=-", "t=0 0"));
    lines.addAll(List.of("a=group:BUNDLE 0 1 2 3", "a=ice-lite"));
    section(lines, local, "0", OPUS, -1);
    section(lines, local, "1", VP8, -1);
    section(lines, local, "2", OPUS, ssrc(!isAgent, false));
    section(lines, local, "3", VP8, ssrc(!isAgent, true));
    return String.join("\r\n", lines) + "\r\n";
  }

  private static void section(
      List<String> lines, TransportParameters local, String mid, Codec codec, long ssrc) {
    boolean audio = codec.channels() > 0;
    int type = codec.payloadType();
    lines.add("m=" + (audio ? "audio" : "video") + " 9 UDP/TLS/RTP/SAVPF " + type);
    lines.add("c=IN IP4 0.0.0.0");
    lines.add("a=ice-ufrag:" + local.ufrag());
    lines.add("a=ice-pwd:" + local.pwd());
    for (Candidate c : local.candidates()) {
      lines.add(
          "a=candidate:%s 1 udp %d %s %d typ %s"
              .formatted(c.foundation(), c.priority(), c.address(), c.port(), c.type()));
    }
    Fingerprint fingerprint = local.fingerprint();
    lines.add("a=fingerprint:" + fingerprint.algorithm() + " " + fingerprint.value());
    lines.addAll(List.of("a=setup:actpass", "a=rtcp-mux", "a=mid:" + mid));
    lines.add("a=extmap:" + MID.id() + " " + MID.uri());
    lines.add(ssrc < 0 ? "a=recvonly" : "a=sendonly");
    lines.add(
        "a=rtpmap:%d %s/%d%s"
            .formatted(type, codec.name(), codec.clockRate(), audio ? "/" + codec.channels() : ""));
    codec.feedback().forEach(feedback -> lines.add("a=rtcp-fb:" + type + " " + feedback));
    if (ssrc >= 0) {
      lines.add("a=ssrc:" + ssrc + " cname:load");
    }
  }

  /** Takes on what the peer answered. */
  void answer(boolean isAgent, String sdp) throws MediaException {
    SessionDescription answer = SessionDescription.parse(sdp);
    MediaSection first = answer.sections().get(0);
    String[] fingerprint = first.attribute("fingerprint").orElseThrow().split(" ");
    TransportParameters remote =
        new TransportParameters(
            first.attribute("ice-ufrag").orElseThrow(),
            first.attribute("ice-pwd").orElseThrow(),
            List.of(),
            new Fingerprint(fingerprint[0], fingerprint[1]),
            first.attribute("setup").orElseThrow());
    server.configureEndpoint(
        new ConfigureEndpoint(
            endpoint(isAgent),
            remote,
            List.of(
                receive("0", MediaKind.AUDIO, OPUS, answer),
                receive("1", MediaKind.VIDEO, VP8, answer)),
            List.of(send("2", "0", OPUS, !isAgent), send("3", "1", VP8, !isAgent))));
  }

  private static ReceiveTrack receive(
      String mid, MediaKind kind, Codec codec, SessionDescription answer) {
    return new ReceiveTrack(
        mid,
        kind,
        kind == MediaKind.AUDIO ? TrackSource.MICROPHONE : TrackSource.CAMERA,
        List.of(codec),
        List.of(MID),
        List.copyOf(answer.section(mid).ssrcs()));
  }

  private SendTrack send(String mid, String fromMid, Codec codec, boolean fromAgent) {
    boolean video = codec == VP8;
    return new SendTrack(
        mid,
        video ? MediaKind.VIDEO : MediaKind.AUDIO,
        video ? TrackSource.CAMERA : TrackSource.MICROPHONE,
        endpoint(fromAgent),
        fromMid,
        ssrc(fromAgent, video),
        video ? ssrc(fromAgent, true) + 1 : -1,
        List.of(codec),
        List.of(MID));
  }
}
