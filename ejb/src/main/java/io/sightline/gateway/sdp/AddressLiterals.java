package io.sightline.gateway.sdp;

import java.util.regex.Pattern;

/** Tells addresses from names without ever resolving one. */
final class AddressLiterals {
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:]{2,39}");

  private AddressLiterals() {}

  static boolean isLiteral(String text) {
    if (IPV4.matcher(text).matches()) {
      for (String part : text.split("\\.", 4)) {
        if (Integer.parseInt(part) > 255) {
          return false;
        }
      }
      return true;
    }
    return text.length() <= 39 && text.indexOf(':') >= 0 && IPV6.matcher(text).matches();
  }
}
