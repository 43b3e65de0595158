package io.sightline.media.api;

import java.io.Serializable;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What happened in a call, to be kept in its recordings: {@link MediaConnection#annotateRecording}.
 * No names, no texts, nothing that tells who somebody is.
 *
 * @param type "mute", "unmute", "hold", "unhold", "screen-start", "screen-stop", "join", "leave",
 *     "name" (somebody's displayed name changed; the name itself is not told) or another kebab-case
 *     word of up to 32 characters; those that the recorder writes itself are refused
 * @param participantId as in {@link OpenEndpoint}, up to 64 characters; null where it concerns all
 * @param source a {@link TrackSource} by name, or null
 */
public record Annotation(String type, String participantId, String source) implements Serializable {
  private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9-]{0,31}");
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern SOURCE = Pattern.compile("[A-Z][A-Z_]{0,31}");

  /** Types of events that only the recorder writes. */
  private static final Set<String> RESERVED =
      Set.of("gap", "pause", "resume", "closed", "recovered", "audio-only");

  /**
   * @throws IllegalArgumentException when a part is not of its form
   */
  public Annotation {
    if (type == null || !WORD.matcher(type).matches() || RESERVED.contains(type)) {
      throw new IllegalArgumentException("type: a kebab-case word that the recorder does not use");
    }
    if (participantId != null && !ID.matcher(participantId).matches()) {
      throw new IllegalArgumentException("participantId: 1 to 64 of [A-Za-z0-9_-], or null");
    }
    if (source != null && !SOURCE.matcher(source).matches()) {
      throw new IllegalArgumentException("source: the name of a track source, or null");
    }
  }
}
