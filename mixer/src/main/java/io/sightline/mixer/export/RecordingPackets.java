package io.sightline.mixer.export;

import io.sightline.media.raw.TrackLogReader;
import io.sightline.media.raw.TrackLogType;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;

/**
 * The packets of all tracks of a recording, in order of arrival, with or without a manifest. Reads
 * one chunk of each track at a time.
 */
final class RecordingPackets implements Closeable {
  private static final int SENDER_REPORT_WORDS = 6;

  /** A track while it is read, standing on a record. */
  private static final class Source implements Closeable {
    private final List<Path> files;
    private InputStream open;
    private int next;
    private TrackLogReader log;
    private String description = "";

    Source(List<Path> files) {
      this.files = files;
    }

    void begin(byte[] key) throws IOException {
      log = new TrackLogReader(nextFile(), this::nextFile, key);
    }

    private InputStream nextFile() throws IOException {
      close();
      open =
          next == files.size()
              ? null
              : new BufferedInputStream(Files.newInputStream(files.get(next++)), 1 << 17);
      return open;
    }

    int number() {
      return log.header().number();
    }

    @Override
    public void close() throws IOException {
      if (open != null) {
        open.close();
      }
    }
  }

  private final long startedEpochMillis;
  private final List<Source> sources;
  private final ByteBuffer report = ByteBuffer.allocate(4 * (1 + SENDER_REPORT_WORDS));

  private RecordingPackets(long startedEpochMillis, List<Source> sources) {
    this.startedEpochMillis = startedEpochMillis;
    this.sources = sources;
  }

  /**
   * Opens all track logs of a directory.
   *
   * @throws IOException when one cannot be read or does not open with the key
   */
  static RecordingPackets open(Path directory, byte[] key) throws IOException {
    Map<String, List<Path>> logs = new TreeMap<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "track-*.sltl")) {
      for (Path file : found) {
        String name = String.valueOf(file.getFileName());
        logs.computeIfAbsent(name.replaceAll("[_.].*", ""), log -> new ArrayList<>()).add(file);
      }
    }
    List<Source> sources = new ArrayList<>();
    RecordingPackets packets = new RecordingPackets(started(directory), sources);
    try {
      for (List<Path> files : logs.values()) {
        files.sort(null);
        Source source = new Source(files);
        sources.add(source);
        source.begin(key);
      }
    } catch (IOException e) {
      packets.close();
      throw e;
    }
    return packets;
  }

  private static long started(Path directory) throws IOException {
    try (var reader =
        Json.createReader(Files.newBufferedReader(directory.resolve("recording.json")))) {
      return reader.readObject().getJsonNumber("startedEpochMillis").longValue();
    } catch (JsonException | NullPointerException | ClassCastException e) {
      throw new IOException("recording.json cannot be read", e);
    }
  }

  int tracks() {
    return sources.size();
  }

  /** Writes everything and answers the number of packets. */
  long writeTo(PacketOutput output) throws IOException {
    output.begin(startedEpochMillis);
    PriorityQueue<Source> order =
        new PriorityQueue<>(Comparator.comparingLong((Source source) -> source.log.arrivalNs()));
    for (Source source : sources) {
      if (source.log.next()) {
        order.add(source);
      }
    }
    long written = 0;
    while (!order.isEmpty()) {
      Source source = order.remove();
      written += write(source, output) ? 1 : 0;
      if (source.log.next()) {
        order.add(source);
      }
    }
    return written;
  }

  private boolean write(Source source, PacketOutput output) throws IOException {
    TrackLogReader log = source.log;
    if (log.type() == TrackLogType.TRACK) {
      source.description = description(log.json());
      output.track(source.number(), source.description);
      return false;
    }
    if (source.description.isEmpty() || log.type() == TrackLogType.EVENT) {
      return false;
    }
    boolean rtcp = log.type() == TrackLogType.SENDER_REPORT;
    if (rtcp) {
      output.packet(source.number(), true, log.arrivalNs(), report(log), 0, report.capacity());
    } else {
      output.packet(
          source.number(), false, log.arrivalNs(), log.array(), log.offset(), log.length());
    }
    return true;
  }

  /** A sender report of what is kept of one: its packet and octet counts are 0. */
  private byte[] report(TrackLogReader log) {
    report
        .clear()
        .putShort((short) 0x80C8)
        .putShort((short) SENDER_REPORT_WORDS)
        .putInt((int) log.senderSsrc())
        .putLong(log.senderNtp())
        .putInt((int) log.senderRtp())
        .putLong(0);
    return report.array();
  }

  private static String description(String text) throws IOException {
    try (var reader = Json.createReader(new StringReader(text))) {
      JsonObject track = reader.readObject();
      StringBuilder words = new StringBuilder();
      for (String name : new String[] {"role", "participantId", "source"}) {
        words.append(track.getString(name, "")).append(' ');
      }
      for (JsonObject codec : track.getJsonArray("codecs").getValuesAs(JsonObject.class)) {
        words.append(codec.getInt("pt")).append('=').append(codec.getString("name")).append(' ');
      }
      return words.toString().strip();
    } catch (JsonException | NullPointerException e) {
      throw new IOException("a track's description cannot be read", e);
    }
  }

  @Override
  public void close() throws IOException {
    for (Source source : sources) {
      source.close();
    }
  }
}
