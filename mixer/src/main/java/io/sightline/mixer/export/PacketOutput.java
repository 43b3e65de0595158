package io.sightline.mixer.export;

import java.io.Closeable;
import java.io.IOException;

/** A file, or some, that packets are written to in order of arrival. */
interface PacketOutput extends Closeable {
  /**
   * Begins; once, before all else.
   *
   * @param startedEpochMillis of the recording
   */
  void begin(long startedEpochMillis) throws IOException;

  /**
   * Announces a track before its first packet.
   *
   * @param description role, participant, kind, source and codec
   */
  void track(int number, String description) throws IOException;

  /**
   * Writes a packet.
   *
   * @param rtcp whether it is RTCP rather than RTP
   * @param arrivalNs since the recording's start
   */
  void packet(int track, boolean rtcp, long arrivalNs, byte[] bytes, int offset, int length)
      throws IOException;
}
