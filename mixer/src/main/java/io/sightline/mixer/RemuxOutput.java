package io.sightline.mixer;

import io.sightline.mixer.av.Container;
import io.sightline.mixer.av.MuxSink;
import io.sightline.mixer.track.RecordingTracks;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;
import java.util.logging.Logger;

/** One participant's file of a remux. Not thread-safe. */
final class RemuxOutput implements AutoCloseable {
  /** What a sender's encoder got wrong is copied as it is, up to this part of the packets. */
  private static final double SENDERS_ERRORS = 0.05;

  private static final Logger LOG = Logger.getLogger(RemuxOutput.class.getName());

  private final Job.Output output;
  private final String role;
  private final Container container;
  private final OutputFile file;
  private final List<CopiedTrack> copies = new ArrayList<>();
  private final MuxSink sink;
  private long zeroNs;
  private long endNs;
  private boolean video;
  private boolean audio;

  RemuxOutput(
      Job.Output output, byte[] key, RecordingTracks tracks, List<RecordingTracks.Track> own)
      throws IOException, JobException {
    this.output = output;
    this.container = output.container() != null ? output.container() : containerFor(own);
    this.file = new OutputFile(output.path(), key);
    this.role = own.get(0).description().role();
    boolean done = false;
    try {
      sink = new MuxSink(file.channel(), container);
      long videoFrames = 0;
      long audioFrames = 0;
      zeroNs = Long.MAX_VALUE;
      for (RecordingTracks.Track track : own) {
        CopiedTrack copy = CopiedTrack.open(tracks, track, container);
        if (copy == null) {
          LOG.warning(() -> "cannot copy " + track.codec());
          continue;
        }
        copies.add(copy);
        if (!copy.addTo(sink)) {
          continue;
        }
        zeroNs = Math.min(zeroNs, copy.headNs());
        boolean isVideo = track.description().video();
        video |= isVideo;
        audio |= !isVideo;
        videoFrames += isVideo ? track.framesAtMost() : 0;
        audioFrames += isVideo ? 0 : copy.packetsAtMost(tracks.timeline().durationNs());
      }
      if (!video && !audio) {
        throw new JobException(
            JobException.Reason.INPUT_UNREADABLE, "a participant has no media that can be copied");
      }
      sink.start(videoFrames, audioFrames);
      done = true;
    } finally {
      if (!done) {
        close();
      }
    }
  }

  /** WebM, unless there is H.264. */
  static Container containerFor(List<RecordingTracks.Track> tracks) {
    boolean h264 = tracks.stream().anyMatch(track -> track.codec().equals("H264"));
    return h264 ? Container.MP4 : Container.WEBM;
  }

  /** Writes all frames in order of their time. */
  void copy(DoubleConsumer progress) throws IOException {
    long firstNs = zeroNs;
    while (true) {
      CopiedTrack next = null;
      for (CopiedTrack copy : copies) {
        if (copy.hasHead() && (next == null || copy.headNs() < next.headNs())) {
          next = copy;
        }
      }
      if (next == null) {
        break;
      }
      endNs = Math.max(endNs, next.writeHead(sink, firstNs));
      progress.accept(0.9 * next.readFraction());
    }
    sink.finish();
    file.finish();
  }

  JsonObjectBuilder verified() throws JobException {
    return file.verified(
            container, video, audio, (endNs - zeroNs) / 1_000_000, SENDERS_ERRORS, sink.prints())
        .add("participantId", output.participantId())
        .add("role", role)
        .add("offsetMs", zeroNs / 1_000_000);
  }

  List<JsonObjectBuilder> reports() {
    List<JsonObjectBuilder> reports = new ArrayList<>();
    for (CopiedTrack copy : copies) {
      reports.add(copy.report());
    }
    return reports;
  }

  @Override
  public void close() throws IOException {
    for (CopiedTrack copy : copies) {
      copy.close();
    }
    if (sink != null) {
      sink.close();
    }
    file.close();
  }
}
