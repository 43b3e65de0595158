package io.sightline.recording;

import io.sightline.media.store.SealedFile;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

/** A file to be played: what is told of it, and its plaintext at any position. */
public final class Playable {
  private final UUID recordingId;
  private final Instant began;
  private final Rendition rendition;
  private final Path path;
  private final byte[] key;

  Playable(UUID recordingId, Instant began, Rendition rendition, Path path, byte[] key) {
    this.recordingId = recordingId;
    this.began = began;
    this.rendition = rendition;
    this.path = path;
    this.key = key;
  }

  public String mime() {
    return rendition.mime();
  }

  /** Size of the plaintext in bytes. */
  public long size() {
    return rendition.bytes();
  }

  /** A strong validator (RFC 9110 section 8.8.3) without its quotes. */
  public String tag() {
    return rendition.tag();
  }

  public Instant modified() {
    return rendition.createdAt();
  }

  /** A name for a download, made of the recording's UTC date, ids and the format only. */
  public String fileName() {
    String day = DateTimeFormatter.ISO_LOCAL_DATE.format(began.atOffset(ZoneOffset.UTC));
    String participant = rendition.participantId() == null ? "" : "-" + rendition.participantId();
    return day + "_" + recordingId + participant + suffix();
  }

  private String suffix() {
    String picture = rendition.mime().equals("image/png") ? ".png" : ".jpg";
    return switch (rendition.format()) {
      case "poster" -> picture;
      case "contact-sheet" -> "-sheet" + picture;
      default -> "." + rendition.format();
    };
  }

  /**
   * Opens the plaintext; each caller closes its own.
   *
   * @throws IOException when the file is away or not authentic
   */
  public SeekableByteChannel open() throws IOException {
    SeekableByteChannel channel = SealedFile.open(path, key);
    if (channel.size() != rendition.bytes()) {
      channel.close();
      throw new IOException("rendition " + rendition.id() + " has another size than its row");
    }
    return channel;
  }
}
