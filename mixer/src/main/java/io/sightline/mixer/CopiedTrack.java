package io.sightline.mixer;

import io.sightline.mixer.av.Container;
import io.sightline.mixer.av.MuxSink;
import io.sightline.mixer.av.VideoDecoder;
import io.sightline.mixer.track.RecordingTracks;
import io.sightline.mixer.track.TrackReader;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.util.Arrays;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * A track whose frames are copied. Video starts at its first key frame; gaps in Opus are filled
 * with packets of silence, for players do not agree on what a gap of audio means. Not thread-safe.
 */
final class CopiedTrack implements AutoCloseable {
  private static final long OPUS_PACKET_NS = 20_000_000L;
  private static final long ASSUMED_PICTURE_NS = 33_000_000L;

  /** 20 ms of silence: Opus, CELT, full band, stereo (RFC 6716 section 3.1). */
  private static final byte[] SILENCE = {(byte) 0xFC, (byte) 0xFF, (byte) 0xFE};

  private final RecordingTracks.Track track;
  private final TrackReader reader;
  private final boolean video;
  private final long durationNs;
  private int stream = -1;
  private TrackReader.Frame head;
  private TrackReader.Frame behind;
  private long dueNs;
  private long lastUs = Long.MIN_VALUE;
  private long copied;
  private long otherCodec;
  private byte[] sets;
  private long filled;

  private CopiedTrack(RecordingTracks tracks, RecordingTracks.Track track) throws IOException {
    this.track = track;
    this.video = track.description().video();
    this.durationNs = Math.max(1, tracks.timeline().durationNs());
    this.reader = tracks.open(track);
  }

  /** Whether a container can hold a track as it is. */
  static boolean fits(RecordingTracks.Track track, Container container) {
    return switch (track.codec()) {
      case "OPUS", "VP9" -> true;
      case "VP8" -> container == Container.WEBM;
      case "H264" -> container == Container.MP4;
      default -> false;
    };
  }

  /** Returns null for a codec that this container cannot hold. */
  static CopiedTrack open(RecordingTracks tracks, RecordingTracks.Track track, Container container)
      throws IOException {
    return fits(track, container) ? new CopiedTrack(tracks, track) : null;
  }

  /** Finds the first frame and adds the stream; returns false if there is nothing to copy. */
  boolean addTo(MuxSink sink) throws IOException {
    head = nextOfCodec();
    behind = head == null ? null : nextOfCodec();
    if (head == null) {
      return false;
    }
    dueNs = head.timeNs();
    if (!video) {
      stream = sink.addOpus(head.codec().channels() == 1 ? 1 : 2);
      return true;
    }
    try (VideoDecoder decoder = new VideoDecoder(track.codec())) {
      AVFrame picture = decoder.decode(head.data());
      while (picture == null && head != null) {
        head = behind;
        behind = head == null ? null : nextOfCodec();
        picture = head != null && head.key() ? decoder.decode(head.data()) : null;
      }
      if (head == null) {
        return false;
      }
      sets = track.codec().equals("H264") ? ParameterSets.of(head.data()) : null;
      stream = sink.addVideo(track.codec(), picture.width(), picture.height(), sets);
      return true;
    }
  }

  /** Upper bound for the number of packets, filled gaps included. */
  long packetsAtMost(long timelineNs) {
    return track.framesAtMost() + timelineNs / OPUS_PACKET_NS + 1;
  }

  boolean hasHead() {
    return stream >= 0 && head != null;
  }

  long headNs() {
    return head.timeNs();
  }

  /** How far into the recording this track is, 0 to 1. */
  double readFraction() {
    return head == null ? 1 : Math.min(1, (double) head.timeNs() / durationNs);
  }

  /**
   * Writes the first frame that is left.
   *
   * @param zeroNs where the file's time begins
   * @return when the frame ends, on the timeline
   */
  long writeHead(MuxSink sink, long zeroNs) throws IOException {
    if (!video) {
      fill(sink, zeroNs);
    }
    long timeNs = head.timeNs();
    long lengthNs = length();
    write(sink, head.data(), timeNs - zeroNs, lengthNs, head.key(), newSets());
    copied++;
    dueNs = timeNs + lengthNs;
    head = behind;
    behind = head == null ? null : nextOfCodec();
    return dueNs;
  }

  JsonObjectBuilder report() {
    return TrackReport.of(track, reader)
        .add("copied", copied)
        .add("filled", filled)
        .add("otherCodec", otherCodec);
  }

  private long length() {
    if (!video) {
      return OpusPacket.durationNs(head.data());
    }
    long untilNext = behind == null ? ASSUMED_PICTURE_NS : behind.timeNs() - head.timeNs();
    return untilNext > 0 ? untilNext : ASSUMED_PICTURE_NS;
  }

  private void fill(MuxSink sink, long zeroNs) throws IOException {
    while (head.timeNs() - dueNs >= OPUS_PACKET_NS) {
      write(sink, SILENCE, dueNs - zeroNs, OPUS_PACKET_NS, true, null);
      dueNs += OPUS_PACKET_NS;
      filled++;
    }
  }

  /** The parameter sets of the first frame left, if they are others than before. */
  private byte[] newSets() {
    if (sets == null || !head.key()) {
      return null;
    }
    byte[] carried = ParameterSets.of(head.data());
    if (carried.length == 0 || Arrays.equals(carried, sets)) {
      return null;
    }
    sets = carried;
    return carried;
  }

  private void write(
      MuxSink sink, byte[] data, long timeNs, long lengthNs, boolean key, byte[] newSets)
      throws IOException {
    long timeUs = timeNs / 1000;
    if (lastUs != Long.MIN_VALUE && timeUs <= lastUs) {
      timeUs = lastUs + 1000;
    }
    lastUs = timeUs;
    sink.write(stream, data, timeUs, lengthNs / 1000, key, newSets);
  }

  private TrackReader.Frame nextOfCodec() throws IOException {
    TrackReader.Frame frame;
    while ((frame = reader.next()) != null) {
      if (frame.data().length == 0) {
        continue;
      }
      if (frame.codec().name().equals(track.codec())) {
        return frame;
      }
      otherCodec++;
    }
    return null;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
