package io.sightline.media.recorder;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.io.IOException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/** Writes {@code manifest.json} and its signature; docs/recording.md has the format. */
final class Manifest {
  /**
   * What a sealed recording amounts to.
   *
   * @param firstNs first and last packet in ns since the recording's start, or -1
   */
  record Seal(
      long firstNs, long lastNs, long packets, long bytes, int gaps, String manifestSha256) {
    static final Seal EMPTY = new Seal(-1, -1, 0, 0, 0, "");

    Seal and(long morePackets, long moreBytes, long trackFirstNs, long trackLastNs) {
      boolean none = trackFirstNs < 0;
      boolean first = firstNs < 0 || trackFirstNs < firstNs;
      return new Seal(
          none || !first ? firstNs : trackFirstNs,
          none ? lastNs : Math.max(lastNs, trackLastNs),
          packets + morePackets,
          bytes + moreBytes,
          gaps,
          manifestSha256);
    }
  }

  private final JsonProvider json;
  private final ManifestSigner signer;

  Manifest(JsonProvider json, ManifestSigner signer) {
    this.json = json;
    this.signer = signer;
  }

  /** The members that {@code recording.json} has as well. */
  static JsonObjectBuilder info(JsonProvider json, Recording recording) {
    return json.createObjectBuilder()
        .add("version", 1)
        .add("recordingId", recording.id().toString())
        .add("callId", recording.callId().toString())
        .add("media", recording.media().name())
        .add("startedAt", Instant.ofEpochMilli(recording.startedEpochMillis()).toString())
        .add("startedEpochMillis", recording.startedEpochMillis());
  }

  /** The entry of a track; the first file's figures are the entry's own. */
  static JsonObjectBuilder track(
      JsonProvider json,
      TrackDescriptor descriptor,
      TrackFile file,
      List<SegmentedLog.Closed> segments) {
    JsonObjectBuilder entry =
        json.createObjectBuilder()
            .add("number", file.number())
            .add("participantId", descriptor.participantId().toString())
            .add("role", descriptor.role())
            .add("kind", descriptor.kind().name())
            .add("source", descriptor.source().name())
            .add("codec", descriptor.codec(file.firstPayloadType()).name())
            .add("packets", file.packets())
            .add("firstNs", Math.max(file.firstNs(), 0))
            .add("lastNs", Math.max(file.lastNs(), 0));
    return files(json, entry, segments);
  }

  /** Adds the files of a log to an entry. */
  static JsonObjectBuilder files(
      JsonProvider json, JsonObjectBuilder entry, List<SegmentedLog.Closed> segments) {
    if (!segments.isEmpty()) {
      file(entry, segments.get(0));
    }
    JsonArrayBuilder more = json.createArrayBuilder();
    for (SegmentedLog.Closed segment :
        segments.subList(Math.min(1, segments.size()), segments.size())) {
      more.add(file(json.createObjectBuilder(), segment));
    }
    return segments.size() > 1 ? entry.add("segments", more) : entry;
  }

  private static JsonObjectBuilder file(JsonObjectBuilder entry, SegmentedLog.Closed file) {
    return entry
        .add("file", file.name())
        .add("bytes", file.bytes())
        .add("sha256", file.sha256())
        .add("complete", file.complete());
  }

  /**
   * Writes the signature's and the manifest's file, in this order: where there is a manifest, there
   * is its signature.
   */
  Seal write(
      RecordingDirectory directory,
      JsonObjectBuilder head,
      JsonArray tracks,
      List<SegmentedLog.Closed> eventFiles,
      EventList events,
      Seal seal)
      throws IOException {
    head.add("firstMediaNs", Math.max(seal.firstNs(), 0))
        .add("lastMediaNs", Math.max(seal.lastNs(), 0))
        .add("tracks", tracks)
        .add("eventLog", files(json, json.createObjectBuilder(), eventFiles))
        .add("events", events.events())
        .add("gaps", events.gaps());
    byte[] bytes = RecordingDirectory.bytes(head.build());
    directory.write(
        RecordingDirectory.SIGNATURE, RecordingDirectory.bytes(signer.sign(bytes, json)));
    directory.write(RecordingDirectory.MANIFEST, bytes);
    directory.force();
    return new Seal(
        seal.firstNs(),
        seal.lastNs(),
        seal.packets(),
        seal.bytes(),
        events.gapCount(),
        HexFormat.of().formatHex(LogSegment.sha256().digest(bytes)));
  }
}
