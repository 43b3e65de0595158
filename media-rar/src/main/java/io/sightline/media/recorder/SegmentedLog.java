package io.sightline.media.recorder;

import io.sightline.media.raw.TrackLogHeader;
import io.sightline.media.raw.TrackLogWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A log that outlives faults of the disk: when a write or a force fails, the file is closed for
 * good and another one goes on. What was not known to be on disk by then is a gap. While no file
 * can be made, records are refused and it is tried again. Disk thread only.
 */
final class SegmentedLog {
  private static final Logger LOG = Logger.getLogger(SegmentedLog.class.getName());
  private static final int MAX_SEGMENTS = 1000;
  private static final long FIRST_RETRY_NS = TimeUnit.SECONDS.toNanos(1);
  private static final long LONGEST_RETRY_NS = TimeUnit.SECONDS.toNanos(16);

  /** Not tried with less room than this: what would fit is over in a moment. */
  private static final long LEAST_FREE = 1 << 20;

  /** Appends one record. */
  @FunctionalInterface
  interface Append {
    void to(TrackLogWriter writer) throws IOException;
  }

  /** Told of faults, on the disk thread. */
  interface Listener {
    /** A file was given up; media from then on may be missing. */
    void onBroken(SegmentedLog log, IOException cause);
  }

  /**
   * A file that takes no more.
   *
   * @param complete whether it has the end its writer meant it to have
   */
  record Closed(String name, long bytes, String sha256, boolean complete) {}

  private final RecordingDirectory directory;
  private final String base;
  private final UUID recordingId;
  private final int number;
  private final byte[] key;
  private final TrackLogWriter.Scratch scratch;
  private final Listener listener;
  private final List<Closed> closed = new ArrayList<>();
  private LogSegment current;
  private int files;
  private long appendedNs = -1;
  private long writtenNs = -1;
  private long forcedNs = -1;
  private long retryNs = FIRST_RETRY_NS;
  private long retryAtNs;
  private boolean emptyHanded;

  /**
   * A log with its first file made.
   *
   * @param base the files' name without what tells them apart
   * @param number in the files' headers
   */
  SegmentedLog(
      RecordingDirectory directory,
      String base,
      UUID recordingId,
      int number,
      byte[] key,
      TrackLogWriter.Scratch scratch,
      Listener listener) {
    this.directory = directory;
    this.base = base;
    this.recordingId = recordingId;
    this.number = number;
    this.key = key;
    this.scratch = scratch;
    this.listener = listener;
  }

  /** Makes the first file. */
  void open() throws IOException {
    try {
      current = new LogSegment(directory, fileName(), recordingId, number, key, scratch);
    } catch (FileAlreadyExistsException e) {
      files++;
      throw e;
    }
    files++;
  }

  private String fileName() {
    return files == 0 ? base + ".sltl" : String.format(Locale.ROOT, "%s_%03d.sltl", base, files);
  }

  int number() {
    return number;
  }

  boolean isOpen() {
    return current != null;
  }

  /** Whether records are kept, as far as is known. */
  boolean isTaking() {
    return current != null && !emptyHanded;
  }

  /** Of the newest record that is surely kept, should the current file be given up; or -1. */
  long keptNs() {
    return Math.max(writtenNs, forcedNs);
  }

  /** Appends a record; false when there is no file to append to. */
  boolean append(long ns, Append record) {
    if (current == null) {
      return false;
    }
    long before = current.bytes();
    try {
      record.to(current.writer());
    } catch (IOException e) {
      giveUp(e, true);
      return false;
    }
    appendedNs = ns;
    if (current.bytes() != before) {
      writtenNs = ns;
    }
    return true;
  }

  /** Hands what has gathered to the operating system: it survives the end of the process. */
  void flush() {
    if (current == null) {
      return;
    }
    try {
      long before = current.bytes();
      current.writer().flush();
      writtenNs = appendedNs;
      emptyHanded &= current.bytes() == before;
    } catch (IOException e) {
      giveUp(e, true);
    }
  }

  /**
   * What forces the current file to disk, or null when that is not due.
   *
   * @param ended run on the forcing thread when it has ended, well or not: {@link #settle} then
   */
  ForceTask startForce(Runnable ended) {
    return current == null ? null : current.startForce(writtenNs, ended);
  }

  /** Learns how forcing ended. */
  void settle(boolean wait) {
    if (current == null) {
      return;
    }
    try {
      long upToNs = current.forced(wait);
      if (upToNs >= 0) {
        forcedNs = Math.max(forcedNs, upToNs);
        retryNs = FIRST_RETRY_NS;
      }
    } catch (IOException e) {
      giveUp(e, false);
    }
  }

  /** Tries to go on in another file, when that is due; true when there is one now. */
  boolean reopen(long nowNs, boolean atOnce) {
    boolean due = atOnce ? !emptyHanded : nowNs - retryAtNs >= 0;
    if (current != null || files >= MAX_SEGMENTS || !due) {
      return false;
    }
    try {
      if (!atOnce && Files.getFileStore(directory.resolve("")).getUsableSpace() < LEAST_FREE) {
        throw new IOException("No space left on device");
      }
      open();
      return true;
    } catch (IOException e) {
      LOG.log(Level.FINE, "No further file for " + base, e);
      retryLater(nowNs);
      return false;
    }
  }

  private void retryLater(long nowNs) {
    emptyHanded = true;
    retryAtNs = nowNs + retryNs;
    retryNs = Math.min(LONGEST_RETRY_NS, 2 * retryNs);
  }

  /**
   * @param writing whether a write failed: then what was written before is forced, once, to learn
   *     whether it is kept
   */
  private void giveUp(IOException cause, boolean writing) {
    LogSegment broken = current;
    current = null;
    writtenNs = writing && keeps(broken) ? writtenNs : forcedNs;
    appendedNs = writtenNs;
    forcedNs = writtenNs;
    try {
      broken.close();
    } catch (IOException e) {
      LOG.log(Level.FINE, "A broken file did not close", e);
    }
    if (broken.bytes() <= TrackLogHeader.BYTES && discard(broken)) {
      files--;
      retryLater(System.nanoTime());
    } else {
      closed.add(new Closed(broken.name(), 0, "", false));
    }
    LOG.log(Level.WARNING, "Log " + broken.name() + " is given up: " + cause.getMessage());
    listener.onBroken(this, cause);
  }

  private static boolean keeps(LogSegment broken) {
    try {
      broken.forceNow();
      return true;
    } catch (IOException e) {
      LOG.log(Level.FINE, "A broken file cannot be forced", e);
      return false;
    }
  }

  private boolean discard(LogSegment empty) {
    try {
      return Files.deleteIfExists(directory.resolve(empty.name()));
    } catch (IOException e) {
      LOG.log(Level.FINE, "An empty file stays", e);
      return false;
    }
  }

  /** Writes the end of the current file and answers all files in their order. */
  List<Closed> finish() throws IOException {
    settle(true);
    if (current != null) {
      LogSegment last = current;
      try {
        last.finish();
        current = null;
        closed.add(new Closed(last.name(), last.bytes(), last.sha256Hex(), true));
      } catch (IOException e) {
        giveUp(e, true);
      }
    }
    List<Closed> all = new ArrayList<>();
    for (Closed file : closed) {
      all.add(file.complete() ? file : measured(directory, file.name(), false));
    }
    return all;
  }

  /** Reads a file through to learn its size and hash. */
  static Closed measured(RecordingDirectory directory, String name, boolean complete)
      throws IOException {
    MessageDigest digest = LogSegment.sha256();
    try (InputStream in = Files.newInputStream(directory.resolve(name))) {
      long bytes = new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
      return new Closed(name, bytes, HexFormat.of().formatHex(digest.digest()), complete);
    }
  }

  void close() throws IOException {
    if (current != null) {
      current.close();
      current = null;
    }
  }
}
