package io.sightline.mixer.scene;

/** What is shown in place of a picture. */
public enum Card {
  /** The recording is paused; covers the whole canvas. */
  PAUSED("paused", "Recording paused"),
  /** The participant, or the call, is on hold. */
  ON_HOLD("onHold", "On hold"),
  /** The camera was turned off, or there never was one. */
  NO_CAMERA("noCamera", "Camera off"),
  /** Nothing has come from a camera for long. */
  NO_PICTURE("noPicture", "No picture"),
  /** The participant is not there; a plain card. */
  ABSENT("absent", "");

  final String key;
  final String otherwise;

  Card(String key, String otherwise) {
    this.key = key;
    this.otherwise = otherwise;
  }
}
