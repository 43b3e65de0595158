package io.sightline.mixer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recording that is mixed in two segments shows and sounds as if there were one. */
class SegmentsTest {
  private static final long SECOND = TestRecording.SECOND;
  private static final int LD_FRAMES_PER_SECOND = 15;
  private static final int SECONDS = 152;

  /** Where the second segment begins. */
  private static final int SEAM = 120;

  /** A picture of LD stands for 67 ms, and one of the camera for 33 ms. */
  private static final double PICTURE_SECONDS = 0.1;

  /** The tone's onset is found in windows of 5 ms; Opus smears it a little. */
  private static final double SOUND_SECONDS = 0.02;

  /** The customer's network takes so much longer than the agent's; no clock tells of that. */
  private static final double LATER_SECONDS = 0.01;

  private static final byte[] KEY = TestRecording.key(5);

  private static final TestRecording.Sender AGENT =
      new TestRecording.Sender(
          "agent", "agent", 0, 0, 20_000_000, 500, 0, new TestVideoEncoder.Picture(80, 100, 150));
  private static final TestRecording.Sender CUSTOMER =
      new TestRecording.Sender(
          "customer",
          "customer",
          5 * SECOND,
          0,
          30_000_000,
          900,
          SECOND / 2,
          new TestVideoEncoder.Picture(110, 150, 100));

  @TempDir Path directory;

  @Test
  void partsLieEndToEndAndBeginAtTheGridOfKeyFrames() {
    assertEquals(List.of(new Segment(0, 0, 1, 0)), Segment.of(1, 25));
    assertEquals(1, Segment.of(149 * 25, 25).size());
    List<Segment> hour = Segment.of(3600L * 25 + 7, 25);
    assertEquals(30, hour.size());
    long end = 0;
    for (Segment segment : hour) {
      assertEquals(end, segment.firstTick());
      assertEquals(0, segment.firstTick() % 100);
      assertTrue(segment.warmUpTick() <= segment.firstTick());
      end = segment.endTick();
    }
    assertEquals(3600L * 25 + 7, end);
  }

  @Test
  void nothingIsLostOrDoubledAtASeamAndTheBytesDoNotDependOnWorkers() throws Exception {
    Path recording = directory.resolve("recording");
    TestRecording made = new TestRecording(recording, KEY);
    made.audio(AGENT, 0, SECONDS * SECOND, i -> false);
    made.video(AGENT, "VP8", 160, 120, 0, SECONDS * SECOND, i -> false);
    made.audio(CUSTOMER, 100 * SECOND, SECONDS * SECOND, i -> false);
    made.video(CUSTOMER, "VP8", 160, 120, 100 * SECOND, SECONDS * SECOND, i -> false);
    made.write(true);
    JsonObject one = mix(recording, 1, directory.resolve("one.webm"));
    Path file = directory.resolve("two.webm");
    JsonObject two = mix(recording, 2, file);
    assertEquals(sha256(one), sha256(two));
    assertEquals(one.getJsonArray("tracks"), two.getJsonArray("tracks"));
    assertAllDecoded(two.getJsonArray("tracks"));

    Path plain = MixerProcess.decrypted(file, KEY);
    assertEquals("", Witness.complaints(plain));
    List<Witness.Seen> left = Witness.pictures(plain, 0, 320);
    assertEveryPicture(left);
    assertEachSecond(Witness.flashes(left), 1, 0, PICTURE_SECONDS);
    assertEachSecond(Witness.flashes(Witness.pictures(plain, 320, 320)), 100, 0.5, PICTURE_SECONDS);
    float[] sound = Witness.sound(plain);
    assertEachSecond(Witness.onsets(sound, AGENT.beepHz()), 1, 0, SOUND_SECONDS);
    assertEachSecond(
        Witness.onsets(sound, CUSTOMER.beepHz()), 100, 0.5 + LATER_SECONDS, SOUND_SECONDS);
  }

  /** The bar moves in every picture, so that each has to be there, at its own time. */
  private static void assertEveryPicture(List<Witness.Seen> pictures) {
    double before = -1.0 / LD_FRAMES_PER_SECOND;
    for (Witness.Seen picture : pictures) {
      double step = picture.seconds() - before;
      assertEquals(1.0 / LD_FRAMES_PER_SECOND, step, 0.002, "at " + picture.seconds() + " s");
      before = picture.seconds();
    }
    assertEquals(SECONDS * LD_FRAMES_PER_SECOND, pictures.size(), LD_FRAMES_PER_SECOND / 2.0);
  }

  private static void assertEachSecond(
      List<Double> events, int first, double phase, double tolerance) {
    assertTrue(events.stream().anyMatch(event -> Math.abs(event - SEAM) < 1));
    double drift = events.get(0) - first - phase;
    assertEquals(0, drift, tolerance, "the first event");
    for (int i = 0; i < events.size(); i++) {
      assertEquals(first + i + phase + drift, events.get(i), tolerance, "event " + i);
    }
    assertEquals(SECONDS - first, events.size(), 1);
  }

  private static void assertAllDecoded(JsonArray tracks) {
    for (JsonObject track : tracks.getValuesAs(JsonObject.class)) {
      if (track.getString("kind").equals("video")) {
        int seconds = track.getString("participantId").equals("agent") ? SECONDS : SECONDS - 100;
        assertEquals(seconds * 30, track.getInt("decoded"), 2);
        assertEquals(0, track.getInt("undecodable"));
        assertEquals(0, track.getInt("lost"));
      }
    }
  }

  private static String sha256(JsonObject result) {
    return result.getJsonArray("files").getJsonObject(0).getString("sha256");
  }

  private JsonObject mix(Path recording, int workers, Path file) throws Exception {
    String job =
        MixerProcess.job("mix", recording, KEY, KEY)
            .add("profile", "LD")
            .add("workers", workers)
            .add("outputs", MixerProcess.outputs(file))
            .build()
            .toString();
    MixerProcess run = MixerProcess.run(directory, job);
    assertEquals(0, run.exitCode, run.log);
    assertTrue(Files.exists(file));
    return run.result();
  }
}
