package io.sightline.consent;

import java.util.Map;

/** What is asked where a tenant has written nothing. */
final class BuiltInTexts {
  static final String LANGUAGE = "en";

  private static final Map<String, String> TEXTS =
      Map.of(
          "en",
          "This call is to be recorded, in picture and sound, to document the conversation."
              + " Do you agree to being recorded?",
          "de",
          "Dieses Gespräch soll in Bild und Ton aufgezeichnet werden, um es zu dokumentieren."
              + " Sind Sie mit der Aufzeichnung einverstanden?",
          "es",
          "Esta llamada se va a grabar, con imagen y sonido, para documentar la conversación."
              + " ¿Está de acuerdo con la grabación?",
          "fr",
          "Cet appel va être enregistré, image et son, afin de documenter la conversation."
              + " Acceptez-vous d’être enregistré ?");

  private BuiltInTexts() {}

  /** Null for a language that none was written in. */
  static AskedText in(String language) {
    String text = TEXTS.get(language);
    return text == null ? null : AskedText.of(language, 0, text);
  }
}
