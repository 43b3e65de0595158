package io.sightline.mixer;

import static io.sightline.mixer.TestPeople.AGENT;
import static io.sightline.mixer.TestPeople.BLACK;
import static io.sightline.mixer.TestPeople.CARD;
import static io.sightline.mixer.TestPeople.CUSTOMER;
import static io.sightline.mixer.TestPeople.assertSeen;
import static io.sightline.mixer.TestPeople.inside;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sightline.mixer.av.Libav;
import io.sightline.testsupport.content.AvSync;
import io.sightline.testsupport.content.MediaContent;
import io.sightline.testsupport.content.Region;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Looks at mixes of calls in which something does not go straight. */
class AwkwardCallTest {
  private static final long SECOND = TestRecording.SECOND;
  private static final long MS = TestRecording.MS;

  /** EBU R37, for 95 of a hundred: sound up to 40 ms before and 60 ms behind the picture. */
  private static final double EARLY_MS = 40;

  private static final double LATE_MS = -60;

  /** ITU-R BT.1359, at 5 % loss. */
  private static final double LOSSY_EARLY_MS = 45;

  private static final double LOSSY_LATE_MS = -125;

  @TempDir Path directory;

  @BeforeAll
  static void load() {
    Libav.load();
    assumeTrue(Witness.present(), "ffmpeg is not installed");
  }

  private static void assertInStep(
      MediaContent content,
      Region region,
      TestRecording.Sender sender,
      int atLeast,
      double latest,
      double earliest)
      throws IOException {
    AvSync sync =
        AvSync.of(
            Witness.flashes(content.video(), region),
            content.audio().onsets(sender.beepHz(), 2_000));
    assertTrue(sync.leadMillis().size() >= atLeast, sync.toString());
    assertTrue(sync.earliestMillis() < earliest && sync.latestMillis() > latest, sync.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"VP8", "VP9", "H264", "AV1"})
  void anyCodecIsMixedWithG722(String codec) throws Exception {
    TestRecording made = Mixed.recording(directory);
    made.g722(AGENT, 0, 4 * SECOND);
    made.video(AGENT, codec, 160, 120, 0, 4 * SECOND, i -> false);
    made.audio(CUSTOMER, 0, 4 * SECOND, i -> false);
    made.write(true);
    Mixed mixed = Mixed.in(directory, "side-by-side");
    MediaContent content = mixed.webm();
    assertSeen(content, 2.8, Region.LEFT, AGENT.colour());
    assertInStep(content, Region.LEFT, AGENT, 3, LATE_MS, EARLY_MS);
    JsonObject video = mixed.track(AGENT.id(), "video");
    assertEquals(codec, video.getString("codec"));
    assertEquals(0, video.getInt("undecodable"));
    assertEquals("G722", mixed.track(AGENT.id(), "audio").getString("codec"));
  }

  @Test
  void anotherCodecAndShapeInMidCallGoOnInTheSamePlace() throws Exception {
    TestRecording made = Mixed.recording(directory);
    made.audio(AGENT, 0, 3 * SECOND, i -> false);
    made.video(AGENT, "VP8", 160, 120, 0, 3 * SECOND, i -> false);
    made.audio(AGENT, 3 * SECOND, 6 * SECOND, i -> false);
    made.video(AGENT, "H264", 120, 160, 3 * SECOND, 6 * SECOND, i -> false);
    made.write(true);
    MediaContent content = Mixed.in(directory, "side-by-side").webm();
    assertSeen(content, 1.8, inside(640, 240, 0, 0, 320, 240), AGENT.colour());
    Region middle = inside(640, 240, 70, 0, 180, 240);
    assertSeen(content, 4.8, middle, AGENT.colour());
    assertSeen(content, 4.8, inside(640, 240, 0, 0, 70, 240), BLACK);
    assertInStep(content, middle, AGENT, 4, LATE_MS, EARLY_MS);
    assertTrue(content.video().longestGapSeconds() < 1.2, "the picture stands");
  }

  @Test
  void aPhoneThatIsTurnedIsShownUpright() throws Exception {
    TestRecording made = Mixed.recording(directory);
    made.turned(ns -> ns < 2 * SECOND ? 0 : 1);
    made.video(AGENT, "VP8", 160, 120, 0, 4 * SECOND, i -> false);
    made.write(true);
    MediaContent content = Mixed.in(directory, "side-by-side").webm();
    Region margin = inside(640, 240, 0, 0, 70, 240);
    assertSeen(content, 1.8, margin, AGENT.colour());
    assertSeen(content, 3.3, margin, BLACK);
    assertSeen(content, 3.3, inside(640, 240, 70, 0, 180, 240), AGENT.colour());
  }

  @Test
  void whoComesBackWithAnotherDeviceIsThereAgain() throws Exception {
    TestRecording made = Mixed.recording(directory);
    made.audio(AGENT, 0, 12 * SECOND, i -> false);
    made.audio(CUSTOMER, 0, 3 * SECOND, i -> false);
    made.video(CUSTOMER, "VP8", 160, 120, 0, 3 * SECOND, i -> false);
    made.audio(CUSTOMER, 9 * SECOND, 12 * SECOND, i -> false);
    made.video(CUSTOMER, "VP9", 160, 120, 9 * SECOND, 12 * SECOND, i -> false);
    made.write(true);
    Mixed mixed = Mixed.in(directory, "side-by-side");
    MediaContent content = mixed.webm();
    assertSeen(content, 2.2, Region.RIGHT, CUSTOMER.colour());
    assertSeen(content, 6, Region.RIGHT, CARD);
    assertSeen(content, 11.2, Region.RIGHT, CUSTOMER.colour());
    assertInStep(content, Region.RIGHT, CUSTOMER, 4, LATE_MS, EARLY_MS);
    JsonObject gap = mixed.track(CUSTOMER.id(), "video").getJsonArray("gaps").getJsonObject(0);
    assertEquals("reconnect", gap.getString("cause"));
    assertEquals(3000, gap.getInt("fromMs"), 150);
    assertEquals(9000, gap.getInt("toMs"), 150);
  }

  @Test
  void fivePercentLossIsCountedAndFreezesAreTold() throws Exception {
    TestRecording made = Mixed.recording(directory);
    Random random = new Random(5);
    made.audio(AGENT, 0, 8 * SECOND, i -> random.nextInt(20) == 0);
    // Key frames come every three seconds: what is lost in between freezes the picture until then.
    made.video(AGENT, "VP8", 160, 120, 0, 8 * SECOND, i -> i > 40 && random.nextInt(20) == 0);
    made.write(true);
    Mixed mixed = Mixed.in(directory, "side-by-side");
    MediaContent content = mixed.webm();
    assertInStep(content, Region.LEFT, AGENT, 2, LOSSY_LATE_MS, LOSSY_EARLY_MS);
    JsonObject video = mixed.track(AGENT.id(), "video");
    assertTrue(video.getInt("lost") >= 5, video.toString());
    int frozen = video.getInt("frozenMs");
    assertTrue(frozen > 500 && frozen < 7_000, video.toString());
    List<JsonObject> gaps = video.getJsonArray("gaps").getValuesAs(JsonObject.class);
    assertTrue(gaps.stream().allMatch(gap -> gap.getString("cause").equals("loss")));
    long told = gaps.stream().mapToLong(g -> g.getInt("toMs") - g.getInt("fromMs")).sum();
    assertEquals(told, frozen, gaps.size() + 2);
    double standing = content.video().longestGapSeconds();
    assertTrue(
        gaps.stream().anyMatch(g -> g.getInt("toMs") - g.getInt("fromMs") > 200), "" + standing);
  }

  @Test
  void aPauseLeavesNothingBehind() throws Exception {
    TestRecording made = Mixed.recording(directory);
    // A tone and a colour that exist in the paused stretch only.
    TestRecording.Sender secret =
        new TestRecording.Sender(
            AGENT.id(),
            "agent",
            AGENT.ntpOffsetNs(),
            0,
            20 * MS,
            1_700,
            0,
            TestPeople.SCREEN.colour());
    made.audio(AGENT, 0, 3 * SECOND, i -> false);
    made.video(AGENT, "VP8", 160, 120, 0, 3 * SECOND, i -> false);
    made.audio(secret, 3 * SECOND, 4_500 * MS, i -> false, ns -> true);
    made.video(secret, "VP8", 160, 120, 3 * SECOND, 4_500 * MS, i -> false);
    made.audio(AGENT, 5 * SECOND, 8 * SECOND, i -> false);
    made.video(AGENT, "VP8", 160, 120, 5 * SECOND, 8 * SECOND, i -> false);
    made.pause(3 * SECOND, 4_800 * MS);
    made.write(true);
    Mixed mixed = Mixed.in(directory, "side-by-side");
    MediaContent content = mixed.webm();
    assertEquals(8.0, content.decodedSeconds(), 0.2);
    for (double at = 0; at < 7.6; at += 0.2) {
      double level = content.audio().level(1_700, at, at + 0.2);
      assertTrue(level < 30, at + " s: " + level);
    }
    assertTrue(content.audio().level(AudioMixer.TONE_HZ, 2.95, 3.2) > 2_000, "no beep");
    assertTrue(content.audio().peak(3.3, 4.7) < 40, "not silent");
    for (double at = 3.1; at < 4.6; at += 0.1) {
      assertSeen(content, at, Region.LEFT, CARD);
      assertSeen(content, at, new Region(0, 0, 1, 0.3), CARD);
    }
    int colour = TestPeople.rgbNumber(secret.colour());
    assertEquals(0, content.video().share(Region.LEFT, colour, 20));
    assertInStep(content, Region.LEFT, AGENT, 2, LATE_MS, EARLY_MS);
    JsonObject truth = mixed.result().getJsonObject("truth");
    assertEquals(1_800, truth.getInt("pausedMs"), 1);
    assertEquals(8_000 - 1_800, truth.getInt("mediaMs"), 200);
  }

  @Test
  void aLogThatGoesOnInAnotherFileIsOneTrack() throws Exception {
    TestRecording made = Mixed.recording(directory);
    made.audio(AGENT, 0, 6 * SECOND, i -> false);
    made.video(AGENT, "VP8", 160, 120, 0, 6 * SECOND, i -> false);
    made.writeBroken(3_400 * MS);
    Mixed mixed = Mixed.in(directory, "side-by-side");
    MediaContent content = mixed.webm();
    assertEquals(6.0, content.decodedSeconds(), 0.2);
    assertInStep(content, Region.LEFT, AGENT, 5, LATE_MS, EARLY_MS);
    assertEquals(2, mixed.result().getJsonArray("tracks").size());
    JsonObject video = mixed.track(AGENT.id(), "video");
    assertEquals(0, video.getInt("lost"));
    assertTrue(video.getJsonArray("gaps").isEmpty(), video.toString());
  }

  @Test
  void aScreenRecordedWithVoicesOnlyFillsThePicture() throws Exception {
    TestRecording made = Mixed.recording(directory);
    made.audio(AGENT, 0, 3 * SECOND, i -> false);
    made.audio(CUSTOMER, 0, 3 * SECOND, i -> false);
    made.screen(TestPeople.SCREEN, 320, 180, 0, 3 * SECOND);
    made.write(true);
    MediaContent content = Mixed.in(directory, null).webm();
    assertSeen(content, 1.8, inside(640, 360, 480, 0, 160, 360), TestPeople.SCREEN.colour());
    assertSeen(content, 1.8, Region.LEFT, TestPeople.SCREEN.colour());
  }
}
