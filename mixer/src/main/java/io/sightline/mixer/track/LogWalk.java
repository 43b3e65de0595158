package io.sightline.mixer.track;

import io.sightline.media.raw.TrackLogReader;
import io.sightline.mixer.rtp.RtpHeader;
import io.sightline.mixer.rtp.RtpPacket;
import io.sightline.mixer.rtp.Unwrapper;
import io.sightline.mixer.rtp.VideoOrientation;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * One walk through a track log: media packets and sender reports in order of arrival, with
 * retransmissions unwrapped and numbers extended. A log that still grows is walked as far as it has
 * whole chunks; the walk is at its end until there are more. Not thread-safe.
 */
final class LogWalk implements Closeable {
  /** One SSRC of one endpoint: what has a clock and a sequence of its own. */
  static final class Stream {
    final String key;
    final String sender;
    private final Unwrapper sequences;
    private final Unwrapper timestamps;
    private long lastTimestamp;
    private long lastArrivalNs;

    private Stream(String key, String sender) {
      this(key, sender, new Unwrapper(16), new Unwrapper(32));
    }

    private Stream(String key, String sender, Unwrapper sequences, Unwrapper timestamps) {
      this.key = key;
      this.sender = sender;
      this.sequences = sequences;
      this.timestamps = timestamps;
    }

    private Stream copy() {
      Stream copy = new Stream(key, sender, sequences.copy(), timestamps.copy());
      copy.lastTimestamp = lastTimestamp;
      copy.lastArrivalNs = lastArrivalNs;
      return copy;
    }
  }

  /**
   * Where a walk can be taken up: at the beginning of a chunk, with what the records before it
   * said.
   *
   * @param arrivalNs of the chunk's first record, in ns since the recording's start
   * @param file which of the log's files, from 0
   */
  record Mark(
      long arrivalNs,
      int file,
      TrackLogReader.Position position,
      TrackDescription description,
      Map<String, Stream> streams,
      long mediaSsrc,
      int restarts) {}

  enum Item {
    PACKET,
    SENDER_REPORT,
    /** The recording was paused; nothing was taken until the next packet. */
    PAUSE,
    /** The recording goes on. */
    RESUME,
    END
  }

  private static final Logger LOGGER = Logger.getLogger(LogWalk.class.getName());

  /** RTP time that leaves the course of arrival by more than this has begun anew. */
  private static final long RESTART_SECONDS = 5;

  private final List<Path> files;
  private final byte[] key;
  private InputStream in;
  private TrackLogReader log;
  private int file;
  private int damagedBefore;
  private final Map<String, Stream> streams = new HashMap<>();
  private TrackDescription description;
  private long mediaSsrc = -1;
  private Stream stream;
  private CodecDescription codec;
  private RtpPacket packet;
  private long reportNtp;
  private long reportTimestamp;
  private long ignored;
  private int restarts;
  private TrackLogReader.Position chunk;
  private List<Mark> marks;
  private LogWalk leader;
  private boolean growing;
  private boolean dry;
  private boolean whole;
  private TrackLogReader.Position next;
  private long markEveryNs;

  /**
   * @param files of one log, in order
   */
  LogWalk(List<Path> files, byte[] key) throws IOException {
    this(files, key, null);
  }

  /**
   * @param from where to begin, as an earlier walk marked it; null for the log's beginning
   */
  LogWalk(List<Path> files, byte[] key, Mark from) throws IOException {
    this.files = files;
    this.key = key;
    this.file = from == null ? 0 : from.file();
    open(from == null ? null : from.position());
    if (from != null) {
      description = from.description();
      mediaSsrc = from.mediaSsrc();
      restarts = from.restarts();
      from.streams().forEach((name, known) -> streams.put(name, known.copy()));
    }
  }

  /**
   * Walks through the first file of a log that is being written.
   *
   * @param leader a walk that this one never overtakes; null for none
   */
  static LogWalk growing(List<Path> files, byte[] key, LogWalk leader) throws IOException {
    LogWalk walk = new LogWalk(files, key);
    walk.leader = leader;
    walk.growing = true;
    return walk;
  }

  /** Nothing more will be appended: from the next call on the end is the end. */
  void complete() {
    growing = false;
  }

  /** Whether the end that was reached is not the log's. */
  boolean mayGrow() {
    return leader == null ? growing : leader.growing;
  }

  /** Looks whether the log has grown since its end was reached. */
  private boolean reopened() throws IOException {
    if (dry && !whole && (leader == null || !leader.reached(next))) {
      open(next);
      dry = false;
    }
    return !dry;
  }

  /** Whether this walk has not read a chunk yet. */
  private boolean reached(TrackLogReader.Position place) {
    return dry && !whole && place != null && next.chunk() <= place.chunk();
  }

  /** Ends for now, without a file held open. */
  private boolean pause(boolean atEnd) throws IOException {
    damagedBefore += log.damagedChunks();
    whole = atEnd && log.finished();
    next = log.position();
    dry = true;
    in.close();
    return false;
  }

  private void open(TrackLogReader.Position position) throws IOException {
    in = new BufferedInputStream(Files.newInputStream(files.get(file)), 1 << 17);
    try {
      log = position == null ? new TrackLogReader(in, key) : new TrackLogReader(in, key, position);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /** Moves to the next record, over the end of a file into the one that continues it. */
  private boolean nextRecord() throws IOException {
    if (dry && !reopened()) {
      return false;
    }
    while (true) {
      try {
        if (log.next()) {
          return leader == null || !leader.reached(log.position()) || pause(false);
        }
      } catch (IOException e) {
        // The first file says whether the key is right; one that was begun on a failing disk may
        // hold anything.
        if (file == 0) {
          throw e;
        }
        damagedBefore++;
      }
      if (mayGrow()) {
        return pause(true);
      }
      if (!openNext()) {
        return false;
      }
    }
  }

  private boolean openNext() throws IOException {
    while (file + 1 < files.size()) {
      int damaged = damagedBefore + log.damagedChunks();
      in.close();
      file++;
      try {
        open(null);
        damagedBefore = damaged;
        return true;
      } catch (IOException e) {
        LOGGER.log(Level.WARNING, e, () -> "passed over " + files.get(file).getFileName());
        damagedBefore++;
      }
    }
    return false;
  }

  /** Has places noted at which a later walk can begin. */
  void mark(long everyNs, List<Mark> into) {
    marks = into;
    markEveryNs = everyNs;
  }

  Item next() throws IOException {
    while (nextRecord()) {
      if (marks != null && log.position() != chunk) {
        chunk = log.position();
        mark();
      }
      switch (log.type()) {
        case TRACK -> description = TrackDescription.parse(log.json());
        case RTP -> {
          if (description != null && readPacket()) {
            return Item.PACKET;
          }
        }
        case SENDER_REPORT -> {
          if (description != null && readReport()) {
            return Item.SENDER_REPORT;
          }
        }
        case EVENT -> {
          String event = log.json();
          if (event.contains("\"pause\"")) {
            return Item.PAUSE;
          } else if (event.contains("\"resume\"")) {
            return Item.RESUME;
          }
        }
      }
    }
    return Item.END;
  }

  private void mark() {
    boolean due =
        marks.isEmpty() || log.arrivalNs() - marks.get(marks.size() - 1).arrivalNs() >= markEveryNs;
    if (due && description != null) {
      Map<String, Stream> known = new HashMap<>();
      streams.forEach((name, at) -> known.put(name, at.copy()));
      marks.add(new Mark(log.arrivalNs(), file, chunk, description, known, mediaSsrc, restarts));
    }
  }

  TrackDescription description() {
    return description;
  }

  Stream stream() {
    return stream;
  }

  CodecDescription codec() {
    return codec;
  }

  RtpPacket packet() {
    return packet;
  }

  /** NTP time of the report, in ns since 1900. */
  long reportNtpNs() {
    long seconds = reportNtp >>> 32;
    long fraction = reportNtp & 0xFFFFFFFFL;
    return seconds * 1_000_000_000L + ((fraction * 1_000_000_000L) >>> 32);
  }

  long reportTimestamp() {
    return reportTimestamp;
  }

  /** When the pause began or ended, in ns since the recording's start. */
  long pausedNs() {
    return log.arrivalNs();
  }

  /** Packets that are no RTP or of no known payload type. */
  long ignored() {
    return ignored;
  }

  boolean finished() {
    return dry ? whole : log.finished();
  }

  int damagedChunks() {
    return damagedBefore + (dry ? 0 : log.damagedChunks());
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private boolean readPacket() {
    byte[] bytes = log.array();
    RtpHeader header = RtpHeader.parse(bytes, log.offset(), log.length());
    CodecDescription named = header == null ? null : description.codecs().get(header.payloadType());
    if (named == null) {
      ignored++;
      return false;
    }
    int payload = header.payloadOffset();
    int length = header.payloadLength();
    int sequence = header.sequence();
    long ssrc = header.ssrc();
    boolean resent = named.isRtx();
    if (resent) {
      named = description.codecs().get(named.apt());
      if (named == null || length < 2 || mediaSsrc < 0) {
        return false;
      }
      sequence = (bytes[payload] & 0xFF) << 8 | (bytes[payload + 1] & 0xFF);
      ssrc = mediaSsrc;
      payload += 2;
      length -= 2;
    } else if (length > 0) {
      mediaSsrc = ssrc;
    }
    codec = named;
    stream = streamOf(ssrc);
    if (length == 0 && !stream.timestamps.started()) {
      return false;
    }
    long timestamp = stream.timestamps.near(header.timestamp());
    if (length > 0) {
      timestamp = advance(ssrc, header.timestamp());
    }
    packet =
        new RtpPacket(
            stream.sequences.unwrap(sequence),
            timestamp,
            header.marker(),
            named.payloadType(),
            log.arrivalNs(),
            Arrays.copyOfRange(bytes, payload, payload + length),
            resent,
            description.video()
                ? VideoOrientation.read(bytes, log.offset(), log.length())
                : VideoOrientation.UNSAID);
    return true;
  }

  /** Extends an RTP time; where the sender has begun anew, a new stream begins. */
  private long advance(long ssrc, long wrapped) {
    boolean started = stream.timestamps.started();
    long ticks = started ? stream.timestamps.near(wrapped) - stream.lastTimestamp : 0;
    double elapsed = started ? (log.arrivalNs() - stream.lastArrivalNs) * 1e-9 : 0;
    if (Math.abs((double) ticks / codec.clockRate() - elapsed) > RESTART_SECONDS) {
      String key = streamKey(ssrc);
      restarts++;
      stream = new Stream(key + '#' + restarts, sender());
      streams.put(key, stream);
    }
    long timestamp = stream.timestamps.unwrap(wrapped);
    stream.lastTimestamp = timestamp;
    stream.lastArrivalNs = log.arrivalNs();
    return timestamp;
  }

  private boolean readReport() {
    stream = streamOf(log.senderSsrc());
    if (!stream.timestamps.started()) {
      return false;
    }
    reportNtp = log.senderNtp();
    reportTimestamp = stream.timestamps.near(log.senderRtp());
    return reportNtp != 0;
  }

  private Stream streamOf(long ssrc) {
    return streams.computeIfAbsent(streamKey(ssrc), key -> new Stream(key, sender()));
  }

  private String streamKey(long ssrc) {
    return sender() + '/' + ssrc + '/' + description.video();
  }

  private String sender() {
    return description.participantId() + '/' + description.endpointId();
  }
}
