package io.sightline.testsupport.peer;

import io.sightline.testsupport.clip.MediaClip;
import io.sightline.testsupport.clip.MediaMarker;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Turns a clip into the RTP packets of one media section. The loop's thread only. */
final class SentTrack {
  private static final int FRAGMENT = 1100;

  /** Bytes added to each picture of a layer; decoders pass over what is behind a picture. */
  private static final int[] FILLERS = {0, 800, 3_000};

  final String mid;
  final boolean video;
  final long ssrc;
  private final int payloadType;
  private final int midExtension;
  private final int source;
  private final MediaClip clip;
  private final boolean marked;
  private final boolean reordersKeyFrames;
  private final String rid;
  private final int ridExtension;
  private final int repairedRidExtension;
  private final int filler;
  private final long rtxSsrc;
  private final int rtxPayloadType;
  private int rtxSequence;
  private final long timestampBase;
  private int sequence;
  private long number;
  private int markers;
  private int pictureId;
  private boolean keyFrameWanted = true;
  private long packets;
  private long octets;
  private long keyFrames;

  SentTrack(
      MediaLine line,
      long ssrc,
      long timestampBase,
      int sequence,
      int source,
      MediaClip clip,
      boolean marked,
      boolean reordersKeyFrames,
      Layer layer) {
    this.mid = line.mid();
    this.video = line.video();
    this.ssrc = ssrc;
    this.payloadType = line.payloadType();
    this.midExtension = line.midExtension();
    this.timestampBase = timestampBase;
    this.sequence = sequence;
    this.source = source;
    this.clip = clip;
    this.marked = marked;
    this.reordersKeyFrames = reordersKeyFrames;
    this.rid = layer.rid;
    this.ridExtension = layer.ridExtension;
    this.repairedRidExtension = layer.repairedRidExtension;
    this.filler = FILLERS[layer.index];
    this.rtxSsrc = ssrc ^ 0x5555;
    this.rtxPayloadType = layer.rtxPayloadType;
  }

  /**
   * Which simulcast layer a track is (RFC 8853).
   *
   * @param rid empty for a track of one stream
   * @param index the lowest is 0
   * @param ridExtension identifier of the header extension that names it
   * @param repairedRidExtension likewise for what repeats it
   * @param rtxPayloadType of repetitions (RFC 4588), or -1 for the packet itself once more
   */
  record Layer(
      String rid, int index, int ridExtension, int repairedRidExtension, int rtxPayloadType) {
    static final Layer NONE = new Layer("", 0, 0, 0, -1);
  }

  int clockRate() {
    return video ? 90_000 : 48_000;
  }

  /** Time of the next packet, since sending began. */
  long nextAtNs() {
    return number * 1_000_000_000L / (video ? MediaClip.FRAME_RATE : MediaClip.PACKET_RATE);
  }

  /** Leaves out what should have been sent before now, as a muted or blocked sender would. */
  void skipTo(long sinceStartNs) {
    while (nextAtNs() < sinceStartNs) {
      number++;
    }
  }

  void wantKeyFrame() {
    keyFrameWanted = true;
  }

  long packets() {
    return packets;
  }

  long keyFrames() {
    return keyFrames;
  }

  /** RTP timestamp of an instant. */
  long timestampAt(long sinceStartNs) {
    return (timestampBase + Math.floorDiv(sinceStartNs * (clockRate() / 1000), 1_000_000L))
        & 0xffffffffL;
  }

  /** The packets of the next frame. */
  List<byte[]> next(long nowNs) {
    long timestamp = timestampAt(nextAtNs());
    return video ? nextFrame(nowNs, timestamp) : List.of(nextAudio(nowNs, timestamp));
  }

  private byte[] nextAudio(long nowNs, long timestamp) {
    byte[] opus = clip.opusPacket(number++);
    byte[] payload = marked ? marker(nowNs).inPaddingOf(opus) : opus;
    return packet(false, timestamp, payload);
  }

  private List<byte[]> nextFrame(long nowNs, long timestamp) {
    boolean key = keyFrameWanted;
    keyFrameWanted = false;
    keyFrames += key ? 1 : 0;
    byte[] picture = clip.videoFrame(number++, key);
    byte[] frame = Arrays.copyOf(picture, picture.length + filler);
    byte[] payload = marked ? marker(nowNs).behind(frame) : frame;
    pictureId = (pictureId + 1) & 0x7fff;
    List<byte[]> sent = new ArrayList<>();
    int fragments = (payload.length + FRAGMENT - 1) / FRAGMENT;
    int size = (payload.length + fragments - 1) / fragments;
    for (int from = 0; from < payload.length; from += size) {
      int to = Math.min(payload.length, from + size);
      // RFC 7741 section 4.2: X and, on the first packet, S; then I with a 15-bit PictureID.
      ByteBuffer body = ByteBuffer.allocate(4 + to - from);
      body.put((byte) (from == 0 ? 0x90 : 0x80)).put((byte) 0x80);
      body.putShort((short) (0x8000 | pictureId)).put(payload, from, to - from);
      sent.add(packet(to == payload.length, timestamp, body.array()));
    }
    if (key && reordersKeyFrames && sent.size() > 1) {
      Collections.swap(sent, 0, 1);
    }
    return sent;
  }

  private MediaMarker marker(long nowNs) {
    return new MediaMarker(source, markers++, nowNs);
  }

  private byte[] packet(boolean marker, long timestamp, byte[] payload) {
    packets++;
    octets += payload.length;
    int current = sequence;
    sequence = (sequence + 1) & 0xffff;
    return new RtpPacket(payloadType, marker, current, timestamp, ssrc, mid, payload)
        .encode(midExtension, ridExtension, rid);
  }

  /** A packet of this track once more: as it was, or by RTX where that was agreed. */
  byte[] again(byte[] packet) {
    if (rtxPayloadType < 0) {
      return packet;
    }
    RtpPacket original = RtpPacket.decode(packet, midExtension);
    ByteBuffer payload = ByteBuffer.allocate(2 + original.payload().length);
    payload.putShort((short) original.sequence()).put(original.payload());
    int number = rtxSequence++ & 0xffff;
    return new RtpPacket(
            rtxPayloadType,
            original.marker(),
            number,
            original.timestamp(),
            rtxSsrc,
            mid,
            payload.array())
        .encode(midExtension, repairedRidExtension, rid);
  }

  /** RFC 3550 section 6.4.1. */
  byte[] senderReport(long ntp, long sinceStartNs) {
    return Rtcp.senderReport(ssrc, ntp, timestampAt(sinceStartNs), packets, octets);
  }
}
