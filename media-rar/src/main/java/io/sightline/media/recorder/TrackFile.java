package io.sightline.media.recorder;

import io.sightline.media.rtp.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** One track's log while it is written, and the track's figures. Disk thread only. */
final class TrackFile {
  private final SegmentedLog log;
  private final LossWatch losses = new LossWatch();
  private String description;
  private String brokenBy;
  private long gapFromNs;
  private long packets;
  private long firstNs = -1;
  private long lastNs = -1;
  private int firstPayloadType = -1;

  TrackFile(SegmentedLog log) {
    this.log = log;
  }

  SegmentedLog log() {
    return log;
  }

  int number() {
    return log.number();
  }

  /** Takes a record; false when it is lost because the disk takes nothing. */
  boolean record(byte type, long ns, byte[] buffer, int offset, int length) {
    return switch (type) {
      case RecordType.RTP -> rtp(ns, buffer, offset, length);
      case RecordType.SENDER_REPORT -> {
        ByteBuffer body = ByteBuffer.wrap(buffer, offset, length);
        long ssrc = Integer.toUnsignedLong(body.getInt());
        long ntp = body.getLong();
        long rtp = Integer.toUnsignedLong(body.getInt());
        yield log.append(lastNs, writer -> writer.senderReport(ns, ssrc, ntp, rtp));
      }
      case RecordType.TRACK -> {
        description = text(buffer, offset, length);
        yield log.append(lastNs, writer -> writer.track(ns, description));
      }
      default -> {
        losses.reset();
        String text = text(buffer, offset, length);
        yield log.append(lastNs, writer -> writer.event(ns, text));
      }
    };
  }

  private boolean rtp(long ns, byte[] buffer, int offset, int length) {
    if (!log.append(ns, writer -> writer.rtp(ns, buffer, offset, length))) {
      return false;
    }
    packets++;
    if (firstNs < 0) {
      firstNs = ns;
      firstPayloadType = buffer[offset + 1] & 0x7F;
    }
    lastNs = ns;
    losses.onPacket(Bytes.u32(buffer, offset + 8), Bytes.u16(buffer, offset + 2), ns);
    return true;
  }

  /** A file was given up: from the newest media that is surely kept on, there is a gap. */
  void onBroken(String cause) {
    losses.reset();
    if (brokenBy == null) {
      brokenBy = cause;
      gapFromNs = Math.max(0, log.keptNs());
    }
  }

  /** Another file goes on: it begins with what the track is. */
  void onReopened(long ns) {
    if (description != null) {
      log.append(lastNs, writer -> writer.track(ns, description));
    }
  }

  /** Whether a file was given up and no media has been taken since. */
  boolean isBroken() {
    return brokenBy != null;
  }

  String brokenBy() {
    return brokenBy;
  }

  long gapFromNs() {
    return gapFromNs;
  }

  /** The gap is listed. */
  void gapEnded() {
    brokenBy = null;
  }

  static String text(byte[] buffer, int offset, int length) {
    return new String(buffer, offset, length, StandardCharsets.UTF_8);
  }

  long packets() {
    return packets;
  }

  /** Of the first packet, in ns since the recording's start, or -1. */
  long firstNs() {
    return firstNs;
  }

  long lastNs() {
    return lastNs;
  }

  /** Stretches over 200 ms of which packets never came. */
  List<LossWatch.Stretch> losses() {
    return losses.lost();
  }

  int firstPayloadType() {
    return firstPayloadType;
  }
}
