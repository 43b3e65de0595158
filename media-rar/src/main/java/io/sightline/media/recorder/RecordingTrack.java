package io.sightline.media.recorder;

import io.sightline.media.rtp.Bytes;
import io.sightline.media.rtp.Sequences;
import java.util.UUID;

/**
 * One participant's source in one recording, as the media thread sees it. Survives reconnections:
 * another endpoint or SSRC continues the same track log. Media thread only.
 */
public final class RecordingTrack {
  private static final int TIMESTAMP_OFFSET = 4;
  private static final int SSRC_OFFSET = 8;

  private final Recording recording;
  private final int number;
  private TrackDescriptor descriptor;
  private boolean gapOpen;
  private long gapFromNs;
  private long lastTakenNs;
  private boolean pausedSpanKnown;
  private long pausedTimestamp;
  private boolean described;

  RecordingTrack(Recording recording, int number, TrackDescriptor descriptor) {
    this.recording = recording;
    this.number = number;
    this.descriptor = descriptor;
  }

  int number() {
    return number;
  }

  TrackDescriptor descriptor() {
    return descriptor;
  }

  /** Adopts what changed, such as a new endpoint after a reconnection. */
  void describe(TrackDescriptor current) {
    if (!current.equals(descriptor)) {
      descriptor = current;
      described = false;
      pausedSpanKnown = false;
    }
  }

  /**
   * Copies a packet into the recording, unless another endpoint of the participant has taken the
   * track over since.
   *
   * @param arrivalNs {@link System#nanoTime()} when it arrived
   * @return false when the ring was full and a key frame should be asked for
   */
  public boolean rtp(byte[] buffer, int offset, int length, long arrivalNs) {
    boolean another = Bytes.u32(buffer, offset + SSRC_OFFSET) != descriptor.ssrc();
    if (another || recording.hasFailed()) {
      return true;
    }
    if (recording.isPaused()) {
      rememberPaused(Bytes.u32(buffer, offset + TIMESTAMP_OFFSET));
      return true;
    }
    if (pausedSpanKnown && !isAfterPause(Bytes.u32(buffer, offset + TIMESTAMP_OFFSET))) {
      return true;
    }
    long ns = recording.sinceStart(arrivalNs);
    boolean taken =
        ensureDescribed(ns)
            && (!gapOpen || closeGap(ns))
            && recording.offer(RecordType.RTP, number, ns, buffer, offset, length);
    if (taken) {
      lastTakenNs = ns;
      recording.onPacket(ns);
      return true;
    }
    recording.countDrop();
    if (!gapOpen) {
      gapOpen = true;
      gapFromNs = lastTakenNs;
    }
    return false;
  }

  /** Copies the clocks of a sender report into the recording. */
  public void senderReport(byte[] ssrcNtpRtp, long arrivalNs) {
    if (Bytes.u32(ssrcNtpRtp, 0) != descriptor.ssrc()) {
      return;
    }
    long ns = recording.sinceStart(arrivalNs);
    if (ensureDescribed(ns)) {
      recording.offer(RecordType.SENDER_REPORT, number, ns, ssrcNtpRtp, 0, ssrcNtpRtp.length);
    }
  }

  /** The endpoint went away; another one of the participant may continue the track. */
  public void closed(UUID endpointId, long arrivalNs) {
    if (described && endpointId.equals(descriptor.endpointId())) {
      recording.offerText(
          RecordType.EVENT,
          number,
          recording.sinceStart(arrivalNs),
          recording.closedJson(number, endpointId));
    }
  }

  private boolean ensureDescribed(long ns) {
    if (!described) {
      described = recording.offerText(RecordType.TRACK, number, ns, recording.describe(descriptor));
    }
    return described;
  }

  private boolean closeGap(long ns) {
    if (recording.offerText(
        RecordType.EVENT, number, ns, recording.gapJson(number, gapFromNs, ns, "ring-full"))) {
      gapOpen = false;
      return true;
    }
    return false;
  }

  /** The newest timestamp sent in a pause: late retransmissions of it must not be recorded. */
  private void rememberPaused(long timestamp) {
    if (!pausedSpanKnown || Sequences.distance32(timestamp, pausedTimestamp) > 0) {
      pausedSpanKnown = true;
      pausedTimestamp = timestamp;
    }
  }

  private boolean isAfterPause(long timestamp) {
    return Sequences.distance32(timestamp, pausedTimestamp) > 0;
  }
}
