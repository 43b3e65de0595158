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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * An encrypted file that bears its name only once it has been read back and found right; until then
 * it ends in {@code .part}.
 */
final class OutputFile implements Closeable {
  private final Path path;
  private final Path part;
  private final byte[] key;
  private final SealedFile channel;

  OutputFile(Path path, byte[] key) throws IOException {
    this.path = path;
    this.part = path.resolveSibling(path.getFileName() + ".part");
    this.key = key;
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
      return named(container, container.mime(video), read)
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
      return named(container, container.mime(true), read)
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
    try (DigestChannel written = new DigestChannel(SealedFile.open(part, key))) {
      MediaCheck check = MediaCheck.of(written, container, prints);
      return new ReadBack(check, written.size(), written.sha256());
    }
  }

  /** Gives the file its name and begins its description. */
  private JsonObjectBuilder named(Container container, String mime, ReadBack read)
      throws IOException {
    Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return Json.createObjectBuilder()
        .add("path", path.toString())
        .add("format", container.label())
        .add("mime", mime)
        .add("bytes", read.bytes())
        .add("sha256", read.sha256());
  }

  /** Also removes a file that was not verified. */
  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(part);
  }
}
