package io.sightline.media.recorder;

import io.sightline.media.raw.TrackLogWriter;
import io.sightline.media.rtp.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/** One track log on disk while it is written, and its figures. Disk thread only. */
final class TrackFile implements AutoCloseable {
  private final int number;
  private final Path path;
  private final FileChannel channel;
  private final MessageDigest digest;
  private final TrackLogWriter writer;
  private final LossWatch losses = new LossWatch();
  private long packets;
  private long firstNs = -1;
  private long lastNs = -1;
  private int firstPayloadType = -1;

  TrackFile(Path directory, UUID recordingId, int number, byte[] key) throws IOException {
    this.number = number;
    this.path = directory.resolve("track-" + number + ".sltl");
    this.digest = sha256();
    this.channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    this.writer = new TrackLogWriter(recordingId, number, key, this::append);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The Java runtime lacks SHA-256", e);
    }
  }

  private void append(byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer view = ByteBuffer.wrap(bytes, offset, length);
    while (view.hasRemaining()) {
      channel.write(view);
    }
    digest.update(bytes, offset, length);
  }

  void record(byte type, long ns, byte[] buffer, int offset, int length) throws IOException {
    switch (type) {
      case RecordType.RTP -> {
        writer.rtp(ns, buffer, offset, length);
        packets++;
        if (firstNs < 0) {
          firstNs = ns;
          firstPayloadType = buffer[offset + 1] & 0x7F;
        }
        lastNs = ns;
        losses.onPacket(Bytes.u32(buffer, offset + 8), Bytes.u16(buffer, offset + 2), ns);
      }
      case RecordType.SENDER_REPORT -> {
        ByteBuffer body = ByteBuffer.wrap(buffer, offset, length);
        writer.senderReport(
            ns,
            Integer.toUnsignedLong(body.getInt()),
            body.getLong(),
            Integer.toUnsignedLong(body.getInt()));
      }
      case RecordType.TRACK -> writer.track(ns, text(buffer, offset, length));
      default -> {
        losses.reset();
        writer.event(ns, text(buffer, offset, length));
      }
    }
  }

  static String text(byte[] buffer, int offset, int length) {
    return new String(buffer, offset, length, StandardCharsets.UTF_8);
  }

  /** Makes everything so far survive a crash of the process and of the machine. */
  void force() throws IOException {
    if (writer.pendingBytes() > 0) {
      writer.flush();
      channel.force(false);
    }
  }

  /** Writes the last chunk and forces it to disk. */
  void finish() throws IOException {
    writer.finish();
    channel.force(true);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  int number() {
    return number;
  }

  String fileName() {
    return path.getFileName().toString();
  }

  long packets() {
    return packets;
  }

  long bytes() {
    return writer.bytesWritten();
  }

  /** Of the first packet, in ns since the recording's start, or -1. */
  long firstNs() {
    return firstNs;
  }

  long lastNs() {
    return lastNs;
  }

  /** Stretches over 200 ms of which packets never came. */
  List<LossWatch.Stretch> losses() {
    return losses.lost();
  }

  int firstPayloadType() {
    return firstPayloadType;
  }

  /** Of all bytes written; to be asked once, after {@link #finish}. */
  String sha256Hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
