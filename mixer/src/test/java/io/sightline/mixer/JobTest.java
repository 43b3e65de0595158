package io.sightline.mixer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.mixer.av.VideoCodec;
import io.sightline.mixer.scene.Card;
import io.sightline.mixer.scene.LayoutKind;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobTest {
  private static final String KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

  @TempDir Path directory;

  private String document(String more) {
    return "{\"job\":\"mix\",\"directory\":\""
        + directory
        + "\",\"key\":\""
        + KEY
        + "\",\"outputKey\":\""
        + KEY
        + "\",\"outputs\":[{\"format\":\"webm\",\"path\":\"/a\"}]"
        + more
        + "}";
  }

  private static Job read(String document) throws JobException {
    return Job.read(new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void whatIsLeftOutHasItsDefault() throws JobException {
    Job job = read(document(""));
    assertNull(job.layout());
    assertEquals(1, job.workers());
    assertEquals(VideoCodec.VP8, job.outputs().get(0).video());
    assertEquals("On hold", job.captions().text(Card.ON_HOLD));
  }

  @Test
  void everythingIsTaken() throws JobException {
    Job job =
        read(
            document(
                ",\"layout\":\"active-speaker\",\"profile\":\"HD\",\"workers\":3,"
                    + "\"names\":{\"a\":\"Ann\"},\"texts\":{\"onHold\":\"Wartet\\n\"}"));
    assertEquals(LayoutKind.ACTIVE_SPEAKER, job.layout());
    assertEquals(3, job.workers());
    assertEquals("Wartet", job.captions().text(Card.ON_HOLD));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        ",\"layout\":\"mosaic\"|layout is one of side-by-side, grid, active-speaker",
        ",\"layout\":7|layout is a text",
        ",\"profile\":\"sd\"|profile is one of LD, SD, HD",
        ",\"workers\":0|workers is a whole number from 1 to 64",
        ",\"names\":[]|names is an object",
        ",\"names\":{\"a\":1}|names holds something that is not a text",
        ",\"colour\":\"red\"|colour is not known",
        ",\"outputs\":[]|outputs has nothing to write",
        ",\"outputs\":[{\"format\":\"gif\",\"path\":\"/a\"}]|outputs[0].format is one of webm, mp4",
        ",\"outputs\":[{\"path\":\"/a\"}]|outputs[0].format is missing",
        ",\"outputs\":[{\"format\":\"mp4\",\"path\":\"a\"}]|outputs[0].path is an absolute path",
        ",\"outputs\":[{\"format\":\"mp4\",\"path\":\"/a\",\"video\":\"vp9\"}]|outputs[0].video is"
            + " not known",
        ",\"outputs\":[{\"format\":\"wav\",\"path\":\"/a\",\"channels\":\"5.1\"}]|outputs[0].channels"
            + " is one of mix",
        ",\"outputs\":[{\"format\":\"wav\",\"path\":\"/a\"},{\"format\":\"mp3\",\"path\":\"/a\"}]|outputs[1].path"
            + " is that of",
        ",\"key\":\"c2VjcmV0\"|key must have 32 bytes",
      })
  void faultsNameTheirField(String more, String message) {
    JobException refused = assertThrows(JobException.class, () -> read(document(more)));
    assertEquals(JobException.Reason.BAD_JOB, refused.reason);
    assertTrue(refused.getMessage().startsWith(message), refused.getMessage());
    assertFalse(refused.getMessage().contains("c2VjcmV0"));
  }

  @Test
  void aLongNameIsRefused() {
    String name = "n".repeat(65);
    JobException refused =
        assertThrows(
            JobException.class, () -> read(document(",\"names\":{\"a\":\"" + name + "\"}")));
    assertTrue(refused.getMessage().startsWith("names holds a text of more than 64"));
  }
}
