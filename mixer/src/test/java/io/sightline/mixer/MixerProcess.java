package io.sightline.mixer;

import io.sightline.media.store.SealedFile;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Runs the program as its callers do, and decrypts what it wrote. Takes the classes under test, or
 * with {@code -Dmixer.jar=FILE} a packaged program.
 */
final class MixerProcess {
  final int exitCode;
  final List<JsonObject> lines = new ArrayList<>();
  final String log;

  private MixerProcess(int exitCode, String out, String log) {
    this.exitCode = exitCode;
    this.log = log;
    out.lines().forEach(line -> lines.add(Json.createReader(new StringReader(line)).readObject()));
  }

  /**
   * @param wrapper a command that runs the program, such as {@code time}
   */
  static MixerProcess run(Path scratch, String job, String... wrapper)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(scratch, "out", ".txt");
    Path err = Files.createTempFile(scratch, "err", ".txt");
    List<String> command = new ArrayList<>(List.of(wrapper));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx64m");
    command.add("-Dorg.bytedeco.javacpp.cachedir=" + Path.of("target", "javacpp").toAbsolutePath());
    String jar = System.getProperty("mixer.jar");
    command.addAll(
        jar != null
            ? List.of("-jar", jar)
            : List.of("-cp", System.getProperty("java.class.path"), Mixer.class.getName()));
    ProcessBuilder builder = new ProcessBuilder(command);
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(job.getBytes(StandardCharsets.UTF_8));
    }
    int code = process.waitFor();
    return new MixerProcess(code, Files.readString(out), Files.readString(err));
  }

  static JsonObjectBuilder job(String kind, Path directory, byte[] key, byte[] outputKey) {
    return Json.createObjectBuilder()
        .add("job", kind)
        .add("directory", directory.toString())
        .add("key", Base64.getEncoder().encodeToString(key))
        .add("outputKey", Base64.getEncoder().encodeToString(outputKey))
        .add("layout", "side-by-side")
        .add("profile", "SD");
  }

  static JsonArrayBuilder outputs(Path... files) {
    JsonArrayBuilder outputs = Json.createArrayBuilder();
    for (Path file : files) {
      String name = file.toString();
      outputs.add(
          Json.createObjectBuilder()
              .add("format", name.substring(name.lastIndexOf('.') + 1))
              .add("path", name));
    }
    return outputs;
  }

  JsonObject result() {
    return lines.get(lines.size() - 1).getJsonObject("result");
  }

  static Path decrypted(Path sealed, byte[] key) throws IOException {
    String name = sealed.getFileName().toString();
    Path plain = sealed.resolveSibling("plain-" + name);
    try (SealedFile in = SealedFile.open(sealed, key);
        FileChannel out =
            FileChannel.open(
                plain,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
      while (in.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          out.write(buffer);
        }
        buffer.clear();
      }
    }
    return plain;
  }
}
