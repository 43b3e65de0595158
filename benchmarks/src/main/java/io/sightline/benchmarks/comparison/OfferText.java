package io.sightline.benchmarks.comparison;

import io.sightline.testsupport.sdp.MediaSection;
import io.sightline.testsupport.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.List;

/** Session descriptions of peers that offer, and of servers' answers turned into offers. */
final class OfferText {
  private static final String MID = "urn:ietf:params:rtp-hdrext:sdes:mid";
  private static final List<String> TRANSPORT =
      List.of("ice-ufrag", "ice-pwd", "fingerprint", "candidate", "ice-lite");

  private OfferText() {}

  /**
   * What a peer offers.
   *
   * @param transport its {@link io.sightline.testsupport.peer.MediaPeer#transportLines}
   * @param direction of all sections, seen from the peer
   * @param video for each section in order whether it is of pictures
   */
  static String of(List<String> transport, String address, String direction, boolean... video) {
    List<String> lines = begin(address);
    for (int mid = 0; mid < video.length; mid++) {
      section(lines, address, mid, video[mid], direction);
      lines.addAll(transport);
      lines.add("a=setup:active");
    }
    return String.join("\r\n", lines) + "\r\n";
  }

  /**
   * A server's answer as the offer that a peer answers.
   *
   * @param direction of all sections, seen from the server
   */
  static String ofAnswer(String answer, String address, String direction) {
    List<String> lines = begin(address);
    int mid = 0;
    for (MediaSection section : SessionDescription.parse(answer).sections()) {
      section(lines, address, mid++, section.kind().equals("video"), direction);
      for (String name : TRANSPORT) {
        section.all(name).forEach(value -> lines.add("a=" + name + ":" + value));
      }
      lines.add("a=setup:passive");
    }
    return String.join("\r\n", lines) + "\r\n";
  }

  private static List<String> begin(String address) {
    return new ArrayList<>(List.of("v=0", "o=- 1 1 IN IP4 " + address, "s=-", "t=0 0"));
  }

  private static void section(
      List<String> lines, String address, int mid, boolean video, String direction) {
    int type = video ? 96 : 111;
    lines.add("m=" + (video ? "video" : "audio") + " 9 UDP/TLS/RTP/SAVPF " + type);
    lines.add("c=IN IP4 " + address);
    lines.add("a=mid:" + mid);
    lines.add("a=" + direction);
    lines.add("a=rtcp-mux");
    lines.add("a=extmap:4 " + MID);
    lines.add("a=rtpmap:" + type + (video ? " VP8/90000" : " opus/48000/2"));
    if (video) {
      lines.add("a=rtcp-fb:96 nack");
      lines.add("a=rtcp-fb:96 nack pli");
      lines.add("a=rtcp-fb:96 ccm fir");
    }
  }
}
