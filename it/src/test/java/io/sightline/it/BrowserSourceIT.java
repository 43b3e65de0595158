package io.sightline.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import io.sightline.testsupport.clip.Side;
import io.sightline.testsupport.content.AvSync;
import io.sightline.testsupport.content.MediaContent;
import io.sightline.testsupport.content.Region;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The measure's own error: flash against beep as Chromium makes and captures them, before anything
 * of ours touches them. Needs no server.
 *
 * <p>MediaRecorder, the only recorder at hand there, puts the sound some 50 ms late whatever it
 * records. That constant is its own (through WebRTC it is not there), so what counts here is that
 * flash and beep keep their distance.
 */
class BrowserSourceIT {
  /** A third of the broadcast tolerance: enough is left for what is to be measured. */
  private static final double WANDER_MILLIS = 20;

  /** More than this even MediaRecorder does not add. */
  private static final double CONSTANT_MILLIS = 80;

  private static final String RECORD =
      """
      async () => {
        const stream = await window.sightlineKnownMedia({ audio: true, video: true });
        await new Promise((resolve) => setTimeout(resolve, 3000));
        const recorder = new MediaRecorder(stream, { mimeType: 'video/webm;codecs=vp8,opus' });
        const parts = [];
        recorder.ondataavailable = (event) => parts.push(event.data);
        const stopped = new Promise((resolve) => { recorder.onstop = resolve; });
        recorder.start();
        setTimeout(() => recorder.stop(), 8000);
        await stopped;
        const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
        let text = '';
        for (const byte of bytes) text += String.fromCharCode(byte);
        return btoa(text);
      }
      """;

  @ParameterizedTest
  @EnumSource
  void flashAndBeepStartTogether(Side side) throws IOException {
    try (Chromium chromium = new Chromium()) {
      Page page = chromium.user("source", side);
      page.navigate("about:blank");
      byte[] webm = Base64.getDecoder().decode((String) page.evaluate(RECORD));
      Path file = Path.of("target", "recordings", "source-" + side + ".webm");
      Files.createDirectories(file.getParent());
      MediaContent content = MediaContent.open(Files.write(file, webm), "webm");
      AvSync sync =
          AvSync.of(
              content.video().wholeFlashes(Region.WHOLE, side.colour(), Side.FLASH_SECONDS),
              content.audio().beeps(side.beepHertz(), 600));
      System.getLogger("source").log(System.Logger.Level.INFO, side + " " + sync);
      assertTrue(sync.leadMillis().size() >= 5, sync.toString());
      double median = sync.medianMillis();
      long steady =
          sync.leadMillis().stream().filter(l -> Math.abs(l - median) <= WANDER_MILLIS).count();
      assertTrue(steady >= 0.8 * sync.leadMillis().size(), sync.toString());
      assertEquals(0, median, CONSTANT_MILLIS, sync.toString());
      assertTrue(content.audio().tonePresence(side.toneHertz(), 4) > 0.8);
    }
  }
}
