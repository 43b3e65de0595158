package io.sightline.chat;

import io.sightline.fault.Refusal;
import java.text.Normalizer;
import java.util.regex.Pattern;

/** What may be written: plain text of 1 to {@value #LONGEST} characters with line breaks. */
public record ChatText(String value) {
  /** In UTF-16 units, after cleaning. */
  public static final int LONGEST = 2_000;

  /**
   * Controls but for the line break, and what turns the direction of all text that follows. Joiners
   * stay: names and emoji need them.
   */
  private static final Pattern UNWANTED =
      Pattern.compile("[\\p{Cc}\\u202A-\\u202E\\u2066-\\u2069\\uFEFF&&[^\\n]]");

  private static final Pattern MANY_LINES = Pattern.compile("\\n{3,}");

  /**
   * @throws Refusal naming {@code text} when nothing, or too much, is left of it
   */
  public ChatText {
    String plain = value.replace("\r\n", "\n").replace('\r', '\n').replace('\t', ' ');
    plain = UNWANTED.matcher(Normalizer.normalize(plain, Normalizer.Form.NFC)).replaceAll("");
    plain = MANY_LINES.matcher(plain).replaceAll("\n\n").strip();
    if (plain.isEmpty()) {
      throw Refusal.field("field.length", "text", "The field must hold some text.");
    }
    if (plain.length() > LONGEST) {
      throw Refusal.field(
          "field.length", "text", "The field must have at most " + LONGEST + " characters.");
    }
    value = plain;
  }
}
