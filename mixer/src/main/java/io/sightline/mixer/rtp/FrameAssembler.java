package io.sightline.mixer.rtp;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/**
 * Gathers the packets of a video frame, which share a timestamp and end with the marker bit, and
 * withholds what cannot be decoded: incomplete frames, and after one all frames up to a key frame.
 */
abstract class FrameAssembler implements Depacketizer {
  private static final int MAX_FRAME_BYTES = 8 * 1024 * 1024;

  /** The frame that is being put together. */
  protected final ByteArrayOutputStream frame = new ByteArrayOutputStream();

  private boolean open;
  private boolean broken;
  private boolean afterLoss;
  private boolean pendingGap;
  private boolean needKey = true;
  private long timestamp;
  private long dropped;

  /** Whether a frame can begin with this payload. */
  abstract boolean startsFrame(byte[] payload);

  /** Forgets the frame before. */
  abstract void begin();

  /** Adds a payload to the frame; returns false if it makes no sense. */
  abstract boolean append(byte[] payload);

  /** Whether the frame, now whole, can be decoded without others. */
  abstract boolean isKey();

  /** Whether the codec's own numbering shows that no frame is missing before this one. */
  boolean followsLast() {
    return false;
  }

  /** Called when the frame, now whole, is passed on or dropped. */
  void done(boolean passedOn) {}

  /** The whole frame as the decoder takes it. */
  byte[] data() {
    return frame.toByteArray();
  }

  @Override
  public void push(RtpPacket packet, boolean gapBefore, Consumer<EncodedFrame> frames) {
    pendingGap |= gapBefore;
    byte[] payload = packet.payload();
    if (payload.length == 0) {
      return;
    }
    if (open && packet.timestamp() != timestamp) {
      broken |= pendingGap;
      close(frames);
    }
    if (!open) {
      open = true;
      timestamp = packet.timestamp();
      afterLoss = pendingGap;
      broken = !startsFrame(payload);
      frame.reset();
      begin();
    } else {
      broken |= pendingGap;
    }
    pendingGap = false;
    broken = broken || !append(payload) || frame.size() > MAX_FRAME_BYTES;
    if (packet.marker()) {
      close(frames);
    }
  }

  @Override
  public void end(Consumer<EncodedFrame> frames) {
    if (open) {
      close(frames);
    }
  }

  @Override
  public long dropped() {
    return dropped;
  }

  private void close(Consumer<EncodedFrame> frames) {
    open = false;
    boolean whole = !broken && frame.size() > 0;
    boolean key = whole && isKey();
    if (!whole || (afterLoss && !followsLast())) {
      needKey = true;
    }
    if (key) {
      needKey = false;
    }
    if (needKey) {
      dropped++;
    } else {
      frames.accept(new EncodedFrame(timestamp, data(), key));
    }
    done(!needKey);
  }
}
