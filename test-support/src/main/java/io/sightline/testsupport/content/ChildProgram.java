package io.sightline.testsupport.content;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs a program to its end and keeps what it wrote. */
final class ChildProgram {
  private static final long LIMIT_SECONDS = 300;

  /** What a program wrote. */
  record Output(byte[] out, String err) {
    String text() {
      return new String(out, StandardCharsets.UTF_8);
    }
  }

  private ChildProgram() {}

  /**
   * Runs a program without input.
   *
   * @throws IOException when it cannot be started, takes too long or ends with a status but 0
   */
  static Output run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectInput(devNull()).start();
    CompletableFuture<byte[]> out = reading(process.getInputStream());
    CompletableFuture<byte[]> err = reading(process.getErrorStream());
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(command.get(0) + " takes too long");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
    Output output = new Output(out.join(), new String(err.join(), StandardCharsets.UTF_8));
    if (process.exitValue() != 0) {
      throw new IOException(command + " ended with " + process.exitValue() + ": " + output.err());
    }
    return output;
  }

  private static ProcessBuilder.Redirect devNull() {
    return ProcessBuilder.Redirect.from(new java.io.File("/dev/null"));
  }

  private static CompletableFuture<byte[]> reading(InputStream in) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (in) {
            return in.readAllBytes();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        task -> {
          Thread thread = new Thread(task, "child-output");
          thread.setDaemon(true);
          thread.start();
        });
  }
}
