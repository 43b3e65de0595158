package io.sightline.media.raw;

/** What a record of a track log holds. */
public enum TrackLogType {
  /** UTF-8 JSON: what the stream is; repeated whenever that changes (codec, SSRC, endpoint). */
  TRACK(1),
  /** One whole RTP packet after SRTP was removed. */
  RTP(2),
  /** A sender report's pair of clocks: SSRC u32, NTP time u64 (RFC 3550 §6.4.1), RTP time u32. */
  SENDER_REPORT(3),
  /** UTF-8 JSON with a {@code type}: gap, pause, resume, mute, unmute, closed. */
  EVENT(4);

  private final int code;

  TrackLogType(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /** Returns null for a code of a later version, which readers pass over. */
  static TrackLogType of(int code) {
    return switch (code) {
      case 1 -> TRACK;
      case 2 -> RTP;
      case 3 -> SENDER_REPORT;
      case 4 -> EVENT;
      default -> null;
    };
  }
}
