package io.sightline.mixer.scene;

import java.util.HashMap;
import java.util.Map;

/**
 * The words that are drawn into the picture: names of people and texts of cards. They are only ever
 * drawn; what could control anything is taken out.
 */
public final class Captions {
  /** No names, English texts. */
  public static final Captions NONE = new Captions(Map.of(), Map.of());

  private static final String MUTED = "muted";

  private final Map<String, String> names = new HashMap<>();
  private final Map<String, String> texts = new HashMap<>();

  /**
   * @param names what to draw for each participant id; those without have no name
   * @param texts by {@code paused}, {@code onHold}, {@code noCamera}, {@code noPicture}, {@code
   *     absent}, {@code muted}; others are not used
   */
  public Captions(Map<String, String> names, Map<String, String> texts) {
    names.forEach((id, name) -> this.names.put(id, plain(name)));
    texts.forEach((key, text) -> this.texts.put(key, plain(text)));
  }

  /** Empty if the card is to be plain. */
  public String text(Card card) {
    return texts.getOrDefault(card.key, card.otherwise);
  }

  /** What stands at the lower edge of a participant's picture, or an empty text. */
  String label(String participantId, boolean muted) {
    String name = names.getOrDefault(participantId, "");
    if (!muted) {
      return name;
    }
    String note = texts.getOrDefault(MUTED, "Muted");
    return name.isEmpty() ? note : name + " \u2013 " + note;
  }

  /** Without line breaks, control characters and marks that turn the direction of writing. */
  static String plain(String text) {
    StringBuilder kept = new StringBuilder();
    text.codePoints()
        .filter(Character::isValidCodePoint)
        .map(point -> Character.isWhitespace(point) ? ' ' : point)
        .filter(
            point ->
                switch (Character.getType(point)) {
                  case Character.CONTROL,
                      Character.FORMAT,
                      Character.SURROGATE,
                      Character.PRIVATE_USE,
                      Character.UNASSIGNED,
                      Character.LINE_SEPARATOR,
                      Character.PARAGRAPH_SEPARATOR ->
                      false;
                  default -> true;
                })
        .forEach(kept::appendCodePoint);
    return kept.toString().strip();
  }
}
