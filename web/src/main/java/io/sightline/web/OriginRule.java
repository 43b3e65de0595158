package io.sightline.web;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which pages' origins may act on the server; compared whole, never by prefix or suffix. */
public final class OriginRule {
  private OriginRule() {}

  /**
   * @param origin the header; null when the client sent none
   * @param host the Host header by which the server was reached
   */
  public static boolean permits(
      String origin, boolean secure, String host, List<String> allowed, Optional<URI> publicUrl) {
    if (origin == null) {
      return false;
    }
    String asked = origin.toLowerCase(Locale.ROOT);
    if (host != null
        && asked.equals((secure ? "https://" : "http://") + host.toLowerCase(Locale.ROOT))) {
      return true;
    }
    if (publicUrl
        .map(URI::toString)
        .filter(own -> asked.equals(own.toLowerCase(Locale.ROOT)))
        .isPresent()) {
      return true;
    }
    return allowed.stream().anyMatch(each -> asked.equals(each.toLowerCase(Locale.ROOT)));
  }
}
