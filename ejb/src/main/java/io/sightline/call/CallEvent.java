package io.sightline.call;

import java.util.UUID;

/**
 * Something that happened in a call and belongs into its running recordings: who, and to which of
 * that person's tracks. By ids alone: recordings' logs hold no personal data.
 *
 * @param source {@code microphone}, {@code camera} or {@code screen}; null where it concerns all
 */
public record CallEvent(Type type, UUID participantId, String source) {
  public static final String MICROPHONE = "microphone";
  public static final String CAMERA = "camera";
  public static final String SCREEN = "screen";

  /** The words are those of the recording's manifest. */
  public enum Type {
    JOIN("join"),
    LEAVE("leave"),
    MUTE("mute"),
    UNMUTE("unmute"),
    HOLD("hold"),
    UNHOLD("unhold"),
    SCREEN_START("screen-start"),
    SCREEN_STOP("screen-stop");

    private final String word;

    Type(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }
}
