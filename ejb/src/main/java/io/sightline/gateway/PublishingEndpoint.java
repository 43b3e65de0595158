package io.sightline.gateway;

import io.sightline.call.MediaPlane.ForwardedSession;
import io.sightline.gateway.sdp.OfferedSection;
import io.sightline.gateway.sdp.OfferedSection.Direction;
import io.sightline.gateway.sdp.RemoteOffer;
import io.sightline.gateway.sdp.RemoteSection;
import io.sightline.gateway.sdp.RemoteSection.RemoteFormat;
import io.sightline.gateway.sdp.UnacceptableOfferException;
import io.sightline.media.api.Codec;
import io.sightline.media.api.ConfigureEndpoint;
import io.sightline.media.api.MediaKind;
import io.sightline.media.api.ReceiveTrack;
import io.sightline.media.api.TrackSource;
import io.sightline.media.api.TransportParameters;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The end of media of a client that publishes by WHIP. It sends each kind in one codec, chosen when
 * it came: the first of the tenant's order that it offers and those present can decode.
 */
final class PublishingEndpoint extends FixedEndpoint {
  private final List<Optional<OfferedSection>> sections = new ArrayList<>();
  private final Map<TrackSource, ReceiveTrack> tracks = new EnumMap<>(TrackSource.class);
  private final Map<MediaKind, Codec> own = new EnumMap<>(MediaKind.class);

  /**
   * An endpoint for an offer.
   *
   * @param screen whether the first picture is a screen's
   * @param common what those who receive can decode
   */
  PublishingEndpoint(
      UUID id,
      ForwardedSession session,
      RemoteOffer offer,
      TransportParameters server,
      boolean screen,
      CodecOrder order,
      Map<MediaKind, List<Codec>> common)
      throws UnacceptableOfferException {
    super(id, session, offer, server);
    for (RemoteSection section : offer.sections()) {
      TrackSource source = section.sends() ? source(section.kind(), screen) : null;
      sections.add(
          source == null
              ? Optional.empty()
              : Optional.of(take(section, source, order, common.get(section.kind()))));
    }
    if (tracks.isEmpty()) {
      throw new UnacceptableOfferException("Offer at least one section with a=sendonly.");
    }
  }

  /** What the next section of a kind is; null when there is no more room. */
  private TrackSource source(MediaKind kind, boolean screen) {
    List<TrackSource> wanted =
        kind == MediaKind.AUDIO
            ? List.of(TrackSource.MICROPHONE)
            : screen
                ? List.of(TrackSource.SCREEN, TrackSource.CAMERA)
                : List.of(TrackSource.CAMERA, TrackSource.SCREEN);
    return wanted.stream().filter(each -> !tracks.containsKey(each)).findFirst().orElse(null);
  }

  private OfferedSection take(
      RemoteSection section, TrackSource source, CodecOrder order, List<Codec> common)
      throws UnacceptableOfferException {
    RemoteFormat format = choose(section, order, common);
    own.put(section.kind(), format.own());
    tracks.put(
        source,
        new ReceiveTrack(
            section.mid(),
            section.kind(),
            source,
            List.of(format.track()),
            section.extensions(),
            section.ssrcs()));
    return new OfferedSection(
        section.mid(),
        section.kind(),
        Direction.RECEIVE,
        null,
        -1,
        -1,
        List.of(format.agreed()),
        section.extensions());
  }

  private RemoteFormat choose(RemoteSection section, CodecOrder order, List<Codec> common)
      throws UnacceptableOfferException {
    List<RemoteFormat> usable = section.usable(order.names(section.kind()));
    Codec before = own.get(section.kind());
    return usable.stream()
        .filter(format -> before == null || format.own().equals(before))
        .filter(format -> common.contains(format.own()))
        .findFirst()
        .or(() -> usable.stream().findFirst())
        .orElseThrow(() -> order.nothingOf(section.kind()));
  }

  @Override
  List<Optional<OfferedSection>> sections() {
    return sections;
  }

  @Override
  List<String> sources() {
    return tracks.keySet().stream().map(source -> source.name().toLowerCase(Locale.ROOT)).toList();
  }

  @Override
  ConfigureEndpoint configuration(Serving serving) {
    return new ConfigureEndpoint(id, remote(), List.copyOf(tracks.values()), List.of());
  }

  @Override
  void arrange(List<ForwardedSession> seen) {
    // it gets nothing, whoever is there
  }

  @Override
  String midOf(TrackSource source) {
    ReceiveTrack track = tracks.get(source);
    return track == null ? "none" : track.mid();
  }

  @Override
  boolean sends() {
    return true;
  }

  @Override
  Codec sendsOnly(MediaKind kind) {
    return own.get(kind);
  }

  @Override
  List<String> receives(MediaKind kind) {
    return null;
  }
}
