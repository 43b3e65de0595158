package io.sightline.media.recorder;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The directory of one recording: {@code recording.json} from the start, a track log per track,
 * {@code manifest.json} when sealed. Disk thread only, but for the constructor.
 */
final class RecordingFiles {
  private static final String INFO = "recording.json";
  private static final String MANIFEST = "manifest.json";

  /**
   * What a sealed recording amounts to.
   *
   * @param firstNs first and last packet in ns since the recording's start, or -1
   */
  record Seal(
      long firstNs, long lastNs, long packets, long bytes, int gaps, String manifestSha256) {}

  private final Recording recording;
  private final Path directory;
  private final byte[] key;
  private final JsonProvider json;
  private final Map<Integer, TrackFile> files = new TreeMap<>();
  private final List<JsonObject> events = new ArrayList<>();
  private final List<JsonObject> gaps = new ArrayList<>();

  /** Makes the directory and its {@code recording.json}. */
  RecordingFiles(Recording recording, Path directory, byte[] key, JsonProvider json)
      throws IOException {
    this.recording = recording;
    this.directory = directory;
    this.key = key.clone();
    this.json = json;
    Files.createDirectories(directory);
    if (Files.exists(directory.resolve(INFO))) {
      throw new IOException("The recording's directory has been used before");
    }
    write(INFO, info().build());
  }

  private JsonObjectBuilder info() {
    return json.createObjectBuilder()
        .add("version", 1)
        .add("recordingId", recording.id().toString())
        .add("callId", recording.callId().toString())
        .add("media", recording.media().name())
        .add("startedAt", Instant.ofEpochMilli(recording.startedEpochMillis()).toString())
        .add("startedEpochMillis", recording.startedEpochMillis());
  }

  /**
   * Takes one record of the ring.
   *
   * @throws UncheckedIOException when the disk refuses it
   */
  void record(byte type, int track, long ns, byte[] buffer, int offset, int length) {
    try {
      if (type == RecordType.EVENT) {
        note(ns, TrackFile.text(buffer, offset, length));
      }
      if (track < 0) {
        for (TrackFile file : files.values()) {
          file.record(type, ns, buffer, offset, length);
        }
        return;
      }
      TrackFile file = files.get(track);
      if (file == null) {
        file = new TrackFile(directory, recording.id(), track, key);
        files.put(track, file);
      }
      file.record(type, ns, buffer, offset, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void note(long ns, String text) {
    JsonObject event;
    try (var reader = json.createReader(new StringReader(text))) {
      event = reader.readObject();
    }
    if ("gap".equals(event.getString("type"))) {
      gaps.add(
          gap(
              event.getInt("track"),
              event.getJsonNumber("fromNs").longValue(),
              event.getJsonNumber("toNs").longValue(),
              event.getString("cause")));
    }
    JsonObjectBuilder builder = json.createObjectBuilder().add("ns", ns);
    event.forEach(builder::add);
    events.add(builder.build());
  }

  private JsonObject gap(int track, long fromNs, long toNs, String cause) {
    return json.createObjectBuilder()
        .add("track", track)
        .add("fromNs", fromNs)
        .add("toNs", toNs)
        .add("cause", cause)
        .build();
  }

  /** Forces everything taken so far to disk. */
  void force() throws IOException {
    for (TrackFile file : files.values()) {
      file.force();
    }
  }

  /** Finishes all track logs and writes the manifest under a temporary name, then moves it. */
  Seal seal() throws IOException {
    JsonArrayBuilder tracks = json.createArrayBuilder();
    long first = -1;
    long last = -1;
    long packets = 0;
    long bytes = 0;
    for (TrackFile file : files.values()) {
      file.finish();
      file.close();
      tracks.add(describe(file));
      for (LossWatch.Stretch lost : file.losses()) {
        gaps.add(gap(file.number(), lost.fromNs(), lost.toNs(), "loss"));
      }
      packets += file.packets();
      bytes += file.bytes();
      if (file.firstNs() >= 0) {
        first = first < 0 ? file.firstNs() : Math.min(first, file.firstNs());
        last = Math.max(last, file.lastNs());
      }
    }
    JsonArrayBuilder eventList = json.createArrayBuilder();
    events.forEach(eventList::add);
    JsonArrayBuilder gapList = json.createArrayBuilder();
    gaps.forEach(gapList::add);
    String sha256 =
        write(
            MANIFEST,
            info()
                .add("endedEpochMillis", recording.endedEpochMillis())
                .add("firstMediaNs", Math.max(first, 0))
                .add("lastMediaNs", Math.max(last, 0))
                .add("tracks", tracks)
                .add("events", eventList)
                .add("gaps", gapList)
                .build());
    return new Seal(first, last, packets, bytes, gaps.size(), sha256);
  }

  private JsonObjectBuilder describe(TrackFile file) {
    TrackDescriptor descriptor = recording.descriptor(file.number());
    return json.createObjectBuilder()
        .add("number", file.number())
        .add("file", file.fileName())
        .add("participantId", descriptor.participantId().toString())
        .add("role", descriptor.role())
        .add("kind", descriptor.kind().name())
        .add("source", descriptor.source().name())
        .add("codec", descriptor.codecName(file.firstPayloadType()))
        .add("packets", file.packets())
        .add("bytes", file.bytes())
        .add("firstNs", Math.max(file.firstNs(), 0))
        .add("lastNs", Math.max(file.lastNs(), 0))
        .add("sha256", file.sha256Hex());
  }

  /** Writes a file so that it is there whole or not at all; returns its SHA-256. */
  private String write(String name, JsonObject content) throws IOException {
    byte[] bytes = content.toString().getBytes(StandardCharsets.UTF_8);
    Path temporary = directory.resolve(name + ".part");
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer view = ByteBuffer.wrap(bytes);
      while (view.hasRemaining()) {
        channel.write(view);
      }
      channel.force(true);
    }
    Files.move(
        temporary,
        directory.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    forceDirectory();
    return HexFormat.of().formatHex(TrackFile.sha256().digest(bytes));
  }

  /** A rename survives a power cut only when its directory was forced too. */
  private void forceDirectory() throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Closes what is open without sealing, after a failure. */
  void abandon() throws IOException {
    IOException first = null;
    for (TrackFile file : files.values()) {
      try {
        file.close();
      } catch (IOException e) {
        first = e;
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
