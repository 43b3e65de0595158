package io.sightline.gateway.sdp;

import io.sightline.media.api.TransportParameters;

/**
 * A fragment {@code application/trickle-ice-sdpfrag} (RFC 8840 section 9) as clients of WHIP send
 * it. Candidates are read past: an ICE-lite agent learns addresses from checks.
 *
 * @param ufrag the client's ICE user name fragment
 * @param pwd its password, secret; both null where the fragment names none
 */
public record IceFragment(String ufrag, String pwd) {
  private static final int MAX_BYTES = 16_384;
  private static final int MAX_LINES = 300;

  /**
   * Reads a fragment.
   *
   * @throws SdpException for a text that is none, is too large, or names half of the credentials
   */
  public static IceFragment read(String text) throws SdpException {
    if (text == null || text.isBlank() || text.length() > MAX_BYTES) {
      throw new SdpException("a fragment has 1 to " + MAX_BYTES + " characters");
    }
    String ufrag = null;
    String pwd = null;
    int number = 0;
    for (String line : text.split("\r?\n", -1)) {
      boolean wellFormed =
          line.isEmpty() || (line.matches("[am]=[\\x20-\\x7e]{1,2046}") && ++number <= MAX_LINES);
      if (!wellFormed) {
        throw new SdpException("line " + (number + 1) + " of the fragment is malformed");
      }
      if (line.startsWith("a=ice-ufrag:")) {
        ufrag = line.substring("a=ice-ufrag:".length());
      } else if (line.startsWith("a=ice-pwd:")) {
        pwd = line.substring("a=ice-pwd:".length());
      }
    }
    if ((ufrag == null) != (pwd == null)) {
      throw new SdpException("the fragment names only one of a=ice-ufrag and a=ice-pwd");
    }
    if (ufrag != null && !Security.areCredentials(ufrag, pwd)) {
      throw new SdpException("the ICE credentials are malformed");
    }
    return new IceFragment(ufrag, pwd);
  }

  /**
   * The server's side after a restart.
   *
   * @param media the word and mid of the first section, which carries the candidates
   */
  public static String write(TransportParameters server, String media, String mid) {
    StringBuilder text = new StringBuilder("a=ice-lite\r\n");
    text.append("a=ice-ufrag:").append(server.ufrag()).append("\r\n");
    text.append("a=ice-pwd:").append(server.pwd()).append("\r\n");
    text.append("m=").append(media).append(" 9 ").append(DescriptionWriter.PROTOCOL);
    text.append(" 0\r\na=mid:").append(mid).append("\r\n");
    server
        .candidates()
        .forEach(each -> text.append(DescriptionWriter.candidate(each)).append("\r\n"));
    return text.append("a=end-of-candidates\r\n").toString();
  }

  @Override
  public String toString() {
    return "IceFragment[" + ufrag + "]";
  }
}
