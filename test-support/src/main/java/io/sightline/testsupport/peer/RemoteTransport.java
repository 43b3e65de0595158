package io.sightline.testsupport.peer;

import io.sightline.testsupport.sdp.MediaSection;
import io.sightline.testsupport.sdp.SessionDescription;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The server's ICE and DTLS parameters, from the first section that is not rejected. */
record RemoteTransport(
    String ufrag,
    String pwd,
    String fingerprintAlgorithm,
    String fingerprint,
    List<InetSocketAddress> candidates) {

  static RemoteTransport of(SessionDescription description) {
    MediaSection section =
        description.sections().stream()
            .filter(s -> s.port() != 0)
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("every section is rejected"));
    String[] fingerprint = section.attribute("fingerprint").orElseThrow().split(" ");
    return new RemoteTransport(
        section.attribute("ice-ufrag").orElseThrow(),
        section.attribute("ice-pwd").orElseThrow(),
        fingerprint[0],
        fingerprint[1],
        candidates(section));
  }

  /** UDP candidates of component 1, the server's order kept. */
  private static List<InetSocketAddress> candidates(MediaSection section) {
    Set<InetSocketAddress> found = new LinkedHashSet<>();
    for (String line : section.all("candidate")) {
      String[] parts = line.split(" ");
      if (parts.length >= 8 && parts[1].equals("1") && parts[2].equalsIgnoreCase("udp")) {
        found.add(new InetSocketAddress(parts[4], Integer.parseInt(parts[5])));
      }
    }
    return new ArrayList<>(found);
  }
}
