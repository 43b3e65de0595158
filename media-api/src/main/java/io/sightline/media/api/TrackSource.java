package io.sightline.media.api;

/** Where a track comes from; decides which recording type it belongs to. */
public enum TrackSource {
  MICROPHONE,
  CAMERA,
  SCREEN,
  SCREEN_AUDIO
}
