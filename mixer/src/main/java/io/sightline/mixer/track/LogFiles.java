package io.sightline.mixer.track;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the files of each log: {@code track-3.sltl}, and where the disk failed in between {@code
 * track-3_001.sltl} and so on, which continue it.
 */
final class LogFiles {
  private static final Pattern TRACK = Pattern.compile("track-(\\d{1,6})(?:_(\\d{1,6}))?\\.sltl");
  private static final Pattern EVENTS = Pattern.compile("events()(?:_(\\d{1,6}))?\\.sltl");

  private LogFiles() {}

  /** The files of each track log, in order of the tracks' numbers. */
  static List<List<Path>> tracks(Path directory) throws IOException {
    return found(directory, TRACK);
  }

  /** The files of the log of events; empty if there is none. */
  static List<Path> events(Path directory) throws IOException {
    List<List<Path>> found = found(directory, EVENTS);
    return found.isEmpty() ? List.of() : found.get(0);
  }

  private static List<List<Path>> found(Path directory, Pattern name) throws IOException {
    Map<Integer, Map<Integer, Path>> logs = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.sltl")) {
      for (Path file : files) {
        Matcher matcher = name.matcher(file.getFileName().toString());
        if (matcher.matches()) {
          int number = matcher.group(1).isEmpty() ? 0 : Integer.parseInt(matcher.group(1));
          int part = matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2));
          logs.computeIfAbsent(number, log -> new TreeMap<>()).put(part, file);
        }
      }
    }
    List<List<Path>> lists = new ArrayList<>();
    logs.values().forEach(parts -> lists.add(List.copyOf(parts.values())));
    return lists;
  }
}
