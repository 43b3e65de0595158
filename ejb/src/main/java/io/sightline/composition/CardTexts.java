package io.sightline.composition;

import java.util.Locale;
import java.util.Map;

/** What is written into a mixed picture where there is nothing to see, in the call's language. */
final class CardTexts {
  private static final Map<String, Map<String, String>> TEXTS =
      Map.of(
          "en",
          cards("Recording paused", "On hold", "Camera off", "No picture", "Muted"),
          "de",
          cards("Aufzeichnung pausiert", "Gehalten", "Kamera aus", "Kein Bild", "Stumm"),
          "es",
          cards("Grabación en pausa", "En espera", "Cámara apagada", "Sin imagen", "Silenciado"),
          "fr",
          cards(
              "Enregistrement en pause",
              "En attente",
              "Caméra coupée",
              "Pas d’image",
              "Micro coupé"));

  private CardTexts() {}

  /** By the names that the mixer knows the cards by. */
  private static Map<String, String> cards(
      String paused, String onHold, String noCamera, String noPicture, String muted) {
    return Map.of(
        "paused", paused,
        "onHold", onHold,
        "noCamera", noCamera,
        "noPicture", noPicture,
        "muted", muted);
  }

  /**
   * The texts in the first of these languages that there are texts in, else in English.
   *
   * @param languages BCP 47 tags, of which the first part counts; null ones are passed over
   */
  static Map<String, String> in(Iterable<String> languages) {
    for (String language : languages) {
      String spoken = language == null ? "" : language.split("[-_]", 2)[0].toLowerCase(Locale.ROOT);
      if (TEXTS.containsKey(spoken)) {
        return TEXTS.get(spoken);
      }
    }
    return TEXTS.get("en");
  }
}
