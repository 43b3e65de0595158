package io.sightline.media.recorder;

import io.sightline.media.api.Codec;
import io.sightline.media.api.MediaKind;
import io.sightline.media.rtp.Bytes;
import io.sightline.media.rtp.RtpPacket;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * One participant's source in one recording, as the media thread sees it. Survives reconnections:
 * another endpoint or SSRC continues the same track log. Media thread only.
 */
public final class RecordingTrack {
  /** How late a retransmission or a held-up packet may come, at the very most. */
  private static final long LATEST_NS = TimeUnit.SECONDS.toNanos(30);

  /** After a pause, how long a stream is watched of which nothing was seen before. */
  private static final long WATCH_NS = TimeUnit.MILLISECONDS.toNanos(250);

  private final Recording recording;
  private final int number;
  private TrackDescriptor descriptor;
  private boolean gapOpen;
  private long gapFromNs;
  private long lastTakenNs;
  private final PauseGuard guard = new PauseGuard();
  private final AwaitedKeyFrame keyFrame = new AwaitedKeyFrame();
  private int pausesSeen;
  private boolean knownAtResume;
  private boolean described;
  private int payloadType = -1;
  private Codec codec;

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
      payloadType = -1;
      guard.reset();
      knownAtResume = false;
    }
  }

  /**
   * Copies a packet into the recording, unless another endpoint of the participant has taken the
   * track over since, or it belongs to a pause.
   *
   * @param arrivalNs {@link System#nanoTime()} when it arrived
   * @return false when a key frame should be asked for: the ring was full, or one is awaited
   */
  public boolean rtp(RtpPacket packet, long arrivalNs) {
    if (packet.ssrc() != descriptor.ssrc() || recording.hasFailed()) {
      return true;
    }
    if (recording.pauses() > 0 && belongsToPause(packet, arrivalNs)) {
      return true;
    }
    if (recording.pauses() == 0) {
      guard.onPacket(packet.timestamp(), codec(packet).clockRate(), arrivalNs);
    }
    if (keyFrame.isAwaited() && !keyFrame.begins(packet, codec.name(), arrivalNs, this::take)) {
      return false;
    }
    return take(packet.buffer(), packet.offset(), packet.length(), arrivalNs);
  }

  private boolean take(byte[] buffer, int offset, int length, long arrivalNs) {
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

  /** Whether the packet was sampled, sent or received in a pause, as far as can be told. */
  private boolean belongsToPause(RtpPacket packet, long arrivalNs) {
    if (pausesSeen != recording.pauses()) {
      pausesSeen = recording.pauses();
      knownAtResume = guard.knows();
      if (descriptor.kind() == MediaKind.VIDEO) {
        keyFrame.await();
      }
    }
    int clockRate = codec(packet).clockRate();
    guard.onPacket(packet.timestamp(), clockRate, arrivalNs);
    if (recording.isPaused()) {
      knownAtResume = true;
      return true;
    }
    long sinceNs = arrivalNs - recording.resumedNs();
    return sinceNs < 0
        || (!knownAtResume && sinceNs < WATCH_NS)
        || (sinceNs < LATEST_NS
            && guard.isBefore(packet.timestamp(), clockRate, recording.resumedNs()));
  }

  private Codec codec(RtpPacket packet) {
    if (packet.payloadType() != payloadType || codec == null) {
      payloadType = packet.payloadType();
      codec = descriptor.codec(payloadType);
    }
    return codec;
  }

  /** Copies the clocks of a sender report into the recording. */
  public void senderReport(byte[] ssrcNtpRtp, long arrivalNs) {
    if (Bytes.u32(ssrcNtpRtp, 0) != descriptor.ssrc() || recording.isPaused()) {
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
}
