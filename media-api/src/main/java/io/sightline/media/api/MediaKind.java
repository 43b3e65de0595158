package io.sightline.media.api;

/** The kind of a media stream, as in an SDP m-line (RFC 8866 section 5.14). */
public enum MediaKind {
  AUDIO,
  VIDEO
}
