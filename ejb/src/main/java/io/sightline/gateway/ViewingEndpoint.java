package io.sightline.gateway;

import io.sightline.call.MediaPlane.ForwardedSession;
import io.sightline.gateway.sdp.Codecs;
import io.sightline.gateway.sdp.OfferedSection;
import io.sightline.gateway.sdp.OfferedSection.Direction;
import io.sightline.gateway.sdp.RemoteOffer;
import io.sightline.gateway.sdp.RemoteSection;
import io.sightline.gateway.sdp.RemoteSection.RemoteFormat;
import io.sightline.gateway.sdp.UnacceptableOfferException;
import io.sightline.media.api.Codec;
import io.sightline.media.api.ConfigureEndpoint;
import io.sightline.media.api.MediaKind;
import io.sightline.media.api.SendTrack;
import io.sightline.media.api.TrackSource;
import io.sightline.media.api.TransportParameters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The end of media of a client that watches by WHEP. It has as many sections as it offered, and
 * each shows one track for as long as its participant is there: customers first, pictures of
 * cameras before screens.
 */
final class ViewingEndpoint extends FixedEndpoint {
  private static final List<String> BY_INTEREST = List.of("customer", "guest", "agent", "expert");

  private final UUID watched;
  private final List<Optional<OfferedSection>> sections = new ArrayList<>();
  private final List<View> views = new ArrayList<>();

  /** A section and what it shows at present; nothing while {@code participant} is null. */
  private static final class View {
    final RemoteSection section;
    final List<RemoteFormat> formats;
    final long ssrc;
    final long rtxSsrc;
    UUID participant;
    TrackSource source;

    View(RemoteSection section, List<RemoteFormat> formats) {
      this.section = section;
      this.formats = formats;
      this.ssrc = freshSsrc();
      boolean rtx = formats.stream().anyMatch(format -> format.agreed().rtxPayloadType() >= 0);
      this.rtxSsrc = rtx ? freshSsrc() : -1;
    }

    /** A screen, which is seldom shown, makes room for a camera. */
    boolean isFreeFor(TrackSource what) {
      return participant == null || (source == TrackSource.SCREEN && what != TrackSource.SCREEN);
    }

    boolean shows(UUID someone, TrackSource what) {
      return someone.equals(participant) && source == what;
    }
  }

  ViewingEndpoint(
      UUID id,
      ForwardedSession session,
      RemoteOffer offer,
      TransportParameters server,
      UUID watched,
      CodecOrder order)
      throws UnacceptableOfferException {
    super(id, session, offer, server);
    this.watched = watched;
    for (RemoteSection section : offer.sections()) {
      sections.add(section.receives() ? Optional.of(take(section, order)) : Optional.empty());
    }
    if (views.isEmpty()) {
      throw new UnacceptableOfferException("Offer at least one section with a=recvonly.");
    }
  }

  private OfferedSection take(RemoteSection section, CodecOrder order)
      throws UnacceptableOfferException {
    List<RemoteFormat> formats = section.usable(order.names(section.kind()));
    if (formats.isEmpty()) {
      throw order.nothingOf(section.kind());
    }
    View view = new View(section, formats);
    views.add(view);
    return new OfferedSection(
        section.mid(),
        section.kind(),
        Direction.SEND,
        session.callId().toString(),
        view.ssrc,
        view.rtxSsrc,
        formats.stream().map(RemoteFormat::agreed).toList(),
        section.extensions());
  }

  /** Random SSRCs of 32 bits meet once in a hundred million answers of this size. */
  private static long freshSsrc() {
    return 1 + (RANDOM.nextInt() & 0x7fff_ffffL);
  }

  @Override
  List<Optional<OfferedSection>> sections() {
    return sections;
  }

  @Override
  List<String> sources() {
    return List.of();
  }

  /** Gives the free sections to those who are not shown yet; what is shown stays where it is. */
  @Override
  void arrange(List<ForwardedSession> seen) {
    List<UUID> people =
        seen.stream()
            .filter(each -> watched == null || watched.equals(each.participantId()))
            .sorted(Comparator.comparingInt(ViewingEndpoint::interest))
            .map(ForwardedSession::participantId)
            .distinct()
            .toList();
    for (View view : views) {
      if (view.participant != null && !people.contains(view.participant)) {
        view.participant = null;
      }
    }
    for (TrackSource source : TrackSlots.SOURCES) {
      people.forEach(person -> show(person, source));
    }
  }

  private static int interest(ForwardedSession session) {
    int known = BY_INTEREST.indexOf(session.role());
    return known < 0 ? BY_INTEREST.size() : known;
  }

  private void show(UUID person, TrackSource source) {
    if (views.stream().anyMatch(view -> view.shows(person, source))) {
      return;
    }
    views.stream()
        .filter(view -> view.section.kind() == TrackSlots.kindOf(source))
        .filter(view -> view.isFreeFor(source))
        .min(Comparator.comparing(view -> view.participant != null))
        .ifPresent(
            view -> {
              view.participant = person;
              view.source = source;
            });
  }

  @Override
  ConfigureEndpoint configuration(Serving serving) {
    List<SendTrack> send = new ArrayList<>();
    for (View view : views) {
      boolean shown = view.participant != null && !session.held();
      TrackSource source = view.participant == null ? first(view.section.kind()) : view.source;
      send.add(
          new SendTrack(
              view.section.mid(),
              view.section.kind(),
              source,
              shown ? serving.endpoint(view.participant) : Serving.NOWHERE,
              shown ? serving.mid(view.participant, source) : TrackSlots.midOf(source),
              view.ssrc,
              view.rtxSsrc,
              view.formats.stream().map(RemoteFormat::track).toList(),
              view.section.extensions()));
    }
    return new ConfigureEndpoint(id, remote(), List.of(), send);
  }

  private static TrackSource first(MediaKind kind) {
    return kind == MediaKind.AUDIO ? TrackSource.MICROPHONE : TrackSource.CAMERA;
  }

  @Override
  String midOf(TrackSource source) {
    return "none";
  }

  @Override
  boolean sends() {
    return false;
  }

  @Override
  Codec sendsOnly(MediaKind kind) {
    return null;
  }

  /** What every section of the kind can take; a kind that it does not watch limits nobody. */
  @Override
  List<String> receives(MediaKind kind) {
    List<View> ofKind = views.stream().filter(view -> view.section.kind() == kind).toList();
    return ofKind.isEmpty()
        ? null
        : Codecs.names(kind).stream()
            .filter(name -> ofKind.stream().allMatch(view -> takes(view, name)))
            .toList();
  }

  private static boolean takes(View view, String name) {
    return view.formats.stream().anyMatch(format -> format.own().name().equals(name));
  }
}
