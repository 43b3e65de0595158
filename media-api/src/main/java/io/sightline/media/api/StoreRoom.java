package io.sightline.media.api;

/** What the room left in a media server's store of recordings allows. */
public enum StoreRoom {
  /** Every recording can be taken. */
  ENOUGH,
  /** Nearly full: a recording that begins takes voices alone, one of a screen is refused. */
  VOICES_ONLY,
  /** Nearly full: a recording that begins is refused. */
  NONE
}
