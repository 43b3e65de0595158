package io.sightline.media.api;

/** What a recording takes from its call. */
public enum RecordingMedia {
  /** Microphones and cameras. */
  AUDIO_VIDEO,
  /** Microphones alone. */
  AUDIO,
  /** Shared screens and their sound, and all microphones. */
  SCREEN
}
