package io.sightline.mixer.track;

import io.sightline.mixer.rtp.Depacketizer;
import io.sightline.mixer.rtp.EncodedFrame;
import io.sightline.mixer.rtp.JitterBuffer;
import io.sightline.mixer.rtp.RtpPacket;
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
   */
  public record Frame(int stream, CodecDescription codec, long timeNs, byte[] data, boolean key) {}

  /**
   * A stretch of the timeline for which media is missing.
   *
   * @param cause loss, reconnect or pause
   */
  public record Gap(long fromNs, long toNs, String cause) {}

  /** Shorter gaps are not worth telling. */
  private static final long GAP_NS = 200_000_000L;

  private static final int MAX_GAPS = 1_000;

  private final LogWalk walk;
  private final Timeline timeline;
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
  private long discarded;
  private long droppedFrames;
  private final List<Gap> gaps = new ArrayList<>();
  private String cause;
  private long lastNs = Long.MIN_VALUE;

  TrackReader(LogWalk walk, Timeline timeline) {
    this.walk = walk;
    this.timeline = timeline;
  }

  /** Returns the next frame, or null at the end. */
  public Frame next() throws IOException {
    while (ready.isEmpty() && !ended) {
      LogWalk.Item item = walk.next();
      if (item == LogWalk.Item.END) {
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

  /** Packets that were used. */
  public long received() {
    return received;
  }

  public long lost() {
    return lost;
  }

  /** Duplicates and packets that came too late. */
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
      ready.add(new Frame(number, codec, timeNs, new byte[0], false));
      stream = null;
      cause = "pause";
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
        cause = "loss";
      }
      if (depacketizer != null) {
        depacketizer.push(packet, buffer.gapBefore(), this::accept);
      }
    }
  }

  private void accept(EncodedFrame frame) {
    long timeNs = timeline.timeNs(stream.key, frame.timestamp());
    if (cause != null && lastNs != Long.MIN_VALUE && timeNs - lastNs > GAP_NS) {
      if (gaps.size() < MAX_GAPS) {
        gaps.add(new Gap(lastNs, timeNs, cause));
      }
    }
    cause = null;
    lastNs = Math.max(lastNs, timeNs);
    ready.add(new Frame(number, codec, timeNs, frame.data(), frame.key()));
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
    received += buffer.emitted();
    lost += buffer.lost();
    discarded += buffer.discarded();
  }
}
