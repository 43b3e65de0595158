package io.sightline.media.api;

/** Implemented by the message-driven bean that takes the media server's events. */
public interface MediaEventListener {
  /** Throwing rolls the delivery back; it is tried again. */
  void onEvent(MediaEvent event);
}
