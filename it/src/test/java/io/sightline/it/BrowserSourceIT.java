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
 * The measure's own error: flash against beep as Chromium captures them, before anything of ours
 * touches them. Needs no server.
 */
class BrowserSourceIT {
  /** A third of the broadcast tolerance: enough is left for what is to be measured. */
  private static final double SOURCE_MILLIS = 20;

  private static final String RECORD =
      """
      async () => {
        const stream = await window.sightlineKnownMedia({ audio: true, video: true });
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
              content.video().flashes(Region.WHOLE, side.colour()),
              content.audio().beeps(side.beepHertz(), 600));
      System.getLogger("source").log(System.Logger.Level.INFO, side + " " + sync);
      assertTrue(sync.leadMillis().size() >= 6, sync.toString());
      assertEquals(0, sync.medianMillis(), SOURCE_MILLIS, sync.toString());
      assertTrue(content.audio().tonePresence(side.toneHertz(), 4) > 0.8);
    }
  }
}
