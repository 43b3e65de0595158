package io.sightline.mixer;

import io.sightline.mixer.av.Container;
import io.sightline.mixer.av.MuxSink;
import io.sightline.mixer.av.PacketPrint;
import io.sightline.mixer.track.GrowingTracks;
import io.sightline.mixer.track.RecordingTracks;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;

/** One participant's file of a copy. Not thread-safe. */
final class RemuxOutput implements AutoCloseable {
  /** What a sender's encoder got wrong is copied as it is, up to this part of the packets. */
  private static final double SENDERS_ERRORS = 0.05;

  private final Job.Output output;
  private final byte[] key;
  private final List<RecordingTracks.Track> own;
  private final Container container;
  private final Map<Path, CopiedTrack> copies = new LinkedHashMap<>();
  private OutputFile file;
  private MuxSink sink;
  private List<PacketPrint> prints;
  private long bytes;
  private long zeroNs;
  private long endNs;
  private boolean video;
  private boolean audio;

  /**
   * @param own the participant's tracks
   * @throws JobException if none of them can be copied
   */
  RemuxOutput(Job.Output output, byte[] key, GrowingTracks tracks, List<RecordingTracks.Track> own)
      throws IOException, JobException {
    this.output = output;
    this.key = key;
    this.own = List.copyOf(own);
    this.container = output.container() != null ? output.container() : containerFor(own);
    for (RecordingTracks.Track track : own) {
      if (CopiedTrack.fits(track, container)) {
        copies.put(track.file(), new CopiedTrack(track, tracks.open(track)));
      }
    }
    if (copies.isEmpty()) {
      throw nothing();
    }
  }

  private static JobException nothing() {
    return new JobException(
        JobException.Reason.INPUT_UNREADABLE, "a participant has no media that can be copied");
  }

  /** WebM, unless there is H.264. */
  static Container containerFor(List<RecordingTracks.Track> tracks) {
    boolean h264 = tracks.stream().anyMatch(track -> track.codec().equals("H264"));
    return h264 ? Container.MP4 : Container.WEBM;
  }

  /** Whether it is of the same tracks, in the same codecs. */
  boolean isOf(List<RecordingTracks.Track> tracks) {
    return keys(own).equals(keys(tracks));
  }

  private static List<String> keys(List<RecordingTracks.Track> tracks) {
    return tracks.stream().map(track -> track.file() + " " + track.codec()).toList();
  }

  /**
   * Writes in order of time what begins before a time.
   *
   * @param untilNs on the timeline
   * @param complete whether nothing more will be appended to the logs
   */
  void copy(GrowingTracks tracks, long untilNs, boolean complete, DoubleConsumer progress)
      throws IOException, JobException {
    if (sink == null && !begin(tracks, complete)) {
      return;
    }
    double durationNs = Math.max(1, tracks.durationNs());
    CopiedTrack next = first();
    long nextNs = next.nextNs();
    while (nextNs < untilNs) {
      endNs = Math.max(endNs, next.writeNext(sink, zeroNs));
      progress.accept(Math.min(1, nextNs / durationNs));
      next = first();
      nextNs = next.nextNs();
    }
  }

  private CopiedTrack first() throws IOException {
    CopiedTrack first = null;
    for (CopiedTrack copy : copies.values()) {
      first = first == null || copy.nextNs() < first.nextNs() ? copy : first;
    }
    return first;
  }

  /** Writes the header once the first frames of all streams are known, or nothing more comes. */
  private boolean begin(GrowingTracks tracks, boolean complete) throws IOException, JobException {
    boolean all = true;
    boolean any = false;
    for (CopiedTrack copy : copies.values()) {
      boolean found = copy.find();
      all &= found;
      any |= found;
    }
    if (complete && !any) {
      throw nothing();
    } else if (!all && !complete) {
      return false;
    }
    file = new OutputFile(output.path(), key);
    sink = new MuxSink(file.channel(), container);
    zeroNs = Long.MAX_VALUE;
    long pictures = 0;
    long packets = 0;
    for (RecordingTracks.Track track : own) {
      CopiedTrack copy = copies.get(track.file());
      if (copy != null && copy.find()) {
        copy.addTo(sink);
        zeroNs = Math.min(zeroNs, copy.headNs());
        video |= copy.video();
        audio |= !copy.video();
        pictures += copy.video() ? track.framesAtMost() : 0;
        // Silence is at least as long as a packet of Opus usually is.
        packets += copy.video() ? 0 : track.framesAtMost() + tracks.durationNs() / 20_000_000 + 1;
      }
    }
    if (complete) {
      sink.start(pictures, packets);
    } else {
      sink.start();
    }
    return true;
  }

  /** Ends writing, gives the file its name and tells of it; it has not been read back yet. */
  JsonObjectBuilder published() throws IOException {
    sink.finish();
    prints = sink.prints();
    sink.close();
    bytes = file.channel().size();
    file.publish();
    return whose(OutputFile.described(output.path(), container, video, bytes))
        .add("durationMs", durationMs());
  }

  private long durationMs() {
    return (endNs - zeroNs) / 1_000_000;
  }

  JsonObjectBuilder verified() throws JobException {
    return whose(file.verified(container, video, audio, durationMs(), SENDERS_ERRORS, prints));
  }

  private JsonObjectBuilder whose(JsonObjectBuilder described) {
    described
        .add("participantId", output.participantId())
        .add("role", own.get(0).description().role())
        .add("offsetMs", Math.max(0, zeroNs) / 1_000_000);
    JsonArrayBuilder leftOut = Json.createArrayBuilder();
    for (RecordingTracks.Track track : own) {
      CopiedTrack copy = copies.get(track.file());
      if (copy == null) {
        leftOut.add(track.description().video() ? "video" : "audio");
      } else if (copy.video()) {
        JsonArray turns = copy.turns(zeroNs).build();
        if (!turns.isEmpty()) {
          described.add("turns", turns);
        }
      }
    }
    JsonArray missing = leftOut.build();
    return missing.isEmpty() ? described : described.add("leftOut", missing);
  }

  /**
   * What became of the packets of each track.
   *
   * @param tracks as they are known at the end
   */
  JsonArrayBuilder reports(List<RecordingTracks.Track> tracks) {
    JsonArrayBuilder reports = Json.createArrayBuilder();
    for (RecordingTracks.Track track : tracks) {
      CopiedTrack copy = copies.get(track.file());
      if (copy != null) {
        reports.add(copy.report(track));
      }
    }
    return reports;
  }

  @Override
  public void close() throws IOException {
    for (CopiedTrack copy : copies.values()) {
      copy.close();
    }
    if (sink != null) {
      sink.close();
    }
    if (file != null) {
      file.close();
    }
  }
}
