package io.sightline.mixer;

import io.sightline.mixer.track.TrackDescription;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * By how much each participant's sound lies behind their picture in a mixed file, as far as mixing
 * moved either from its time on the timeline: pictures to the next tick, sound to where the sample
 * before ended.
 */
final class AvOffsets {
  private static final class Side {
    final Spread picture = new Spread();
    final Spread sound = new Spread();
  }

  private AvOffsets() {}

  /**
   * Returns {@code p50}, the sound's median lag in ms, and {@code p95}, a bound for 95 of a hundred
   * moments without sign; of the participant with the greatest bound, and of each in {@code
   * participants}.
   */
  static JsonObject of(List<VideoFigures> videos, List<AudioTrack> audios) {
    Map<String, Side> sides = new LinkedHashMap<>();
    for (VideoFigures video : videos) {
      if (video.track.description().cameraPicture()) {
        side(sides, video.track.description()).picture.add(video.errors);
      }
    }
    for (AudioTrack audio : audios) {
      if (!audio.track.description().screen()) {
        side(sides, audio.track.description()).sound.add(audio.errors());
      }
    }
    JsonObjectBuilder participants = Json.createObjectBuilder();
    long median = 0;
    long bound = 0;
    for (Map.Entry<String, Side> entry : sides.entrySet()) {
      Side side = entry.getValue();
      if (side.picture.isEmpty() || side.sound.isEmpty()) {
        continue;
      }
      long soundMs = side.sound.median();
      long pictureMs = side.picture.median();
      long lag = soundMs - pictureMs;
      long reach = Math.abs(lag) + side.sound.reach(soundMs) + side.picture.reach(pictureMs);
      participants.add(
          entry.getKey(), Json.createObjectBuilder().add("p50", lag).add("p95", reach));
      if (reach >= bound) {
        bound = reach;
        median = lag;
      }
    }
    return Json.createObjectBuilder()
        .add("p50", median)
        .add("p95", bound)
        .add("participants", participants)
        .build();
  }

  private static Side side(Map<String, Side> sides, TrackDescription description) {
    return sides.computeIfAbsent(description.participantId(), id -> new Side());
  }
}
