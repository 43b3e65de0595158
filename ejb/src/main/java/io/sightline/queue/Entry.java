package io.sightline.queue;

import io.sightline.fault.Refusal;
import io.sightline.tenant.TenantSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * An entry point as others see it: where visitors of a web site begin a call.
 *
 * @param name 1 to 80 characters, shown to agents and visitors
 * @param group whom its visitors wait for
 * @param language a BCP 47 tag; null takes the visitor's browser's
 * @param opening what a waiting visitor reads, up to 500 characters; null for our own words
 * @param origins web sites that may show its button and frame its calls, such as {@code
 *     https://shop.example}; at most {@value #MOST_ORIGINS}. The server's own always may.
 */
public record Entry(
    UUID id, String name, UUID group, String language, String opening, List<String> origins) {
  /** Web sites of one entry point. */
  public static final int MOST_ORIGINS = 20;

  private static final int LONGEST_ORIGIN = 190;

  /**
   * @throws Refusal naming the field that is wrong
   */
  public Entry {
    name = name.strip();
    if (name.isEmpty() || name.length() > 80) {
      throw Refusal.field("field.length", "name", "The field must have 1 to 80 characters.");
    }
    TenantSettings.requireLanguage(language);
    if (opening != null && opening.length() > 500) {
      throw Refusal.field("field.length", "opening", "The field has at most 500 characters.");
    }
    if (origins.size() > MOST_ORIGINS) {
      throw Refusal.field("field.length", "origins", "At most 20 origins.");
    }
    List<String> clean = new ArrayList<>();
    origins.forEach(origin -> clean.add(origin(origin)));
    origins = List.copyOf(clean);
  }

  /** Scheme, host and port alone, in lower case, as browsers send it. */
  private static String origin(String text) {
    String origin = text.strip().toLowerCase(Locale.ROOT).replaceAll("/$", "");
    boolean fine = false;
    if (origin.length() <= LONGEST_ORIGIN && origin.matches("https?://[a-z0-9.:\\[\\]-]+")) {
      try {
        URI uri = URI.create(origin);
        fine = uri.getHost() != null && uri.getRawUserInfo() == null;
      } catch (IllegalArgumentException notAnAddress) {
        fine = false;
      }
    }
    if (!fine) {
      throw Refusal.field(
          "field.value", "origins", "Each origin must be like https://www.example.com.");
    }
    return origin;
  }

  /** Whether a web site may use it; {@code origin} as its browser sends it. */
  public boolean permits(String origin) {
    return origins.contains(origin.toLowerCase(Locale.ROOT));
  }
}
