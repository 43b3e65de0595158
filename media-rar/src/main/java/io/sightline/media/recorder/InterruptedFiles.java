package io.sightline.media.recorder;

import io.sightline.media.api.InterruptedRecording;
import io.sightline.media.api.MediaEvent;
import io.sightline.media.api.MediaException;
import io.sightline.media.api.MediaException.Reason;
import io.sightline.media.raw.TrackLogHeader;
import io.sightline.media.raw.TrackLogReader;
import io.sightline.media.raw.TrackLogType;
import io.sightline.media.rtp.Bytes;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The files of a recording that was cut off: reads them once through and writes the manifest that
 * was never written. Used by one thread, once.
 */
public final class InterruptedFiles {
  private static final int BUFFER = 1 << 17;

  /** What the files of one track hold. */
  private static final class Found {
    final List<SegmentedLog.Closed> files = new ArrayList<>();
    final LossWatch losses = new LossWatch();
    JsonObject description;
    int payloadType = -1;
    long packets;
    long firstNs = -1;
    long lastNs = -1;
    long damagedChunks;
  }

  private final InterruptedRecording request;
  private final RecordingDirectory directory;
  private final JsonProvider json;
  private final ManifestSigner signer;
  private final EventList events;
  private final Map<Integer, Found> tracks = new TreeMap<>();
  private final List<SegmentedLog.Closed> eventFiles = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();
  private long newestNs;
  private int opened;
  private int unreadable;

  public InterruptedFiles(
      InterruptedRecording request, Path store, JsonProvider json, ManifestSigner signer) {
    this.request = request;
    this.directory =
        new RecordingDirectory(store.resolve(request.directory()), RecordingDirectory.PLAIN, null);
    this.json = json;
    this.signer = signer;
    this.events = new EventList(json);
  }

  /** See {@link io.sightline.media.api.MediaConnection#sealInterrupted}. */
  public MediaEvent.RecordingSealed seal() throws MediaException {
    try {
      JsonObject info = info();
      Path manifest = directory.resolve(RecordingDirectory.MANIFEST);
      if (Files.exists(manifest)) {
        return sealedBefore(Files.readAllBytes(manifest));
      }
      readLogs();
      return write(info);
    } catch (IOException | JsonException e) {
      throw new MediaException(
          Reason.STORAGE, "The recording cannot be sealed: " + e.getMessage(), e);
    }
  }

  private JsonObject info() throws IOException, MediaException {
    Path file = directory.resolve(RecordingDirectory.INFO);
    JsonObject info =
        Files.exists(file) ? object(Files.readAllBytes(file)) : JsonValue.EMPTY_JSON_OBJECT;
    if (!request.recordingId().toString().equals(info.getString("recordingId", ""))) {
      throw new MediaException(
          Reason.NOT_FOUND,
          "No files of recording " + request.recordingId() + " in " + request.directory());
    }
    return info;
  }

  private JsonObject object(byte[] bytes) {
    try (var reader = json.createReader(new ByteArrayInputStream(bytes))) {
      return reader.readObject();
    }
  }

  private void readLogs() throws IOException, MediaException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory.resolve(""), "*.sltl")) {
      found.forEach(files::add);
    }
    files.sort(null);
    for (Path file : files) {
      readLog(String.valueOf(file.getFileName()));
    }
    if (opened == 0 && unreadable > 0) {
      throw new MediaException(Reason.INVALID, "The key opens none of the recording's logs");
    }
  }

  private void readLog(String name) throws IOException {
    try (InputStream in =
        new BufferedInputStream(Files.newInputStream(directory.resolve(name)), BUFFER)) {
      TrackLogReader log;
      try {
        log = new TrackLogReader(in, request.key());
      } catch (IOException e) {
        events.addUnreadable(name);
        return;
      }
      boolean ofEvents = log.header().number() == TrackLogHeader.EVENTS;
      Found found =
          ofEvents ? null : tracks.computeIfAbsent(log.header().number(), n -> new Found());
      try {
        walk(log, found);
        opened++;
      } catch (IOException e) {
        unreadable++;
        events.addUnreadable(name);
      }
      SegmentedLog.Closed measured = SegmentedLog.measured(directory, name, log.finished());
      (ofEvents ? eventFiles : found.files).add(measured);
    }
  }

  /** Reads to the log's last whole chunk. */
  private void walk(TrackLogReader log, Found track) throws IOException {
    while (log.next()) {
      if (track == null) {
        addOnce(log.arrivalNs(), log.json());
      } else {
        take(log, track);
      }
    }
    if (track != null) {
      track.damagedChunks += log.damagedChunks();
    }
  }

  private void take(TrackLogReader log, Found track) {
    if (log.type() == TrackLogType.RTP) {
      byte[] bytes = log.array();
      int at = log.offset();
      track.packets++;
      track.lastNs = log.arrivalNs();
      if (track.firstNs < 0) {
        track.firstNs = log.arrivalNs();
        track.payloadType = bytes[at + 1] & 0x7F;
      }
      track.losses.onPacket(Bytes.u32(bytes, at + 8), Bytes.u16(bytes, at + 2), log.arrivalNs());
    } else if (log.type() == TrackLogType.TRACK && track.description == null) {
      try (var reader = json.createReader(new StringReader(log.json()))) {
        track.description = reader.readObject();
      }
    } else if (log.type() == TrackLogType.EVENT) {
      track.losses.reset();
      addOnce(log.arrivalNs(), log.json());
    }
  }

  /** An event of the tracks stands in several logs; where one is cut off, another may have it. */
  private void addOnce(long ns, String text) {
    if (seen.add(ns + text)) {
      events.add(ns, text);
      newestNs = Math.max(newestNs, ns);
    }
  }

  private MediaEvent.RecordingSealed write(JsonObject info) throws IOException {
    Manifest.Seal seal = Manifest.Seal.EMPTY;
    JsonArrayBuilder list = json.createArrayBuilder();
    for (Map.Entry<Integer, Found> entry : tracks.entrySet()) {
      Found track = entry.getValue();
      if (track.description == null) {
        track.files.forEach(file -> events.addUnreadable(file.name()));
        continue;
      }
      for (LossWatch.Stretch lost : track.losses.lost()) {
        events.addGap(entry.getKey(), lost.fromNs(), lost.toNs(), "loss");
      }
      list.add(describe(entry.getKey(), track));
      long bytes = track.files.stream().mapToLong(SegmentedLog.Closed::bytes).sum();
      seal = seal.and(track.packets, bytes, track.firstNs, track.lastNs);
    }
    long startedEpochMillis = info.getJsonNumber("startedEpochMillis").longValue();
    events.add(Math.max(seal.lastNs(), newestNs), "{\"type\":\"recovered\"}");
    JsonObjectBuilder head = json.createObjectBuilder();
    info.forEach(head::add);
    head.add("endedEpochMillis", startedEpochMillis + Math.max(seal.lastNs(), 0) / 1_000_000);
    return sealed(
        startedEpochMillis,
        new Manifest(json, signer).write(directory, head, list.build(), eventFiles, events, seal));
  }

  private JsonObjectBuilder describe(int number, Found track) {
    JsonObject about = track.description;
    JsonObjectBuilder entry =
        json.createObjectBuilder()
            .add("number", number)
            .add("participantId", about.getString("participantId"))
            .add("role", about.getString("role"))
            .add("kind", about.getString("kind"))
            .add("source", about.getString("source"))
            .add("codec", codec(about, track.payloadType))
            .add("packets", track.packets)
            .add("firstNs", Math.max(track.firstNs, 0))
            .add("lastNs", Math.max(track.lastNs, 0));
    if (track.damagedChunks > 0) {
      entry.add("damagedChunks", track.damagedChunks);
    }
    return Manifest.files(json, entry, track.files);
  }

  private static String codec(JsonObject description, int payloadType) {
    String first = "";
    for (JsonObject codec : description.getJsonArray("codecs").getValuesAs(JsonObject.class)) {
      first = first.isEmpty() ? codec.getString("name") : first;
      if (codec.getInt("pt") == payloadType) {
        return codec.getString("name");
      }
    }
    return first;
  }

  private MediaEvent.RecordingSealed sealed(long startedEpochMillis, Manifest.Seal seal) {
    return new MediaEvent.RecordingSealed(
        request.callId(),
        request.recordingId(),
        seal.firstNs() < 0 ? 0 : startedEpochMillis + seal.firstNs() / 1_000_000,
        seal.firstNs() < 0 ? 0 : startedEpochMillis + seal.lastNs() / 1_000_000,
        seal.packets(),
        seal.bytes(),
        seal.gaps(),
        seal.manifestSha256());
  }

  private MediaEvent.RecordingSealed sealedBefore(byte[] bytes) {
    JsonObject manifest = object(bytes);
    long packets = 0;
    long size = 0;
    for (JsonObject track : manifest.getJsonArray("tracks").getValuesAs(JsonObject.class)) {
      packets += track.getJsonNumber("packets").longValue();
      size += track.getJsonNumber("bytes").longValue();
      for (JsonValue more :
          track.getOrDefault("segments", JsonValue.EMPTY_JSON_ARRAY).asJsonArray()) {
        size += more.asJsonObject().getJsonNumber("bytes").longValue();
      }
    }
    boolean none = packets == 0;
    return sealed(
        manifest.getJsonNumber("startedEpochMillis").longValue(),
        new Manifest.Seal(
            none ? -1 : manifest.getJsonNumber("firstMediaNs").longValue(),
            none ? -1 : manifest.getJsonNumber("lastMediaNs").longValue(),
            packets,
            size,
            manifest.getJsonArray("gaps").size(),
            HexFormat.of().formatHex(LogSegment.sha256().digest(bytes))));
  }
}
