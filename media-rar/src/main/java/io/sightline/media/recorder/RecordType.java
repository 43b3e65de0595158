package io.sightline.media.recorder;

/** Types of records in a {@link RecordRing}. */
final class RecordType {
  /** Body: UTF-8 JSON of a TRACK record. */
  static final byte TRACK = 1;

  /** Body: a whole RTP packet. */
  static final byte RTP = 2;

  /** Body: SSRC u32, NTP u64, RTP u32. */
  static final byte SENDER_REPORT = 3;

  /** Body: UTF-8 JSON of an event; track -1 concerns all. */
  static final byte EVENT = 4;

  /** Body: UTF-8 JSON of an event that the tracks' logs do not hold, only the events' log. */
  static final byte ANNOTATION = 5;

  private RecordType() {}
}
