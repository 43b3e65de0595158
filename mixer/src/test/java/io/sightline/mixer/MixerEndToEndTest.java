package io.sightline.mixer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sightline.mixer.av.Libav;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks at the content of what the program makes of recordings with known content. */
class MixerEndToEndTest {
  private static final long SECOND = TestRecording.SECOND;
  private static final long MS = TestRecording.MS;

  /** EBU R37: sound up to 40 ms before and 60 ms after the picture. */
  private static final double EARLY = 0.040;

  private static final double LATE = 0.060;

  private static final TestRecording.Sender AGENT =
      new TestRecording.Sender(
          "a0000000-0000-4000-8000-000000000001",
          "agent",
          1_234_567 * MS,
          0,
          20 * MS,
          800,
          0,
          new TestVideoEncoder.Picture(80, 90, 200));
  private static final TestRecording.Sender CUSTOMER =
      new TestRecording.Sender(
          "c0000000-0000-4000-8000-000000000002",
          "customer",
          -3_600_123 * MS,
          0,
          35 * MS,
          2000,
          500 * MS,
          new TestVideoEncoder.Picture(80, 200, 90));

  @TempDir Path directory;
  private final byte[] key = TestRecording.key(1);
  private final byte[] outputKey = TestRecording.key(2);

  @BeforeAll
  static void load() {
    Libav.load();
    assumeTrue(Witness.present(), "ffmpeg is not installed");
  }

  private MixerProcess mix(Path recording, Path... files) throws Exception {
    String job =
        MixerProcess.job("mix", recording, key, outputKey)
            .add("outputs", MixerProcess.outputs(files))
            .build()
            .toString();
    MixerProcess run = MixerProcess.run(directory, job);
    assertEquals(0, run.exitCode, run.log);
    return run;
  }

  private static void assertInStep(List<Double> flashes, List<Double> beeps, int atLeast) {
    int compared = 0;
    for (double flash : flashes) {
      double beep =
          beeps.stream()
              .min((a, b) -> Double.compare(Math.abs(a - flash), Math.abs(b - flash)))
              .orElse(Double.NaN);
      if (Math.abs(beep - flash) < 0.4) {
        double offset = beep - flash;
        assertTrue(offset > -EARLY && offset < LATE, "sound minus picture: " + offset);
        compared++;
      }
    }
    assertTrue(compared >= atLeast, flashes + " " + beeps);
  }

  private void assertTwoInStep(Path plain) throws Exception {
    float[] sound = Witness.sound(plain);
    List<Witness.Seen> left = Witness.pictures(plain, 0, 640);
    List<Witness.Seen> right = Witness.pictures(plain, 640, 640);
    assertInStep(Witness.flashes(left), Witness.onsets(sound, AGENT.beepHz()), 6);
    assertInStep(Witness.flashes(right), Witness.onsets(sound, CUSTOMER.beepHz()), 6);
    Witness.Seen calm =
        left.stream().filter(seen -> seen.seconds() > 2.3 && seen.luma() < 120).findFirst().get();
    assertEquals(200, calm.red(), 8);
    Witness.Seen other =
        right.stream().filter(seen -> seen.seconds() > 2.8 && seen.luma() < 120).findFirst().get();
    assertEquals(200, other.blue(), 8);
  }

  private TestRecording twoParties(Path recording, String codec) throws IOException {
    TestRecording made = new TestRecording(recording, key);
    made.audio(AGENT, 0, 9 * SECOND, i -> false);
    made.video(AGENT, codec, 640, 480, 0, 9 * SECOND, i -> false);
    made.audio(CUSTOMER, 0, 9 * SECOND, i -> false);
    made.video(CUSTOMER, codec, 640, 480, 0, 9 * SECOND, i -> false);
    return made;
  }

  @Test
  void bothPicturesAndVoicesAreInPlaceInBothFormats() throws Exception {
    Path recording = directory.resolve("recording");
    twoParties(recording, "VP8").write(true);
    Path webm = directory.resolve("mix.webm");
    Path mp4 = directory.resolve("mix.mp4");
    MixerProcess run = mix(recording, webm, mp4);
    assertEquals(1.0, run.lines.get(run.lines.size() - 2).getJsonNumber("progress").doubleValue());
    assertFalse(Files.exists(directory.resolve("mix.webm.part")));
    JsonObject result = run.result();
    assertEquals(9000, result.getInt("durationMs"), 150);
    for (Path file : List.of(webm, mp4)) {
      Path plain = MixerProcess.decrypted(file, outputKey);
      assertEquals("", Witness.complaints(plain));
      assertEquals(9.0, Witness.duration(plain), 0.2);
      assertTwoInStep(plain);
    }
    assertEquals("vp8,1280,480 opus", Witness.streams(directory.resolve("plain-mix.webm")));
    assertEquals("h264,1280,480 aac", Witness.streams(directory.resolve("plain-mix.mp4")));
  }

  @Test
  void h264IsMixedToo() throws Exception {
    Path recording = directory.resolve("recording");
    twoParties(recording, "H264").write(true);
    Path webm = directory.resolve("mix.webm");
    mix(recording, webm);
    Path plain = MixerProcess.decrypted(webm, outputKey);
    assertEquals("", Witness.complaints(plain));
    assertTwoInStep(plain);
  }

  @Test
  void remuxCopiesEachParticipant() throws Exception {
    Path recording = directory.resolve("recording");
    TestRecording made = new TestRecording(recording, key);
    made.audio(AGENT, 0, 9 * SECOND, i -> i > 200 && i < 230);
    made.video(AGENT, "VP8", 640, 480, 0, 9 * SECOND, i -> false);
    made.audio(CUSTOMER, SECOND, 9 * SECOND, i -> false);
    made.video(CUSTOMER, "H264", 320, 240, SECOND, 9 * SECOND, i -> false);
    made.write(true);
    String job =
        MixerProcess.job("remux", recording, key, outputKey)
            .add("outputDirectory", directory.resolve("out").toString())
            .build()
            .toString();
    MixerProcess run = MixerProcess.run(directory, job);
    assertEquals(0, run.exitCode, run.log);
    Path agent =
        MixerProcess.decrypted(directory.resolve("out/" + AGENT.id() + ".webm"), outputKey);
    assertEquals("", Witness.complaints(agent));
    assertEquals("vp8,640,480 opus", Witness.streams(agent));
    assertInStep(
        Witness.flashes(Witness.pictures(agent, 0, 640)),
        Witness.onsets(Witness.sound(agent), AGENT.beepHz()),
        6);
    Path customer =
        MixerProcess.decrypted(directory.resolve("out/" + CUSTOMER.id() + ".mp4"), outputKey);
    assertEquals("", Witness.complaints(customer));
    assertEquals("h264,320,240 opus", Witness.streams(customer));
    assertEquals(8.0, Witness.duration(customer), 0.2);
    assertInStep(
        Witness.flashes(Witness.pictures(customer, 0, 320)),
        Witness.onsets(Witness.sound(customer), CUSTOMER.beepHz()),
        6);
  }

  @Test
  void lossLateJoiningReconnectsAndNewSizesStayOnOneTimeline() throws Exception {
    Path recording = directory.resolve("recording");
    TestRecording made = new TestRecording(recording, key);
    Random random = new Random(9);
    made.audio(AGENT, 0, 14 * SECOND, i -> random.nextInt(20) == 0);
    made.video(AGENT, "VP8", 640, 480, 0, 14 * SECOND, i -> i > 0 && random.nextInt(200) == 0);
    made.audio(CUSTOMER, 3 * SECOND, 6 * SECOND, i -> false);
    made.video(CUSTOMER, "VP8", 640, 480, 3 * SECOND, 6 * SECOND, i -> false);
    made.audio(CUSTOMER, 8 * SECOND, 14 * SECOND, i -> false);
    made.video(CUSTOMER, "H264", 480, 640, 8 * SECOND, 14 * SECOND, i -> false);
    made.write(true);
    Path webm = directory.resolve("mix.webm");
    Path mp4 = directory.resolve("mix.mp4");
    JsonObject result = mix(recording, webm, mp4).result();
    assertTrue(
        result.getJsonArray("tracks").stream()
            .anyMatch(track -> track.asJsonObject().getInt("lost") > 20));
    for (Path file : List.of(webm, mp4)) {
      Path plain = MixerProcess.decrypted(file, outputKey);
      assertEquals("", Witness.complaints(plain));
      assertEquals(14.0, Witness.duration(plain), 0.2);
      float[] sound = Witness.sound(plain);
      List<Witness.Seen> right = Witness.pictures(plain, 640, 640);
      assertTrue(right.stream().filter(seen -> seen.seconds() < 2.8).allMatch(this::isCard));
      // After the reconnect the picture is upright: the middle shows it, the margins are black.
      List<Witness.Seen> middle = Witness.pictures(plain, 640 + 160, 320);
      assertInStep(Witness.flashes(middle), Witness.onsets(sound, CUSTOMER.beepHz()), 7);
      Witness.Seen late =
          middle.stream()
              .filter(seen -> seen.seconds() > 9.8 && seen.luma() < 130)
              .findFirst()
              .get();
      assertEquals(200, late.blue(), 8);
      Witness.Seen margin =
          Witness.pictures(plain, 640, 100).stream()
              .filter(seen -> seen.seconds() > 9.8)
              .findFirst()
              .get();
      assertEquals(16, margin.luma(), 4);
      assertInStep(
          Witness.flashes(Witness.pictures(plain, 0, 640)),
          Witness.onsets(sound, AGENT.beepHz()),
          4);
    }
  }

  private boolean isCard(Witness.Seen seen) {
    return Math.abs(seen.luma() - 44) < 4 && Math.abs(seen.blue() - 136) < 4;
  }

  @Test
  void aCutLogIsMixedToItsLastWholeChunk() throws Exception {
    Path recording = directory.resolve("recording");
    twoParties(recording, "VP8").write(false);
    for (int track = 0; track < 4; track++) {
      Path log = recording.resolve("track-" + track + ".sltl");
      byte[] bytes = Files.readAllBytes(log);
      Files.write(log, Arrays.copyOf(bytes, bytes.length * 2 / 3));
    }
    Path webm = directory.resolve("mix.webm");
    JsonObject result = mix(recording, webm).result();
    assertTrue(result.getInt("durationMs") > 4000 && result.getInt("durationMs") < 7500);
    Path plain = MixerProcess.decrypted(webm, outputKey);
    assertEquals("", Witness.complaints(plain));
  }

  @Test
  void aPauseIsSilentAndShowsACard() throws Exception {
    Path recording = directory.resolve("recording");
    TestRecording made = twoParties(recording, "VP8");
    made.pause(3_300 * MS, 5_800 * MS);
    made.write(true);
    Path webm = directory.resolve("mix.webm");
    JsonObject result = mix(recording, webm).result();
    Path plain = MixerProcess.decrypted(webm, outputKey);
    assertEquals("", Witness.complaints(plain));
    assertEquals(9.0, Witness.duration(plain), 0.2);
    assertTrue(
        Witness.pictures(plain, 0, 640).stream()
            .filter(seen -> seen.seconds() > 3.4 && seen.seconds() < 5.6)
            .allMatch(this::isCard));
    float[] sound = Witness.sound(plain);
    for (int i = (int) (3.6 * 48_000); i < 5.7 * 48_000; i++) {
      assertEquals(0, sound[i], 0.01);
    }
    assertEquals(
        4,
        result.getJsonArray("tracks").stream()
            .flatMap(track -> track.asJsonObject().getJsonArray("gaps").stream())
            .filter(gap -> gap.asJsonObject().getString("cause").equals("pause"))
            .count());
    assertTrue(
        result.getJsonArray("tracks").stream()
            .allMatch(track -> track.asJsonObject().getInt("lost") == 0));
    assertInStep(
        Witness.flashes(Witness.pictures(plain, 640, 640)),
        Witness.onsets(sound, CUSTOMER.beepHz()),
        3);
  }

  @Test
  void bothFormatsCanBeSearchedBeforeTheyAreWhole() throws Exception {
    Path recording = directory.resolve("recording");
    TestRecording made = new TestRecording(recording, key);
    made.audio(AGENT, 0, 5 * SECOND, i -> false);
    made.video(AGENT, "H264", 640, 480, 0, 3 * SECOND, i -> false);
    made.video(AGENT, "H264", 320, 240, 3 * SECOND, 5 * SECOND, i -> false);
    made.write(true);
    Path webm = directory.resolve("mix.webm");
    Path mp4 = directory.resolve("mix.mp4");
    mix(recording, webm, mp4);
    Path copied = directory.resolve("copied.mp4");
    String job =
        MixerProcess.job("remux", recording, key, outputKey)
            .add(
                "outputs",
                Json.createArrayBuilder()
                    .add(
                        Json.createObjectBuilder()
                            .add("participantId", AGENT.id())
                            .add("format", "mp4")
                            .add("path", copied.toString())))
            .build()
            .toString();
    MixerProcess remux = MixerProcess.run(directory, job);
    assertEquals(0, remux.exitCode, remux.log);
    for (Path file : List.of(mp4, copied)) {
      Path plain = MixerProcess.decrypted(file, outputKey);
      assertEquals("", Witness.complaints(plain));
      String text = new String(Files.readAllBytes(plain), StandardCharsets.ISO_8859_1);
      assertTrue(text.indexOf("moov") > 0 && text.indexOf("moov") < text.indexOf("mdat"));
    }
    byte[] cues = {0x1C, 0x53, (byte) 0xBB, 0x6B};
    String plain =
        new String(
            Files.readAllBytes(MixerProcess.decrypted(webm, outputKey)),
            StandardCharsets.ISO_8859_1);
    assertTrue(plain.lastIndexOf(new String(cues, StandardCharsets.ISO_8859_1)) > 0);
    List<Witness.Seen> seen = Witness.pictures(directory.resolve("plain-copied.mp4"), 0, 320);
    assertEquals(200, seen.get(seen.size() - 1).red(), 8);
  }

  @Test
  void anAudioRecordingHasNoVideo() throws Exception {
    Path recording = directory.resolve("recording");
    TestRecording made = new TestRecording(recording, key);
    made.audio(AGENT, 0, 5 * SECOND, i -> false);
    made.audio(CUSTOMER, 0, 5 * SECOND, i -> false);
    made.write(true);
    Path webm = directory.resolve("mix.webm");
    Path mp4 = directory.resolve("mix.mp4");
    mix(recording, webm, mp4);
    assertEquals("opus", Witness.streams(MixerProcess.decrypted(webm, outputKey)));
    assertEquals("aac", Witness.streams(MixerProcess.decrypted(mp4, outputKey)));
    float[] sound = Witness.sound(directory.resolve("plain-mix.webm"));
    List<Double> beeps = Witness.onsets(sound, AGENT.beepHz());
    assertEquals(List.of(1L, 2L, 3L, 4L), beeps.stream().map(Math::round).toList());
  }

  @Test
  void failuresHaveTheirExitCodesAndLeaveNoFile() throws Exception {
    Path recording = directory.resolve("recording");
    TestRecording made = new TestRecording(recording, key);
    made.audio(AGENT, 0, SECOND, i -> false);
    made.write(true);
    Path webm = directory.resolve("mix.webm");
    String wrongKey =
        MixerProcess.job("mix", recording, TestRecording.key(9), outputKey)
            .add("outputs", MixerProcess.outputs(webm))
            .build()
            .toString();
    MixerProcess unreadable = MixerProcess.run(directory, wrongKey);
    assertEquals(3, unreadable.exitCode, unreadable.log);
    assertEquals(2, MixerProcess.run(directory, "{").exitCode);
    assertEquals(2, MixerProcess.run(directory, wrongKey.replace("\"webm\"", "\"avi\"")).exitCode);
    String elsewhere =
        MixerProcess.job("mix", recording, key, outputKey)
            .add("outputs", MixerProcess.outputs(directory.resolve("absent/mix.webm")))
            .build()
            .toString();
    assertEquals(4, MixerProcess.run(directory, elsewhere).exitCode);
    try (Stream<Path> files = Files.list(directory)) {
      assertTrue(files.noneMatch(file -> file.toString().contains("mix.webm")));
    }
  }
}
