package io.sightline.mixer.track;

import io.sightline.mixer.rtp.Depacketizer;
import io.sightline.mixer.rtp.EncodedFrame;
import io.sightline.mixer.rtp.JitterBuffer;
import io.sightline.mixer.rtp.RtpPacket;
import io.sightline.mixer.rtp.VideoOrientation;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The frames of one track in order, on the timeline, across reconnects and changes of codec. Not
 * thread-safe; memory is bounded by the jitter buffer.
 */
public final class TrackReader implements Closeable {
  /**
   * How long packets of the stream before still count as stragglers of a change, not as a return.
   */
  private static final long STRAGGLER_NS = 2_000_000_000L;

  /**
   * A frame on the timeline.
   *
   * @param timeNs on the timeline; may go back when the stream changes
   * @param data empty where the recording was paused: nothing is to be seen or heard from here on
   * @param stream changes with the decoder's history: SSRC, endpoint or codec
   * @param quarters by how many the picture is to be turned clockwise, 0 to 3
   */
  public record Frame(
      int stream, CodecDescription codec, long timeNs, byte[] data, boolean key, int quarters) {}

  /**
   * A stretch of the timeline for which media is missing.
   *
   * @param cause loss, reconnect or pause
   */
  public record Gap(long fromNs, long toNs, String cause) {}

  /** Without a camera's picture for so long, there is a card in its place. */
  public static final long ABSENT_NS = 3_000_000_000L;

  /** For so long the last picture stands before the card. */
  public static final long STANDS_NS = 1_000_000_000L;

  private static final String LOSS = "loss";
  private static final String PAUSE = "pause";

  /** Shorter gaps are not worth telling. */
  private static final long GAP_NS = 200_000_000L;

  private static final int MAX_GAPS = 1_000;

  private final LogWalk walk;
  private final StreamClocks timeline;
  private final ArrayDeque<Frame> ready = new ArrayDeque<>();
  private final Map<String, Long> left = new HashMap<>();

  private LogWalk.Stream stream;
  private CodecDescription codec;
  private JitterBuffer buffer;
  private Depacketizer depacketizer;
  private Map<Integer, CodecDescription> codecs;
  private int number;
  private boolean ended;
  private long received;
  private long lost;
  private long recovered;
  private long duplicates;
  private long discarded;
  private long droppedFrames;
  private long droppedBefore;
  private long frozenNs;
  private final List<Gap> gaps = new ArrayList<>();
  private String cause;
  private long lastNs = Long.MIN_VALUE;
  private long lastPacketNs = Long.MIN_VALUE;
  private int quarters;
  private long longest;
  private double driftPpm;

  TrackReader(LogWalk walk, StreamClocks timeline) {
    this.walk = walk;
    this.timeline = timeline;
  }

  /** Returns the next frame; null at the end, or until more is appended to a log that grows. */
  public Frame next() throws IOException {
    while (ready.isEmpty() && !ended) {
      LogWalk.Item item = walk.next();
      if (item == LogWalk.Item.END) {
        if (walk.mayGrow()) {
          return null;
        }
        finishStream();
        ended = true;
      } else if (item == LogWalk.Item.PAUSE) {
        pause();
      } else if (item == LogWalk.Item.PACKET) {
        take(walk.packet());
      }
    }
    return ready.poll();
  }

  /** Whether the end was reached: no frame will come. */
  public boolean ended() {
    return ended && ready.isEmpty();
  }

  /** Reads to the end for the sake of the figures. */
  public void skipAll() throws IOException {
    while (next() != null) {
      ready.clear();
    }
  }

  /** Packets that were used. */
  public long received() {
    return received;
  }

  public long lost() {
    return lost;
  }

  /** Packets that came as retransmissions or late, and in time for the mix. */
  public long recovered() {
    return recovered;
  }

  /** Packets that had come before. */
  public long duplicates() {
    return duplicates;
  }

  /** Time for which a picture stands still, or there is none, for want of packets; in ns. */
  public long frozenNs() {
    return frozenNs;
  }

  /** How much too fast the clock of the longest stream runs, in millionths. */
  public double driftPpm() {
    return driftPpm;
  }

  /** Counts a stretch that packets were there for and a decoder refused. */
  public void refused(long fromNs, long toNs) {
    if (toNs - fromNs > GAP_NS) {
      missing(fromNs, toNs, LOSS);
    }
  }

  /** Packets that came too late. */
  public long discarded() {
    return discarded;
  }

  /** Video frames that could not be decoded for want of packets. */
  public long droppedFrames() {
    return droppedFrames;
  }

  /** Gaps of more than 200 ms so far, the first thousand of them. */
  public List<Gap> gaps() {
    return gaps;
  }

  @Override
  public void close() throws IOException {
    walk.close();
  }

  private void pause() {
    if (stream != null) {
      finishStream();
      long timeNs = walk.pausedNs() - timeline.zeroNs();
      ready.add(new Frame(number, codec, timeNs, new byte[0], false, 0));
      stream = null;
      cause = PAUSE;
    }
  }

  private void take(RtpPacket packet) {
    if (stream != walk.stream()) {
      Long leftNs = left.get(walk.stream().key);
      if (leftNs != null && packet.arrivalNs() - leftNs < STRAGGLER_NS) {
        discarded++;
        return;
      }
      if (stream != null) {
        left.put(stream.key, packet.arrivalNs());
        cause = "reconnect";
      }
      finishStream();
      stream = walk.stream();
      buffer = new JitterBuffer();
      codec = null;
      quarters = 0;
    }
    codecs = walk.description().codecs();
    buffer.offer(packet);
    drain();
  }

  private void drain() {
    RtpPacket packet;
    while ((packet = buffer.poll()) != null) {
      CodecDescription sent = codecs.get(packet.payloadType());
      if (sent == null) {
        continue;
      }
      if (codec == null || !codec.name().equals(sent.name())) {
        endDepacketizer();
        codec = sent;
        depacketizer = Depacketizer.of(sent.name());
        number++;
      }
      if (buffer.gapBefore() && cause == null) {
        cause = LOSS;
      }
      if (packet.quarters() != VideoOrientation.UNSAID) {
        quarters = packet.quarters();
      }
      lastPacketNs = timeline.timeNs(stream.key, packet.timestamp());
      if (lastNs == Long.MIN_VALUE) {
        lastNs = lastPacketNs;
      }
      if (depacketizer != null) {
        depacketizer.push(packet, buffer.gapBefore(), this::accept);
      }
    }
  }

  private void accept(EncodedFrame frame) {
    long timeNs = timeline.timeNs(stream.key, frame.timestamp());
    if (timeNs - lastNs > GAP_NS) {
      if (cause != null) {
        missing(lastNs, timeNs, cause);
      } else if (dropped() > droppedBefore) {
        missing(lastNs, timeNs, LOSS);
      }
    }
    cause = null;
    droppedBefore = dropped();
    lastNs = Math.max(lastNs, timeNs);
    ready.add(new Frame(number, codec, timeNs, frame.data(), frame.key(), quarters));
  }

  private long dropped() {
    return droppedFrames + (depacketizer == null ? 0 : depacketizer.dropped());
  }

  private void missing(long fromNs, long toNs, String why) {
    if (gaps.size() < MAX_GAPS) {
      gaps.add(new Gap(fromNs, toNs, why));
    }
    if (walk.description().video() && !why.equals(PAUSE)) {
      frozenNs += toNs - fromNs > ABSENT_NS ? STANDS_NS : toNs - fromNs;
    }
  }

  private void endDepacketizer() {
    if (depacketizer != null) {
      depacketizer.end(this::accept);
      droppedFrames += depacketizer.dropped();
      depacketizer = null;
    }
  }

  private void finishStream() {
    if (stream == null) {
      return;
    }
    buffer.flush();
    drain();
    endDepacketizer();
    if (dropped() > droppedBefore && lastPacketNs - lastNs > GAP_NS) {
      missing(lastNs, lastPacketNs, cause == null ? LOSS : cause);
      lastNs = lastPacketNs;
    }
    droppedBefore = dropped();
    received += buffer.emitted();
    lost += buffer.lost();
    recovered += buffer.recovered();
    duplicates += buffer.duplicates();
    discarded += buffer.discarded();
    if (buffer.emitted() > longest) {
      longest = buffer.emitted();
      driftPpm = timeline.driftPpm(stream.key);
    }
  }
}
