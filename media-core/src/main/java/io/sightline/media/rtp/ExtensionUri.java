package io.sightline.media.rtp;

/** URIs of the header extensions known here, as in {@code a=extmap}. */
public final class ExtensionUri {
  /** Media identification (RFC 9143). */
  public static final String MID = "urn:ietf:params:rtp-hdrext:sdes:mid";

  /** Stream id of a simulcast layer (RFC 8852). */
  public static final String RID = "urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id";

  /** Stream id that a repair stream repairs (RFC 8852). */
  public static final String REPAIRED_RID =
      "urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id";

  /** Client-to-mixer audio level (RFC 6464). */
  public static final String AUDIO_LEVEL = "urn:ietf:params:rtp-hdrext:ssrc-audio-level";

  /** Coordination of video orientation (3GPP TS 26.114). */
  public static final String VIDEO_ORIENTATION = "urn:3gpp:video-orientation";

  /** Absolute send time, 24 bits of 6.18 seconds. */
  public static final String ABS_SEND_TIME =
      "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time";

  /** Transport-wide sequence number. */
  public static final String TRANSPORT_CC =
      "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";

  private ExtensionUri() {}
}
