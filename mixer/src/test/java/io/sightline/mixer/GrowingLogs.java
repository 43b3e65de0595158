package io.sightline.mixer;

import io.sightline.media.raw.TrackLogReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Track logs that appear elsewhere once more, as they grew in their time: chunk by chunk. */
final class GrowingLogs {
  /** So much of the next chunk is there as well, as when a writer is interrupted. */
  private static final int PIECE = 11;

  private final Path to;
  private final Map<String, byte[]> logs = new LinkedHashMap<>();

  /** Where the chunks end whose last record came at a time. */
  private final Map<String, TreeMap<Long, Integer>> ends = new LinkedHashMap<>();

  GrowingLogs(Path from, Path to, byte[] key) throws IOException {
    this.to = Files.createDirectories(to);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(from, "*.sltl")) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        logs.put(name, Files.readAllBytes(file));
        ends.put(name, ends(file, key));
      }
    }
  }

  private static TreeMap<Long, Integer> ends(Path file, byte[] key) throws IOException {
    TreeMap<Long, Integer> ends = new TreeMap<>();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      TrackLogReader log = new TrackLogReader(in, key);
      long lastNs = 0;
      long offset = 0;
      while (log.next()) {
        if (log.position().offset() != offset) {
          offset = log.position().offset();
          ends.put(lastNs, (int) offset);
        }
        lastNs = Math.max(lastNs, log.arrivalNs());
      }
    }
    return ends;
  }

  /** Has the logs as they were at a time, in ns since the recording's start. */
  void growTo(long ns) throws IOException {
    for (Map.Entry<String, byte[]> log : logs.entrySet()) {
      Map.Entry<Long, Integer> end = ends.get(log.getKey()).floorEntry(ns);
      if (end != null) {
        int length = Math.min(log.getValue().length, end.getValue() + PIECE);
        Files.write(to.resolve(log.getKey()), Arrays.copyOf(log.getValue(), length));
      }
    }
  }

  /** Has the logs as they are at their end. */
  void growAll() throws IOException {
    for (Map.Entry<String, byte[]> log : logs.entrySet()) {
      Files.write(to.resolve(log.getKey()), log.getValue());
    }
  }
}
