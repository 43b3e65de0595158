package io.sightline.testsupport.peer;

import io.sightline.testsupport.clip.MediaMarker;
import java.util.BitSet;
import java.util.Set;
import java.util.TreeSet;

/** Counts what arrives with one SSRC. The loop's thread only. */
final class ReceivedTrack {
  final String mid;
  final boolean video;
  final long ssrc;
  private final Set<Integer> payloadTypes = new TreeSet<>();
  private final Set<Integer> sources = new TreeSet<>();
  private final DelayHistogram delays = new DelayHistogram();
  private final BitSet seen = new BitSet();
  private long first = -1;
  private long highest = -1;
  private long highestTimestamp;
  private long packets;
  private long bytes;
  private long duplicates;
  private long reordered;
  private long timestampRegressions;
  private long frames;
  private long keyFrames;
  private long markers;
  private long markersMissing;
  private int nextMarker = -1;
  private int latestSource = -1;
  private long sourceChanges;
  private long sourceChangesUnkeyed;
  private boolean keyPicture;
  private int pictureId = -1;
  private long pictureBreaks;
  private long senderReports;
  private long lastReportNtp;
  private long lastReportNs;

  ReceivedTrack(String mid, boolean video, long ssrc) {
    this.mid = mid;
    this.video = video;
    this.ssrc = ssrc;
  }

  void receive(RtpPacket packet, long nowNs) {
    long index = extend(packet.sequence());
    if (seen.get((int) (index - first))) {
      duplicates++;
      return;
    }
    seen.set((int) (index - first));
    packets++;
    bytes += packet.payload().length;
    payloadTypes.add(packet.payloadType());
    if (index < highest) {
      reordered++;
    } else {
      if (video) {
        followPictures(packet.payload(), index == highest + 1);
      }
      if (packets > 1 && (int) (packet.timestamp() - highestTimestamp) < 0) {
        timestampRegressions++;
      }
      highest = index;
      highestTimestamp = packet.timestamp();
    }
    frames += packet.marker() ? 1 : 0;
    keyFrames += video && startsKeyFrame(packet.payload()) ? 1 : 0;
    MediaMarker.find(packet.payload()).ifPresent(marker -> note(marker, nowNs));
  }

  private long extend(int sequence) {
    if (highest < 0) {
      // Room below the first packet for ones that were overtaken.
      first = 0x10000L + sequence - 4096;
      highest = 0x10000L + sequence;
      return highest;
    }
    long index = highest + (short) (sequence - (int) highest);
    return Math.max(first, index);
  }

  /** RFC 7741 section 4.2: a packet right behind another is of the same picture or the next. */
  private void followPictures(byte[] payload, boolean next) {
    boolean begins = payload.length > 4 && (payload[0] & 0x17) == 0x10;
    keyPicture = begins ? startsKeyFrame(payload) : keyPicture;
    if (payload.length < 4 || (payload[0] & 0x80) == 0 || (payload[1] & 0x80) == 0) {
      return;
    }
    int id = (payload[2] & 0x7f) << 8 | (payload[3] & 0xff);
    int step = id - pictureId & 0x7fff;
    if (pictureId >= 0 && next && step != (begins ? 1 : 0)) {
      pictureBreaks++;
    }
    pictureId = id;
  }

  private void note(MediaMarker marker, long nowNs) {
    if (latestSource >= 0 && marker.source() != latestSource) {
      sourceChanges++;
      sourceChangesUnkeyed += keyPicture ? 0 : 1;
      nextMarker = -1;
    }
    latestSource = marker.source();
    markers++;
    sources.add(marker.source());
    delays.add(nowNs - marker.nanoTime());
    if (nextMarker >= 0 && marker.count() > nextMarker) {
      markersMissing += marker.count() - nextMarker;
    } else if (marker.count() < nextMarker) {
      markersMissing--;
    }
    nextMarker = Math.max(nextMarker, marker.count() + 1);
  }

  /** RFC 7741 section 4.2 and 4.3: first packet of a frame whose P bit is 0. */
  private static boolean startsKeyFrame(byte[] payload) {
    if (payload.length < 4 || (payload[0] & 0x10) == 0 || (payload[0] & 0x07) != 0) {
      return false;
    }
    int at = 1;
    if ((payload[0] & 0x80) != 0) {
      int present = payload[at++];
      if ((present & 0x80) != 0) {
        at += (payload[at] & 0x80) != 0 ? 2 : 1;
      }
      at += (present & 0x40) != 0 ? 1 : 0;
      at += (present & 0x30) != 0 ? 1 : 0;
    }
    return at < payload.length && (payload[at] & 1) == 0;
  }

  long keyFrames() {
    return keyFrames;
  }

  DelayHistogram delays() {
    return delays;
  }

  void senderReport(long ntp, long nowNs) {
    senderReports++;
    lastReportNtp = ntp;
    lastReportNs = nowNs;
  }

  private long lost() {
    if (highest < 0) {
      return 0;
    }
    int from = seen.nextSetBit(0);
    return highest - first - from + 1 - packets;
  }

  Rtcp.Report report(long nowNs) {
    long lsr = lastReportNtp >>> 16 & 0xffffffffL;
    long dlsr = senderReports == 0 ? 0 : (nowNs - lastReportNs) * 65536 / 1_000_000_000L;
    int fraction = (int) Math.min(255, lost() * 256 / Math.max(1, lost() + packets));
    return new Rtcp.Report(
        ssrc, fraction, (int) lost(), (highest - 0x10000) & 0xffffffffL, lsr, dlsr);
  }

  TrackStatistics statistics() {
    return new TrackStatistics(
        mid,
        video,
        ssrc,
        packets,
        bytes,
        lost(),
        duplicates,
        reordered,
        timestampRegressions,
        frames,
        keyFrames,
        Set.copyOf(payloadTypes),
        Set.copyOf(sources),
        markers,
        markersMissing,
        senderReports,
        latestSource,
        sourceChanges,
        sourceChangesUnkeyed,
        pictureBreaks,
        delays.percentileNs(0.5),
        delays.percentileNs(0.99),
        delays.worstNs());
  }
}
