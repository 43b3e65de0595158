package io.sightline.call;

/**
 * Fired through CDI when recordings can no longer be taken, or can again.
 *
 * @param code why not, such as {@code recording.storage}; null when they can
 */
public record RecorderAvailability(String code) {
  public boolean available() {
    return code == null;
  }
}
