package io.sightline.mixer;

import io.sightline.mixer.av.Container;
import io.sightline.mixer.av.MuxSink;
import io.sightline.mixer.av.VideoDecoder;
import io.sightline.mixer.track.RecordingTracks;
import io.sightline.mixer.track.TrackReader;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * A track whose frames are copied, as far as its log is written. Video starts at its first key
 * frame; gaps in Opus are filled with packets of silence, for players do not agree on what a gap of
 * audio means. Not thread-safe.
 */
final class CopiedTrack implements AutoCloseable {
  private static final long OPUS_PACKET_NS = 20_000_000L;
  private static final long ASSUMED_PICTURE_NS = 33_000_000L;
  private static final int MAX_TURNS = 1_000;

  /** 20 ms of silence: Opus, CELT, full band, stereo (RFC 6716 section 3.1). */
  private static final byte[] SILENCE = {(byte) 0xFC, (byte) 0xFF, (byte) 0xFE};

  /** From a time on a picture is to be turned clockwise by so many quarters. */
  private record Turn(long timeNs, int quarters) {}

  private final String codec;
  private final TrackReader reader;
  private final boolean video;
  private final List<Turn> turns = new ArrayList<>();
  private boolean found;
  private int width;
  private int height;
  private int stream = -1;
  private TrackReader.Frame head;
  private TrackReader.Frame behind;
  private long dueNs;
  private long lastUs = Long.MIN_VALUE;
  private long copied;
  private long otherCodec;
  private byte[] sets;
  private long filled;

  /**
   * @param reader this track's, at its beginning; closed with this
   */
  CopiedTrack(RecordingTracks.Track track, TrackReader reader) {
    this.codec = track.codec();
    this.video = track.description().video();
    this.reader = reader;
  }

  /** Whether a container can hold a track as it is. */
  static boolean fits(RecordingTracks.Track track, Container container) {
    return switch (track.codec()) {
      case "OPUS", "VP9" -> true;
      case "VP8", "AV1" -> container == Container.WEBM;
      case "H264" -> container == Container.MP4;
      default -> false;
    };
  }

  boolean video() {
    return video;
  }

  /** Looks for the first frame that can be played; false while there is none. */
  boolean find() throws IOException {
    look();
    while (!found && head != null) {
      if (!video || (head.key() && decodes())) {
        found = true;
        dueNs = head.timeNs();
      } else {
        head = behind;
        behind = null;
        look();
      }
    }
    return found;
  }

  private boolean decodes() throws IOException {
    try (VideoDecoder decoder = new VideoDecoder(codec)) {
      AVFrame picture = decoder.decode(head.data());
      if (picture == null) {
        return false;
      }
      width = picture.width();
      height = picture.height();
      sets = ParameterSets.of(codec, head.data());
      return true;
    }
  }

  /** Adds the stream, whose first frame was found. */
  void addTo(MuxSink sink) throws IOException {
    stream =
        video
            ? sink.addVideo(codec, width, height, sets)
            : sink.addOpus(head.codec().channels() == 1 ? 1 : 2);
  }

  /** Reads as far ahead as writing a frame needs. */
  private void look() throws IOException {
    if (head == null) {
      head = nextOfCodec();
    }
    if (head != null && behind == null) {
      behind = nextOfCodec();
    }
  }

  /** When the first frame left begins, on the timeline. */
  long headNs() {
    return head.timeNs();
  }

  /**
   * When what is to be written next begins, on the timeline; the greatest number while nothing is.
   */
  long nextNs() throws IOException {
    if (stream < 0) {
      return Long.MAX_VALUE;
    }
    look();
    boolean ready = head != null && (behind != null || reader.ended());
    if (!video && (ready ? silent() : !reader.ended())) {
      return dueNs;
    }
    return ready ? head.timeNs() : Long.MAX_VALUE;
  }

  /** Whether it is quiet for the length of a packet before the first frame left. */
  private boolean silent() {
    return head.timeNs() - dueNs >= OPUS_PACKET_NS;
  }

  /**
   * Writes what is next: the first frame left, or some silence.
   *
   * @param zeroNs where the file's time begins
   * @return when it ends, on the timeline
   */
  long writeNext(MuxSink sink, long zeroNs) throws IOException {
    boolean ready = head != null && (behind != null || reader.ended());
    if (!video && (!ready || silent())) {
      write(sink, SILENCE, dueNs - zeroNs, OPUS_PACKET_NS, true, null);
      dueNs += OPUS_PACKET_NS;
      filled++;
      return dueNs;
    }
    turn();
    long timeNs = head.timeNs();
    long lengthNs = length();
    write(sink, head.data(), timeNs - zeroNs, lengthNs, head.key(), newSets());
    copied++;
    dueNs = timeNs + lengthNs;
    head = behind;
    behind = null;
    return dueNs;
  }

  private void turn() {
    int before = turns.isEmpty() ? 0 : turns.get(turns.size() - 1).quarters();
    if (video && head.quarters() != before && turns.size() < MAX_TURNS) {
      turns.add(new Turn(head.timeNs(), head.quarters()));
    }
  }

  /** How the picture is to be turned, from when on in the file; empty if it never is. */
  JsonArrayBuilder turns(long zeroNs) {
    JsonArrayBuilder list = Json.createArrayBuilder();
    for (Turn turn : turns) {
      list.add(
          Json.createObjectBuilder()
              .add("atMs", Math.max(0, turn.timeNs() - zeroNs) / 1_000_000)
              .add("quarters", turn.quarters()));
    }
    return list;
  }

  /**
   * @param track what is known of it at the end
   */
  JsonObjectBuilder report(RecordingTracks.Track track) {
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

  /** H.264's parameter sets of the first frame left, if they are others than before. */
  private byte[] newSets() {
    if (!codec.equals("H264") || !head.key()) {
      return null;
    }
    byte[] carried = ParameterSets.of(codec, head.data());
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
      if (frame.codec().name().equals(codec)) {
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
