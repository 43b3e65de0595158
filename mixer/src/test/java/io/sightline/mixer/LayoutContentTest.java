package io.sightline.mixer;

import static io.sightline.mixer.TestPeople.AGENT;
import static io.sightline.mixer.TestPeople.BLACK;
import static io.sightline.mixer.TestPeople.CARD;
import static io.sightline.mixer.TestPeople.CUSTOMER;
import static io.sightline.mixer.TestPeople.GUEST;
import static io.sightline.mixer.TestPeople.SCREEN;
import static io.sightline.mixer.TestPeople.assertSeen;
import static io.sightline.mixer.TestPeople.inside;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sightline.mixer.av.Libav;
import io.sightline.testsupport.content.AvSync;
import io.sightline.testsupport.content.MediaContent;
import io.sightline.testsupport.content.Region;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Looks for each participant's colour where each layout puts them, over time. */
class LayoutContentTest {
  private static final long SECOND = TestRecording.SECOND;
  private static final long MS = TestRecording.MS;

  @TempDir Path directory;

  @BeforeAll
  static void load() {
    Libav.load();
    assumeTrue(Witness.present(), "ffmpeg is not installed");
  }

  private void person(TestRecording made, TestRecording.Sender sender, long fromNs, long toNs)
      throws IOException {
    made.audio(sender, fromNs, toNs, i -> false);
    made.video(sender, "VP8", 160, 120, fromNs, toNs, i -> false);
  }

  /** A flash of one tells nothing of the others' places; looked for where nobody flashes. */
  private static double calm(double second) {
    return second + 0.8;
  }

  @Test
  void aGridIsArrangedAnewWhenSomebodyComesOrGoes() throws Exception {
    TestRecording made = Mixed.recording(directory);
    person(made, AGENT, 0, 7 * SECOND);
    person(made, CUSTOMER, 0, 7 * SECOND);
    person(made, GUEST, 2 * SECOND, 4 * SECOND);
    made.write(true);
    MediaContent content = Mixed.in(directory, "grid").webm();
    assertEquals("640x480", content.pictureSize());
    Region left = inside(640, 480, 0, 120, 320, 240);
    Region right = inside(640, 480, 320, 120, 320, 240);
    for (double second : new double[] {calm(0), calm(5)}) {
      assertSeen(content, second, left, AGENT.colour());
      assertSeen(content, second, right, CUSTOMER.colour());
    }
    assertSeen(content, calm(2), inside(640, 480, 0, 0, 320, 240), AGENT.colour());
    assertSeen(content, calm(2), inside(640, 480, 320, 0, 320, 240), CUSTOMER.colour());
    assertSeen(content, calm(2), inside(640, 480, 160, 240, 320, 240), GUEST.colour());
    assertSeen(content, calm(2), inside(640, 480, 0, 240, 160, 240), BLACK);
    assertInStep(content, right, CUSTOMER);
  }

  private static void assertInStep(MediaContent content, Region region, TestRecording.Sender sender)
      throws IOException {
    AvSync sync =
        AvSync.of(
            Witness.flashes(content.video(), region),
            content.audio().onsets(sender.beepHz(), 2_000));
    assertTrue(sync.leadMillis().size() >= 2, sync.toString());
    // The region may show somebody else for a while; what is seen of the sender must be in step.
    assertTrue(Math.abs(sync.medianMillis()) < 60, sync.toString());
  }

  @Test
  void whoSpeaksIsLarge() throws Exception {
    TestRecording made = Mixed.recording(directory);
    made.audio(AGENT, 0, 7 * SECOND, i -> false, ns -> ns < 3 * SECOND);
    made.audio(CUSTOMER, 0, 7 * SECOND, i -> false, ns -> ns >= 3 * SECOND);
    made.video(AGENT, "VP8", 160, 120, 0, 7 * SECOND, i -> false);
    made.video(CUSTOMER, "VP8", 160, 120, 0, 7 * SECOND, i -> false);
    made.write(true);
    MediaContent content = Mixed.in(directory, "active-speaker").webm();
    assertEquals("640x360", content.pictureSize());
    Region large = inside(640, 360, 128, 0, 384, 288);
    Region small = inside(640, 360, 272, 288, 96, 72);
    assertSeen(content, calm(1), large, AGENT.colour());
    assertSeen(content, calm(1), small, CUSTOMER.colour());
    assertSeen(content, calm(4), large, CUSTOMER.colour());
    assertSeen(content, calm(4), small, AGENT.colour());
  }

  @Test
  void theCustomerFillsThePictureAndTheAgentIsInItsCorner() throws Exception {
    TestRecording made = Mixed.recording(directory);
    person(made, AGENT, 0, 3 * SECOND);
    person(made, CUSTOMER, 0, 3 * SECOND);
    made.write(true);
    MediaContent content = Mixed.in(directory, "picture-in-picture").webm();
    assertEquals("640x360", content.pictureSize());
    assertSeen(content, calm(1), inside(640, 360, 100, 20, 380, 240), CUSTOMER.colour());
    assertSeen(content, calm(1), inside(640, 360, 504, 256, 128, 96), AGENT.colour());
  }

  @Test
  void aScreenIsLargeForAsLongAsItIsShared() throws Exception {
    TestRecording made = Mixed.recording(directory);
    person(made, AGENT, 0, 6 * SECOND);
    person(made, CUSTOMER, 0, 6 * SECOND);
    made.screen(SCREEN, 320, 180, 2 * SECOND, 4 * SECOND);
    made.write(true);
    MediaContent content = Mixed.in(directory, null).webm();
    assertEquals("640x360", content.pictureSize());
    for (double second : new double[] {calm(0), calm(4)}) {
      assertSeen(content, second, inside(640, 360, 0, 60, 320, 240), AGENT.colour());
      assertSeen(content, second, inside(640, 360, 320, 60, 320, 240), CUSTOMER.colour());
    }
    assertSeen(content, calm(2), inside(640, 360, 0, 40, 512, 280), SCREEN.colour());
    assertSeen(content, calm(2), inside(640, 360, 512, 0, 128, 96), AGENT.colour());
    assertSeen(content, calm(2), inside(640, 360, 512, 96, 128, 96), CUSTOMER.colour());
  }

  @Test
  void holdAndMuteAreCardsAndNamesAreDrawn() throws Exception {
    TestRecording made = Mixed.recording(directory);
    person(made, AGENT, 0, 6 * SECOND);
    person(made, CUSTOMER, 0, 6 * SECOND);
    made.annotate(1_500 * MS, "hold", "customer-1", null);
    made.annotate(3_500 * MS, "unhold", "customer-1", null);
    made.annotate(2_500 * MS, "mute", "agent-1", "CAMERA");
    made.annotate(4_500 * MS, "unmute", "agent-1", "CAMERA");
    made.write(true);
    MediaContent content =
        Mixed.in(directory, "side-by-side")
            .with("names", Map.of("agent-1", "Renée\u202e\n %s <b>"))
            .with("texts", Map.of("onHold", "En attente"))
            .webm();
    assertSeen(content, calm(0), Region.RIGHT, CUSTOMER.colour());
    assertSeen(content, calm(1), Region.RIGHT, CARD);
    assertSeen(content, calm(1), Region.LEFT, AGENT.colour());
    assertSeen(content, calm(2), Region.RIGHT, CARD);
    assertSeen(content, calm(2), Region.LEFT, CARD);
    assertSeen(content, calm(3), Region.RIGHT, CUSTOMER.colour());
    assertSeen(content, calm(4), Region.LEFT, AGENT.colour());
    Region name = new Region(0.0, 0.95, 0.08, 1.0);
    double[] label = content.video().colourAt(calm(4), name);
    double[] without = content.video().colourAt(calm(4), new Region(0.3, 0.95, 0.45, 1.0));
    assertTrue(label[0] < without[0] - 60, "the name lies in a dark field");
    double[] words = content.video().colourAt(calm(1), new Region(0.65, 0.46, 0.85, 0.54));
    double[] ground = content.video().colourAt(calm(1), new Region(0.65, 0.1, 0.85, 0.3));
    assertTrue(words[1] > ground[1] + 10, "words on the card");
  }

  @Test
  void onePersonHasTheirPlaceAndTheOtherIsEmpty() throws Exception {
    TestRecording made = Mixed.recording(directory);
    person(made, CUSTOMER, 0, 2 * SECOND);
    made.write(true);
    MediaContent content = Mixed.in(directory, null).webm();
    assertSeen(content, calm(0), Region.LEFT, CARD);
    assertSeen(content, calm(0), Region.RIGHT, CUSTOMER.colour());
  }

  @Test
  void whoHasNoCameraHasACardAndAVoice() throws Exception {
    TestRecording made = Mixed.recording(directory);
    person(made, AGENT, 0, 3 * SECOND);
    made.audio(CUSTOMER, 0, 3 * SECOND, i -> false);
    made.write(true);
    MediaContent content = Mixed.in(directory, "side-by-side").webm();
    assertSeen(content, calm(1), Region.LEFT, AGENT.colour());
    assertSeen(content, calm(1), Region.RIGHT, CARD);
    assertTrue(content.audio().level(CUSTOMER.beepHz(), 1.45, 1.7) > 1_000, "no voice");
  }
}
