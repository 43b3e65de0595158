package io.sightline.benchmarks.mixing;

import io.sightline.media.raw.TrackLogReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Track logs that are appended elsewhere as a recorder appended them, chunk by chunk. */
final class GrowingLogs {
  private final Path to;
  private final List<Log> logs = new ArrayList<>();

  /** A log, and where the chunks end whose last record came at a time. */
  private record Log(Path file, TreeMap<Long, Long> ends) {}

  GrowingLogs(Path from, Path to, byte[] key) throws IOException {
    this.to = Files.createDirectories(to);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(from, "*.sltl")) {
      for (Path file : files) {
        logs.add(new Log(file, ends(file, key)));
      }
    }
  }

  private static TreeMap<Long, Long> ends(Path file, byte[] key) throws IOException {
    TreeMap<Long, Long> ends = new TreeMap<>();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 17)) {
      TrackLogReader log = new TrackLogReader(in, key);
      long lastNs = 0;
      long offset = 0;
      while (log.next()) {
        if (log.position().offset() != offset) {
          offset = log.position().offset();
          ends.put(lastNs, offset);
        }
        lastNs = Math.max(lastNs, log.arrivalNs());
      }
    }
    return ends;
  }

  /** Appends what was there at a time, in ns since the recording's start. */
  void growTo(long ns) throws IOException {
    for (Log log : logs) {
      Map.Entry<Long, Long> end = log.ends().floorEntry(ns);
      append(log, end == null ? 0 : end.getValue());
    }
  }

  /** Appends what is left. */
  void growAll() throws IOException {
    for (Log log : logs) {
      append(log, Files.size(log.file()));
    }
  }

  private void append(Log log, long end) throws IOException {
    Path target = to.resolve(log.file().getFileName());
    try (FileChannel in = FileChannel.open(log.file(), StandardOpenOption.READ);
        FileChannel out =
            FileChannel.open(
                target,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.APPEND)) {
      long from = out.size();
      while (from < end) {
        from += in.transferTo(from, end - from, out);
      }
    }
  }
}
