package io.sightline.composition;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** How a mixer program is started and what it says is read; nothing it says is of any length. */
final class MixerStreams {
  private static final System.Logger LOG = System.getLogger(MixerStreams.class.getName());
  private static final int MAX_LINE = 1 << 20;
  private static final int MAX_LOG_LINES = 200;

  private MixerStreams() {}

  /** The environment is emptied but for what a JVM needs: secrets of the server stay with it. */
  static Process start(List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    environment.keySet().retainAll(List.of("PATH", "LANG", "LC_ALL", "HOME", "TMPDIR"));
    return builder.start();
  }

  /** Writes the first lines of its log into ours, to its end. */
  static void drainLog(Process process) {
    try (InputStream errors = new BufferedInputStream(process.getErrorStream())) {
      int lines = 0;
      String line = line(errors, MAX_LINE);
      while (line != null) {
        if (lines++ < MAX_LOG_LINES) {
          LOG.log(System.Logger.Level.INFO, "mixer {0}: {1}", process.pid(), printable(line));
        }
        line = line(errors, MAX_LINE);
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "the mixer's log ended", e);
    }
  }

  private static String printable(String line) {
    String cut = line.substring(0, Math.min(line.length(), 500));
    return cut.replaceAll("\\p{Cntrl}", " ");
  }

  /** The next line; null at the end, also where it ends by being killed. */
  static String next(InputStream output) {
    try {
      return line(output, MAX_LINE);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "the mixer's output ended", e);
      return null;
    }
  }

  /** What is not a JSON object is not for us. */
  static JsonObject parse(String line) {
    if (!line.startsWith("{")) {
      return null;
    }
    try (JsonReader reader = Json.createReader(new StringReader(line))) {
      return reader.readValue() instanceof JsonObject object ? object : null;
    } catch (JsonException | IllegalStateException e) {
      return null;
    }
  }

  /** The next line without its end; null at the end of the stream or of a line without end. */
  private static String line(InputStream in, int longest) throws IOException {
    byte[] buffer = new byte[256];
    int length = 0;
    int next = in.read();
    if (next < 0) {
      return null;
    }
    while (next >= 0 && next != '\n') {
      if (length == longest) {
        throw new IOException("a line is longer than " + longest + " bytes");
      }
      if (length == buffer.length) {
        buffer = Arrays.copyOf(buffer, length * 2);
      }
      buffer[length++] = (byte) next;
      next = in.read();
    }
    return new String(buffer, 0, length, StandardCharsets.UTF_8);
  }
}
