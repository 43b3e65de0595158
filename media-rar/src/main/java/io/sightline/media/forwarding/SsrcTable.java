package io.sightline.media.forwarding;

import io.sightline.media.rtp.HeaderExtensions;
import io.sightline.media.rtp.RtpPacket;
import java.util.Collection;

/** The SSRCs received from one endpoint, capped. Look-ups allocate nothing. */
final class SsrcTable {
  private final InboundStream[] entries;
  private final HeaderExtensions extensions = new HeaderExtensions();
  private int size;

  SsrcTable(int capacity) {
    entries = new InboundStream[capacity];
  }

  /** The stream of an SSRC, or null. */
  InboundStream find(long ssrc) {
    for (int i = 0; i < size; i++) {
      if (entries[i].ssrc() == ssrc) {
        return entries[i];
      }
    }
    return null;
  }

  boolean isFull() {
    return size == entries.length;
  }

  void add(InboundStream stream) {
    entries[size++] = stream;
  }

  /** Forgets the SSRCs of a track that is negotiated away. */
  void removeTrack(InboundTrack track) {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (entries[i].track() != track) {
        entries[kept++] = entries[i];
      }
    }
    while (size > kept) {
      entries[--size] = null;
    }
  }

  int size() {
    return size;
  }

  InboundStream get(int index) {
    return entries[index];
  }

  /**
   * The track that a packet of a new SSRC belongs to: by signalled SSRC, else by the mid header
   * extension (RFC 8843 section 9.2), else by a payload type that only one track has; or null.
   *
   * <p>By payload type a track gets its first SSRC of media and of repair only: else a peer could
   * put any number of SSRCs in place of the real one.
   */
  InboundTrack classify(RtpPacket packet, Collection<InboundTrack> tracks) {
    InboundTrack byPayloadType = null;
    boolean ambiguous = false;
    boolean midSeen = false;
    for (InboundTrack track : tracks) {
      if (track.definition().ssrcs().contains(packet.ssrc())) {
        return track;
      }
      if (track.midExtension() >= 0 && extensions.find(packet, track.midExtension())) {
        midSeen = true;
        if (extensions.dataEquals(track.definition().mid())) {
          return track;
        }
      }
      if (track.accepts(packet.payloadType())) {
        ambiguous = byPayloadType != null;
        byPayloadType = track;
      }
    }
    if (ambiguous || midSeen || byPayloadType == null) {
      return null;
    }
    return has(byPayloadType, byPayloadType.codec(packet.payloadType()) == null)
        ? null
        : byPayloadType;
  }

  private boolean has(InboundTrack track, boolean retransmission) {
    for (int i = 0; i < size; i++) {
      if (entries[i].track() == track && entries[i].isRetransmission() == retransmission) {
        return true;
      }
    }
    return false;
  }
}
