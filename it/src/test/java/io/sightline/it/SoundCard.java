package io.sightline.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * PulseAudio with a sink that nobody hears. Without a sound card Firefox's AudioContext never runs,
 * and no known sound can be made in it.
 */
final class SoundCard implements AutoCloseable {
  private static final String SOCKET = "native";

  private final Path directory;
  private final Process process;

  SoundCard() throws IOException, InterruptedException {
    directory = Files.createTempDirectory("sound");
    try (WatchService made = directory.getFileSystem().newWatchService()) {
      directory.register(made, StandardWatchEventKinds.ENTRY_CREATE);
      process =
          new ProcessBuilder(
                  "pulseaudio",
                  "-n",
                  "--daemonize=no",
                  "--exit-idle-time=-1",
                  "--use-pid-file=no",
                  "--disallow-exit",
                  "-L",
                  "module-null-sink",
                  "-L",
                  "module-native-protocol-unix auth-anonymous=1 socket="
                      + directory.resolve(SOCKET))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      long seconds = ServerUnderTest.patience(15).toSeconds();
      if (!Files.exists(directory.resolve(SOCKET))
          && made.poll(seconds, TimeUnit.SECONDS) == null) {
        close();
        throw new IOException("pulseaudio did not start");
      }
    }
  }

  /** What programs are told in {@code PULSE_SERVER}. */
  String address() {
    return "unix:" + directory.resolve(SOCKET);
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
