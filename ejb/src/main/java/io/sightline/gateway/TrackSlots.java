package io.sightline.gateway;

import io.sightline.call.MediaPlane.TrackSlot;
import io.sightline.gateway.sdp.Codecs;
import io.sightline.gateway.sdp.OfferedSection;
import io.sightline.gateway.sdp.OfferedSection.Direction;
import io.sightline.media.api.Codec;
import io.sightline.media.api.MediaKind;
import io.sightline.media.api.TrackSource;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The media sections of one endpoint, in the order in which they were first offered. A section is
 * never removed (RFC 8829 section 5.2.2): whose participant has left is inactive until another one
 * takes it. Used under its call's lock.
 */
final class TrackSlots {
  /** What a participant can send; the index is its mid on the participant's own endpoint. */
  static final List<TrackSource> SOURCES =
      List.of(TrackSource.MICROPHONE, TrackSource.CAMERA, TrackSource.SCREEN);

  /** Layers of a camera, the lowest first: a quarter, half and all of its width and height. */
  static final List<String> LAYERS = List.of("q", "h", "f");

  private static final SecureRandom RANDOM = new SecureRandom();

  private final UUID self;
  private final List<Slot> slots = new ArrayList<>();
  private boolean layered;
  private final Set<Long> ssrcs = new HashSet<>();

  /** A section by which the browser gets another participant's track; free when that is null. */
  static final class Slot {
    final String mid;
    final MediaKind kind;
    TrackSource source;
    UUID participantId;
    long ssrc;
    long rtxSsrc = -1;

    private Slot(String mid, MediaKind kind) {
      this.mid = mid;
      this.kind = kind;
    }

    private String stream() {
      return source == TrackSource.SCREEN ? participantId + "-screen" : participantId.toString();
    }
  }

  TrackSlots(UUID self) {
    this.self = self;
  }

  /**
   * Asks for the camera in layers from now on, if its first codec has them. What a browser has
   * answered as one stream stays so (W3C webrtc-pc section 4.4.1.5): before the first offer only.
   */
  void askForLayers(List<Codec> video) {
    layered = Codecs.hasLayers(video.get(0));
  }

  static MediaKind kindOf(TrackSource source) {
    return source == TrackSource.MICROPHONE ? MediaKind.AUDIO : MediaKind.VIDEO;
  }

  static String midOf(TrackSource source) {
    return Integer.toString(SOURCES.indexOf(source));
  }

  /** Gives every other participant a slot for each source, and frees those of who has left. */
  void arrange(List<UUID> participants) {
    for (Slot slot : slots) {
      if (slot.participantId != null && !participants.contains(slot.participantId)) {
        slot.participantId = null;
      }
    }
    for (UUID participant : participants) {
      if (!participant.equals(self)) {
        SOURCES.forEach(source -> give(participant, source));
      }
    }
  }

  private void give(UUID participant, TrackSource source) {
    Slot free = null;
    for (Slot slot : slots) {
      if (participant.equals(slot.participantId) && slot.source == source) {
        return;
      }
      if (free == null && slot.participantId == null && slot.kind == kindOf(source)) {
        free = slot;
      }
    }
    if (free == null) {
      free = new Slot(Integer.toString(SOURCES.size() + slots.size()), kindOf(source));
      slots.add(free);
    }
    free.source = source;
    free.participantId = participant;
    free.ssrc = freshSsrc();
    free.rtxSsrc = free.kind == MediaKind.VIDEO ? freshSsrc() : -1;
  }

  private long freshSsrc() {
    long ssrc;
    do {
      ssrc = RANDOM.nextInt() & 0xffff_ffffL;
    } while (ssrc == 0 || !ssrcs.add(ssrc));
    return ssrc;
  }

  /** The sections of the next offer, all of them in the same codecs. */
  List<OfferedSection> sections(Map<MediaKind, List<Codec>> codecs) {
    return sections(codecs, slot -> List.of());
  }

  /**
   * The sections of the next offer.
   *
   * @param additions what may come by a used slot beside the codecs of all
   */
  List<OfferedSection> sections(
      Map<MediaKind, List<Codec>> codecs, Function<Slot, List<Codec>> additions) {
    List<OfferedSection> sections = new ArrayList<>();
    for (TrackSource source : SOURCES) {
      MediaKind kind = kindOf(source);
      boolean inLayers = layered && source == TrackSource.CAMERA;
      sections.add(
          new OfferedSection(
              midOf(source),
              kind,
              Direction.RECEIVE,
              null,
              -1,
              -1,
              codecs.get(kind),
              inLayers ? Codecs.layerExtensions() : Codecs.extensions(kind),
              inLayers ? LAYERS : List.of()));
    }
    for (Slot slot : slots) {
      boolean used = slot.participantId != null;
      sections.add(
          new OfferedSection(
              slot.mid,
              slot.kind,
              used ? Direction.SEND : Direction.INACTIVE,
              used ? slot.stream() : null,
              used ? slot.ssrc : -1,
              used ? slot.rtxSsrc : -1,
              used ? union(codecs.get(slot.kind), additions.apply(slot)) : codecs.get(slot.kind),
              Codecs.extensions(slot.kind)));
    }
    return sections;
  }

  private static List<Codec> union(List<Codec> common, List<Codec> further) {
    return Stream.concat(common.stream(), further.stream()).distinct().toList();
  }

  /** The slot of that mid, or null for the browser's own sections. */
  Slot byMid(String mid) {
    for (Slot slot : slots) {
      if (slot.mid.equals(mid)) {
        return slot;
      }
    }
    return null;
  }

  List<TrackSlot> receivedByBrowser() {
    return slots.stream()
        .filter(slot -> slot.participantId != null)
        .map(slot -> describe(slot.mid, slot.participantId, slot.source))
        .toList();
  }

  List<TrackSlot> sentByBrowser() {
    return SOURCES.stream().map(source -> describe(midOf(source), self, source)).toList();
  }

  private static TrackSlot describe(String mid, UUID participant, TrackSource source) {
    return new TrackSlot(
        mid,
        participant,
        kindOf(source).name().toLowerCase(Locale.ROOT),
        source.name().toLowerCase(Locale.ROOT));
  }
}
