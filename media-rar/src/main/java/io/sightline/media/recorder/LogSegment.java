package io.sightline.media.recorder;

import io.sightline.media.raw.TrackLogWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.UUID;
import java.util.concurrent.ExecutionException;

/**
 * One file of a log while it is written. Disk thread only, but that the file is forced on another.
 */
final class LogSegment {
  private final String name;
  private final FileChannel channel;
  private final MessageDigest digest = sha256();
  private final TrackLogWriter writer;
  private final boolean partOfStore;
  private ForceTask forcing;
  private long forcingUpToNs;
  private boolean dirty;
  private IOException failed;

  LogSegment(
      RecordingDirectory directory,
      String name,
      UUID recordingId,
      int number,
      byte[] key,
      TrackLogWriter.Scratch scratch)
      throws IOException {
    this.name = name;
    this.partOfStore = directory.isPartOfStore();
    this.channel = directory.create(name);
    try {
      this.writer = new TrackLogWriter(recordingId, number, key, scratch, this::append);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
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
    dirty = true;
  }

  String name() {
    return name;
  }

  TrackLogWriter writer() {
    return writer;
  }

  /** Bytes that the file took, header included. */
  long bytes() {
    return writer.bytesWritten();
  }

  /**
   * What forces the file's content of now, to be run on any thread; null when there is nothing new
   * or the last one still runs.
   *
   * @param upToNs the newest media in it
   * @param ended run when it has ended, on the thread that did it
   */
  ForceTask startForce(long upToNs, Runnable ended) {
    if (!dirty || forcing != null || failed != null) {
      return null;
    }
    dirty = false;
    forcingUpToNs = upToNs;
    forcing = new ForceTask(() -> channel.force(false), partOfStore, ended);
    return forcing;
  }

  /**
   * The newest media known to be on disk since the last look, or -1 for nothing new.
   *
   * @param wait whether to wait for a running one, or to do it here when nobody began it
   * @throws IOException when forcing failed, now or before: what the file holds on disk is not
   *     known from then on, and forcing it again would not tell
   */
  long forced(boolean wait) throws IOException {
    if (failed != null) {
      throw failed;
    }
    if (forcing == null || (!wait && !forcing.isDone())) {
      return -1;
    }
    ForceTask ended = forcing;
    ended.run();
    try {
      ended.get();
    } catch (ExecutionException e) {
      failed = e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
      throw failed;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a log was forced to disk", e);
    } finally {
      forcing = null;
    }
    return forcingUpToNs;
  }

  /** Writes the last chunk, forces everything, closes the file. */
  void finish() throws IOException {
    writer.finish();
    forceNow();
    channel.close();
  }

  /** Forces here and now what no force has covered yet. */
  void forceNow() throws IOException {
    forced(true);
    if (startForce(forcingUpToNs, () -> {}) != null) {
      forced(true);
    }
  }

  void close() throws IOException {
    channel.close();
  }

  /** Of all bytes written; to be asked once, after {@link #finish}. */
  String sha256Hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
