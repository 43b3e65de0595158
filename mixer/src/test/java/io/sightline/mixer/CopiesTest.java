package io.sightline.mixer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.mixer.av.Libav;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies that are made while their recording runs, against those that are made of the whole. */
class CopiesTest {
  private static final long SECOND = TestRecording.SECOND;

  /** What is copied may lie so much elsewhere than by a clock that knows everything, in ms. */
  private static final double IN_STEP_MS = 40;

  /** What may be left to do at the end: what came since the last turn, and what had to settle. */
  private static final long LEFT_SECONDS = 6;

  /** A phone whose clock is ahead and runs too fast, by more than most do. */
  private static final TestRecording.Sender PHONE =
      new TestRecording.Sender(
          "agent-1",
          "agent",
          77 * SECOND,
          80e-6,
          45 * TestRecording.MS,
          800,
          0,
          new TestVideoEncoder.Picture(80, 90, 200));

  /** What a file that is being written holds in memory: a segment, a cluster, a buffer. */
  private static final long HELD_BYTES = 3 << 16;

  private final byte[] key = TestRecording.key(3);
  private final byte[] outputKey = TestRecording.key(4);
  @TempDir private Path directory;
  private TestRecording made;

  @BeforeAll
  static void load() {
    Libav.load();
  }

  @BeforeEach
  void begin() {
    made = new TestRecording(directory.resolve("whole"), key);
  }

  private Path out(String name) {
    return directory.resolve(name);
  }

  private Copies copies(String recording, String to) {
    return new Copies(out(recording), key, outputKey, out(to));
  }

  private JsonObject copyWhole() throws Exception {
    try (Copies copies = copies("whole", "of-whole")) {
      copies.finish(done -> {});
      return copies.verified(done -> {});
    }
  }

  /** Copies in turns of two seconds; answers how much was there of each file before the end. */
  private JsonObject follow(long seconds) throws Exception {
    made.write(true);
    GrowingLogs logs = new GrowingLogs(out("whole"), out("growing"), key);
    try (Copies copies = copies("growing", "followed")) {
      for (long now = 0; now < seconds; now += 2) {
        logs.growTo(now * SECOND);
        copies.advance();
      }
      long before = size("followed");
      logs.growAll();
      JsonArray published = copies.finish(done -> {}).getJsonArray("files");
      for (JsonObject file : published.getValuesAs(JsonObject.class)) {
        assertTrue(Files.exists(Path.of(file.getString("path"))), file.toString());
      }
      long all = size("followed");
      long held = published.size() * HELD_BYTES;
      double share = (double) (seconds - LEFT_SECONDS) / seconds;
      assertTrue(before > share * all - held, "copied before: " + before + " of " + all);
      return copies.verified(done -> {});
    }
  }

  private long size(String place) throws IOException {
    long size = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(out(place))) {
      for (Path file : files) {
        size += Files.size(file);
      }
    }
    return size;
  }

  private static double[] times(Path file, String stream) throws Exception {
    return Witness.packetTimes(file, stream);
  }

  private double[] times(JsonObject copy, String stream) throws Exception {
    double offset = copy.getInt("offsetMs") / 1000.0;
    double[] times =
        times(MixerProcess.decrypted(Path.of(copy.getString("path")), outputKey), stream);
    for (int i = 0; i < times.length; i++) {
      times[i] += offset;
    }
    return times;
  }

  private void assertSame(JsonObject whole, JsonObject followed) throws Exception {
    JsonArray expected = whole.getJsonArray("files");
    JsonArray found = followed.getJsonArray("files");
    assertEquals(expected.size(), found.size());
    for (int i = 0; i < expected.size(); i++) {
      JsonObject one = expected.getJsonObject(i);
      JsonObject other = found.getJsonObject(i);
      assertEquals(one.getString("participantId"), other.getString("participantId"));
      assertEquals("", Witness.complaints(decrypted(other)));
      double[] pictures = times(one, "v");
      assertArrayEquals(pictures, times(other, "v"), IN_STEP_MS / 1000, "times of pictures");
      assertTrue(pictures.length > 100, "pictures: " + pictures.length);
      assertEquals(last(times(one, "a")), last(times(other, "a")), IN_STEP_MS / 1000);
    }
    JsonArray tracks = whole.getJsonArray("tracks");
    for (int i = 0; i < tracks.size(); i++) {
      JsonObject one = tracks.getJsonObject(i);
      JsonObject other = followed.getJsonArray("tracks").getJsonObject(i);
      for (String figure : new String[] {"received", "lost", "copied", "discarded"}) {
        assertEquals(one.getInt(figure), other.getInt(figure), figure + " of " + one);
      }
      assertTrue(other.getBoolean("finished"), other.toString());
    }
  }

  private Path decrypted(JsonObject file) throws IOException {
    return MixerProcess.decrypted(Path.of(file.getString("path")), outputKey);
  }

  private static double last(double[] times) {
    return times[times.length - 1];
  }

  /** Loss, a camera that rests, a late joiner in H.264, a clock that drifts. */
  @Test
  void copiesMadeMeanwhileAreThoseOfTheWhole() throws Exception {
    Assumptions.assumeTrue(Witness.present());
    made.audio(PHONE, 0, 40 * SECOND, i -> i % 40 == 7);
    made.video(PHONE, "VP8", 320, 240, SECOND / 2, 14 * SECOND, i -> i > 20 && i % 97 == 0);
    made.video(PHONE, "VP8", 240, 320, 25 * SECOND, 40 * SECOND, i -> false);
    made.audio(TestPeople.CUSTOMER, 6 * SECOND, 40 * SECOND, i -> false);
    made.video(TestPeople.CUSTOMER, "H264", 320, 240, 6 * SECOND, 40 * SECOND, i -> false);
    JsonObject followed = follow(40);
    JsonObject whole = copyWhole();
    assertSame(whole, followed);
  }

  /** The file of who switches a camera on later is begun anew, and holds all that came before. */
  @Test
  void aCameraThatIsSwitchedOnLaterIsInTheCopyFromItsBeginning() throws Exception {
    Assumptions.assumeTrue(Witness.present());
    made.audio(PHONE, 0, 40 * SECOND, i -> false);
    made.video(PHONE, "VP8", 320, 240, 16 * SECOND, 40 * SECOND, i -> false);
    JsonObject followed = follow(40);
    JsonObject copy = followed.getJsonArray("files").getJsonObject(0);
    double[] pictures = times(copy, "v");
    assertEquals(16, pictures[0], 0.3);
    assertEquals(0, times(copy, "a")[0], 0.1);
    assertSame(copyWhole(), followed);
  }

  /** AV1 is copied; how a phone was held is told; G.722, which WebM has no place for, is named. */
  @Test
  void newerPicturesAreCopiedAndWhatIsLeftOutIsNamed() throws Exception {
    Assumptions.assumeTrue(Witness.present());
    made.g722(PHONE, 0, 4 * SECOND);
    made.turned(at -> at < 2 * SECOND ? 1 : 3);
    made.video(PHONE, "AV1", 320, 240, 0, 4 * SECOND, i -> false);
    made.write(true);
    JsonObject copy = copyWhole().getJsonArray("files").getJsonObject(0);
    Path plain = decrypted(copy);
    assertEquals("", Witness.complaints(plain));
    assertEquals("av1,320,240", Witness.streams(plain));
    assertEquals("[\"audio\"]", copy.getJsonArray("leftOut").toString());
    JsonArray turns = copy.getJsonArray("turns");
    assertEquals(2, turns.size(), turns.toString());
    assertEquals(1, turns.getJsonObject(0).getInt("quarters"));
    assertEquals(3, turns.getJsonObject(1).getInt("quarters"));
    assertEquals(2_000, turns.getJsonObject(1).getInt("atMs"), 150);
  }
}
