package io.sightline.mixer;

import io.sightline.mixer.av.Canvas;
import io.sightline.mixer.av.EncoderProfile;
import io.sightline.mixer.track.RecordingTracks.Track;
import io.sightline.mixer.track.TrackDescription;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who is seen where: the agent left, the customer right, others behind them in the order in which
 * they came, screens last. With up to two pictures they stand side by side, with more in a grid.
 * The places of agent and customer exist even when they sent no picture.
 *
 * @param cells all places, some of which may have no track
 * @param byTrack the place of each video track
 */
record Layout(int width, int height, List<Canvas.Cell> cells, Map<Track, Canvas.Cell> byTrack) {

  static Layout sideBySide(List<Track> tracks, EncoderProfile profile) {
    Map<String, List<Track>> places = new LinkedHashMap<>();
    List<Track> ordered =
        tracks.stream()
            .sorted(
                Comparator.comparingInt((Track track) -> rank(track.description()))
                    .thenComparingLong(Track::firstArrivalNs))
            .toList();
    Set<String> roles = new HashSet<>();
    for (Track track : ordered) {
      roles.add(track.description().role());
      if (track.description().video() || !track.description().screen()) {
        List<Track> shown =
            places.computeIfAbsent(place(track.description()), place -> new ArrayList<>());
        if (track.description().video()) {
          shown.add(track);
        }
      }
    }
    List<List<Track>> seats = new ArrayList<>(places.values());
    if (seats.size() == 1) {
      boolean customer = roles.contains("customer") || roles.contains("guest");
      seats.add(customer ? 0 : 1, List.of());
    }
    return arranged(seats, profile);
  }

  private static Layout arranged(List<List<Track>> seats, EncoderProfile profile) {
    int columns = seats.size() <= 2 ? 2 : (int) Math.ceil(Math.sqrt(seats.size()));
    int rows = (seats.size() + columns - 1) / columns;
    List<Canvas.Cell> cells = new ArrayList<>();
    Map<Track, Canvas.Cell> byTrack = new LinkedHashMap<>();
    for (int i = 0; i < seats.size(); i++) {
      Canvas.Cell cell =
          new Canvas.Cell(
              i % columns * profile.cellWidth,
              i / columns * profile.cellHeight,
              profile.cellWidth,
              profile.cellHeight);
      cells.add(cell);
      seats.get(i).forEach(track -> byTrack.put(track, cell));
    }
    return new Layout(columns * profile.cellWidth, rows * profile.cellHeight, cells, byTrack);
  }

  private static String place(TrackDescription description) {
    return description.participantId() + (description.screen() ? "/screen" : "");
  }

  private static int rank(TrackDescription description) {
    int behind = description.screen() ? 10 : 0;
    return behind
        + switch (description.role()) {
          case "agent" -> 0;
          case "customer" -> 1;
          default -> 2;
        };
  }
}
