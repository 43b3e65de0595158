package io.sightline.mixer;

import io.sightline.media.store.SealedFile;
import io.sightline.mixer.av.Container;
import io.sightline.mixer.av.DigestChannel;
import io.sightline.mixer.av.MediaCheck;
import io.sightline.mixer.av.PacketPrint;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * An encrypted file that bears its name only once it has been read back and found right, or has
 * been published; until then it ends in {@code .part}.
 */
final class OutputFile implements Closeable {
  private final Path path;
  private final Path part;
  private final byte[] key;
  private final SealedFile channel;

  /** Where it is to be removed; null once it was found right. */
  private Path unproven;

  OutputFile(Path path, byte[] key) throws IOException {
    this.path = path;
    this.part = path.resolveSibling(path.getFileName() + ".part");
    this.key = key;
    this.unproven = part;
    this.channel = SealedFile.create(part, key);
  }

  SealedFile channel() {
    return channel;
  }

  /** Forces what was written to the storage device and ends writing. */
  void finish() throws IOException {
    channel.force();
    channel.close();
  }

  /**
   * Ends writing and gives the file its name before it has been read back. It is forced to the
   * storage device when it is.
   */
  void publish() throws IOException {
    channel.close();
    name();
  }

  private void name() throws IOException {
    Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    unproven = path;
  }

  /** Begins the description of a file. */
  static JsonObjectBuilder described(Path path, Container container, boolean video, long bytes) {
    return Json.createObjectBuilder()
        .add("path", path.toString())
        .add("format", container.label())
        .add("mime", container.mime(video))
        .add("bytes", bytes);
  }

  /**
   * Reads the file back, compares it with the plan and gives it its name.
   *
   * @param plannedMs its duration
   * @param tolerated which part of the packets that are tried may fail to decode
   * @param prints what was written; or null where the container does not keep packets as they are
   * @return its description, for the result
   */
  JsonObjectBuilder verified(
      Container container,
      boolean video,
      boolean audio,
      long plannedMs,
      double tolerated,
      List<PacketPrint> prints)
      throws JobException {
    try {
      ReadBack read = readBack(container, prints);
      MediaCheck check = read.check();
      String fault = check.fault(video, audio, plannedMs, tolerated);
      if (fault != null) {
        throw new JobException(JobException.Reason.VERIFICATION_FAILED, fault);
      }
      JsonArrayBuilder streams = Json.createArrayBuilder();
      for (MediaCheck.Stream stream : check.streams()) {
        JsonObjectBuilder described =
            Json.createObjectBuilder()
                .add("kind", stream.video() ? "video" : "audio")
                .add("codec", stream.codec())
                .add("packets", stream.packets());
        if (stream.video()) {
          described.add("width", stream.width()).add("height", stream.height());
        }
        streams.add(described);
      }
      return proven(container, video, read)
          .add("durationMs", check.durationMs())
          .add("streams", streams);
    } catch (IOException e) {
      throw new JobException(
          JobException.Reason.VERIFICATION_FAILED, "a written file cannot be read back", e);
    }
  }

  /** Reads a still picture back and gives the file its name. */
  JsonObjectBuilder verifiedStill(Container container, int width, int height) throws JobException {
    try {
      ReadBack read = readBack(container, null);
      MediaCheck check = read.check();
      if (check.streams().size() != 1 || !check.streams().get(0).isStill(width, height)) {
        throw new JobException(
            JobException.Reason.VERIFICATION_FAILED, "the still picture does not read back");
      }
      return proven(container, true, read)
          .add("durationMs", 0)
          .add(
              "streams",
              Json.createArrayBuilder()
                  .add(
                      Json.createObjectBuilder()
                          .add("kind", "picture")
                          .add("codec", check.streams().get(0).codec())
                          .add("packets", 1)
                          .add("width", width)
                          .add("height", height)));
    } catch (IOException e) {
      throw new JobException(
          JobException.Reason.VERIFICATION_FAILED, "a written picture cannot be read back", e);
    }
  }

  private record ReadBack(MediaCheck check, long bytes, String sha256) {}

  private ReadBack readBack(Container container, List<PacketPrint> prints) throws IOException {
    try (DigestChannel written = new DigestChannel(SealedFile.open(unproven, key))) {
      MediaCheck check = MediaCheck.of(written, container, prints);
      return new ReadBack(check, written.size(), written.sha256());
    }
  }

  /** Gives the file its name, unless it has it, and begins its description. */
  private JsonObjectBuilder proven(Container container, boolean video, ReadBack read)
      throws IOException {
    if (unproven.equals(part)) {
      name();
    } else {
      try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
        file.force(true);
      }
    }
    unproven = null;
    return described(path, container, video, read.bytes()).add("sha256", read.sha256());
  }

  /** Also removes a file that was not found right. */
  @Override
  public void close() throws IOException {
    channel.close();
    if (unproven != null) {
      Files.deleteIfExists(unproven);
    }
  }
}
