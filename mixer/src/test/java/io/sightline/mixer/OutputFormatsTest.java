package io.sightline.mixer;

import static io.sightline.mixer.TestPeople.AGENT;
import static io.sightline.mixer.TestPeople.CUSTOMER;
import static io.sightline.mixer.TestPeople.assertSeen;
import static io.sightline.mixer.TestPeople.inside;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sightline.mixer.av.Libav;
import io.sightline.testsupport.content.AudioTimeline;
import io.sightline.testsupport.content.MediaContent;
import io.sightline.testsupport.content.Region;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks into each kind of file that a mix can be. */
class OutputFormatsTest {
  private static final long SECOND = TestRecording.SECOND;

  /** A tone that is there, and one that is not, of 32768. */
  private static final double HEARD = 2_000;

  private static final double UNHEARD = 100;

  /** Leads of two encoders and a window of 10 ms may add up to this. */
  private static final double EXACT_SECONDS = 0.03;

  @TempDir Path directory;

  @BeforeAll
  static void load() {
    Libav.load();
    assumeTrue(Witness.present(), "ffmpeg is not installed");
  }

  private void twoPeople(long seconds) throws Exception {
    TestRecording made = Mixed.recording(directory);
    for (TestRecording.Sender sender : List.of(AGENT, CUSTOMER)) {
      made.audio(sender, 0, seconds * SECOND, i -> false);
      made.video(sender, "VP8", 160, 120, 0, seconds * SECOND, i -> false);
    }
    made.write(true);
  }

  @Test
  void soundAloneIsMixedOrSplit() throws Exception {
    twoPeople(4);
    Map<String, String> split = Map.of("channels", "agent-customer");
    Mixed mixed =
        Mixed.in(directory, "side-by-side")
            .output("mix.mp3", "mp3", Map.of())
            .output("split.mp3", "mp3", split)
            .output("mix.wav", "wav", Map.of("channels", "mix"))
            .output("split.wav", "wav", split)
            .run();
    for (String format : List.of("mp3", "wav")) {
      MediaContent mix = mixed.open("mix." + format, format);
      assertEquals(List.of(format.equals("mp3") ? "mp3" : "pcm_s16le"), mix.codecs());
      assertEquals(4.0, mix.decodedSeconds(), 0.15);
      assertEquals(1, mix.probe().getJsonArray("streams").getJsonObject(0).getInt("channels"));
      assertEquals(1.0, first(mix.audio(), AGENT), EXACT_SECONDS);
      assertEquals(1.5, first(mix.audio(), CUSTOMER), EXACT_SECONDS);
      MediaContent both = mixed.open("split." + format, format);
      assertEquals(2, both.probe().getJsonArray("streams").getJsonObject(0).getInt("channels"));
      assertTrue(level(both.channel(0), AGENT, 2) > HEARD);
      assertTrue(level(both.channel(1), AGENT, 2) < UNHEARD);
      assertTrue(level(both.channel(1), CUSTOMER, 2.5) > HEARD);
      assertTrue(level(both.channel(0), CUSTOMER, 2.5) < UNHEARD);
    }
    JsonObject first = mixed.result().getJsonArray("files").getJsonObject(0);
    assertEquals("audio/mpeg", first.getString("mime"));
    assertTrue(mixed.track(AGENT.id(), "video").getInt("received") > 100);
  }

  private static double first(AudioTimeline sound, TestRecording.Sender sender) {
    return sound.onsets(sender.beepHz(), HEARD).get(0);
  }

  private static double level(AudioTimeline sound, TestRecording.Sender sender, double at) {
    return sound.level(sender.beepHz(), at - 0.04, at + 0.17);
  }

  @Test
  void vp9AndStillPicturesShowTheSame() throws Exception {
    twoPeople(4);
    Mixed mixed =
        Mixed.in(directory, "side-by-side")
            .output("mix.webm", "webm", Map.of("video", "vp9"))
            .output("mix.mp4", "mp4", Map.of())
            .output("poster.jpg", "poster", Map.of())
            .output("sheet.jpg", "contact-sheet", Map.of())
            .run();
    MediaContent webm = mixed.open("mix.webm", "webm");
    assertEquals(List.of("vp9", "opus"), webm.codecs());
    MediaContent poster = mixed.open("poster.jpg", "jpeg");
    assertEquals("640x240", poster.pictureSize());
    for (MediaContent content : List.of(webm, mixed.open("mix.mp4", "mp4"))) {
      assertSeen(content, 2.8, Region.LEFT, AGENT.colour());
      assertSeen(content, 2.8, Region.RIGHT, CUSTOMER.colour());
    }
    assertSeen(poster, 0, Region.LEFT, AGENT.colour());
    MediaContent sheet = mixed.open("sheet.jpg", "jpeg");
    // Sixteen of 320x120 with a border of 4 around each.
    assertEquals("1300x500", sheet.pictureSize());
    assertSeen(sheet, 0, inside(1300, 500, 2 * 324 + 4, 128, 160, 100), AGENT.colour());
    assertSeen(sheet, 0, inside(1300, 500, 3 * 324 + 164, 376, 160, 100), CUSTOMER.colour());
    JsonObject still = mixed.result().getJsonArray("files").getJsonObject(2);
    assertEquals("poster", still.getString("format"));
    assertEquals("image/jpeg", still.getString("mime"));
    JsonObject offsets =
        mixed.result().getJsonArray("files").getJsonObject(0).getJsonObject("avOffsetMs");
    assertTrue(Math.abs(offsets.getInt("p50")) <= 40 && offsets.getInt("p95") <= 60, "" + offsets);
  }

  @Test
  void aRecordingWithoutPicturesHasAPosterToo() throws Exception {
    TestRecording made = Mixed.recording(directory);
    made.audio(AGENT, 0, 2 * SECOND, i -> false);
    made.write(true);
    Mixed mixed =
        Mixed.in(directory, null)
            .with("names", Map.of(AGENT.id(), "Jos\u00e9"))
            .output("poster.jpg", "poster", Map.of())
            .output("mix.webm", "webm", Map.of())
            .run();
    assertSeen(
        mixed.open("poster.jpg", "jpeg"), 0, new Region(0.1, 0.1, 0.4, 0.3), TestPeople.CARD);
    assertEquals(List.of("opus"), mixed.open("mix.webm", "webm").codecs());
  }
}
