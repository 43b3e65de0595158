package io.sightline.mixer;

import io.sightline.mixer.av.Libav;
import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures; run with {@code -Dmixer.sizes.seconds=30}. Appends to target/mixer-sizes.txt how large
 * an hour of two people side by side is in each profile and format. Easy content is a plain picture
 * with a moving bar, noisy content a picture in which every pixel changes: real calls lie between.
 */
@EnabledIfSystemProperty(named = "mixer.sizes.seconds", matches = "\\d+")
class ProfileSizesTest {
  private static final long SECOND = TestRecording.SECOND;

  @TempDir Path directory;

  @Test
  void anHourOfEachProfile() throws Exception {
    Libav.load();
    int seconds = Integer.getInteger("mixer.sizes.seconds");
    for (int noise : new int[] {0, 12}) {
      for (boolean large : new boolean[] {false, true}) {
        String content = (noise == 0 ? "easy" : "noisy") + (large ? "-720" : "-480");
        Path place = Files.createDirectory(directory.resolve(content));
        TestRecording made = Mixed.recording(place);
        for (TestRecording.Sender sender : List.of(TestPeople.AGENT, TestPeople.CUSTOMER)) {
          TestRecording.Sender noisy =
              new TestRecording.Sender(
                  sender.id(),
                  sender.role(),
                  0,
                  0,
                  sender.delayNs(),
                  sender.beepHz(),
                  sender.phaseNs(),
                  new TestVideoEncoder.Picture(80, 100, 150, noise));
          made.audio(noisy, 0, seconds * SECOND, i -> false);
          int height = large ? 720 : 480;
          made.video(noisy, "VP8", large ? 1280 : 640, height, 0, seconds * SECOND, i -> false);
        }
        made.write(true);
        for (String profile : large ? List.of("HD") : List.of("LD", "SD")) {
          measure(place, content, profile, seconds);
        }
      }
    }
  }

  private static void measure(Path place, String content, String profile, int seconds)
      throws Exception {
    Mixed mixed =
        Mixed.in(place, "side-by-side")
            .profile(profile)
            .output(profile + "8.webm", "webm", Map.of())
            .output(profile + "9.webm", "webm", Map.of("video", "vp9"))
            .output(profile + ".mp4", "mp4", Map.of())
            .output(profile + ".mp3", "mp3", Map.of())
            .output(profile + ".wav", "wav", Map.of())
            .output(profile + ".jpg", "poster", Map.of())
            .output(profile + "s.jpg", "contact-sheet", Map.of())
            .run();
    StringBuilder line = new StringBuilder(profile + " " + content + ", MB an hour:");
    for (JsonObject file : mixed.result().getJsonArray("files").getValuesAs(JsonObject.class)) {
      String name = file.getString("path").replaceAll(".*/", "");
      double bytes = file.getJsonNumber("bytes").doubleValue();
      double megabytes =
          file.getInt("durationMs") == 0 ? bytes / 1e6 : bytes / 1e6 * 3600 / seconds;
      line.append(String.format(Locale.ROOT, " %s %.1f", name, megabytes));
    }
    Files.writeString(
        Path.of("target", "mixer-sizes.txt"),
        line + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
