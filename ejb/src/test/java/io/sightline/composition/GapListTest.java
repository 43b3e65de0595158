package io.sightline.composition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.json.Json;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is listed as missing, and what of it makes a recording partial. */
class GapListTest {
  private static final CaptureManifest CLEAN =
      new CaptureManifest(true, Map.of(), Map.of(), List.of(), List.of());

  @TempDir private Path directory;

  private static MixerResult result(String tracks) throws MixerFailure {
    String text =
        "{\"files\":[],\"startNs\":500000000,\"durationMs\":10000,\"tracks\":[" + tracks + "]}";
    return MixerResult.of(
        Json.createReader(new StringReader(text.replace('\'', '"'))).readObject());
  }

  private static String track(int number, String kind, int damaged, String gaps) {
    return "{'file':'track-%d.sltl','participantId':'p%d','kind':'%s','damagedChunks':%d,'gaps':[%s]}"
        .formatted(number, number, kind, damaged, gaps);
  }

  private static String gap(long from, long to, String cause) {
    return "{'fromMs':%d,'toMs':%d,'cause':'%s'}".formatted(from, to, cause);
  }

  private CaptureManifest manifest(String gaps, String events) throws Exception {
    Files.writeString(
        directory.resolve("manifest.json"),
        ("{'startedEpochMillis':1000,'endedEpochMillis':11500,"
                + "'tracks':[{'number':0,'file':'track-0.sltl'}],'gaps':["
                + gaps
                + "],'events':["
                + events
                + "]}")
            .replace('\'', '"'));
    return CaptureManifest.read(directory);
  }

  @Test
  void listsWhatTheMixerMissed() throws Exception {
    GapList gaps =
        GapList.of(
            CLEAN,
            result(
                track(1, "video", 0, gap(4_000, 4_500, "loss"))
                    + ","
                    + track(2, "audio", 0, gap(1_000, 2_500, "reconnect"))),
            10_000);

    assertEquals(2, gaps.missing());
    assertEquals(
        "[{'cause':'reconnect','from':1.0,'to':2.5,'participantId':'p2','kind':'audio'},"
            + "{'cause':'loss','from':4.0,'to':4.5,'participantId':'p1','kind':'video'}]",
        gaps.json().replace('"', '\''));
  }

  @Test
  void isEmptyWhenNothingIsMissing() throws Exception {
    GapList gaps = GapList.of(CLEAN, result(track(0, "audio", 0, "")), 10_900);

    assertEquals(0, gaps.missing());
    assertNull(gaps.json());
  }

  @Test
  void listsAPauseOnceAndMissesNothingForIt() throws Exception {
    GapList gaps =
        GapList.of(
            manifest(
                "",
                "{'ns':3500000000,'type':'pause'},{'ns':5500000000,'type':'resume'},"
                    + "{'ns':9500000000,'type':'pause'}"),
            result(
                track(0, "audio", 0, gap(2_980, 5_010, "pause"))
                    + ","
                    + track(1, "video", 0, gap(2_950, 5_040, "pause"))),
            10_000);

    assertEquals(0, gaps.missing());
    assertEquals(
        "[{'cause':'pause','from':2.95,'to':5.04},{'cause':'pause','from':9.0,'to':10.0}]",
        gaps.json().replace('"', '\''));
  }

  @Test
  void joinsWhatRecorderAndMixerFoundOnATrack() throws Exception {
    GapList gaps =
        GapList.of(
            manifest("{'track':0,'fromNs':2500000000,'toNs':3000000000,'cause':'ring-full'}", ""),
            result(
                track(0, "audio", 0, gap(1_950, 2_510, "loss") + "," + gap(4_000, 4_300, "loss"))),
            10_000);

    assertEquals(2, gaps.missing());
    assertEquals(
        "[{'cause':'ring-full','from':1.95,'to':2.51,'participantId':'p0','kind':'audio'},"
            + "{'cause':'loss','from':4.0,'to':4.3,'participantId':'p0','kind':'audio'}]",
        gaps.json().replace('"', '\''));
  }

  @Test
  void tellsOfDamageInterruptionAndShortness() throws Exception {
    MixerResult damaged = result(track(0, "audio", 3, ""));
    assertEquals(
        "[{'cause':'damaged','count':3,'participantId':'p0','kind':'audio'}]",
        GapList.of(CLEAN, damaged, 10_000).json().replace('"', '\''));
    assertEquals(
        "[{'cause':'shorter-than-capture'}]",
        GapList.of(CLEAN, result(""), 11_001).json().replace('"', '\''));
    assertEquals(
        "[{'cause':'interrupted','from':10.0}]",
        GapList.of(CaptureManifest.read(directory), result(""), 99_000).json().replace('"', '\''));
  }

  @Test
  void saysHowManyMoreThereAre() throws Exception {
    StringBuilder many = new StringBuilder(gap(0, 300, "loss"));
    for (int i = 1; i < 1_200; i++) {
      many.append(',').append(gap(i * 1_000L, i * 1_000L + 300, "loss"));
    }
    GapList gaps = GapList.of(CLEAN, result(track(0, "audio", 0, many.toString())), 10_000);

    assertEquals(1_200, gaps.missing());
    var list = Json.createReader(new StringReader(gaps.json())).readArray();
    assertEquals(1_001, list.size());
    assertEquals(200, list.getJsonObject(1_000).getInt("count"));
  }

  @Test
  void believesNoMalformedTrack() {
    assertThrows(
        MixerFailure.class, () -> result(track(0, "audio", 0, gap(0, 1, "a cause\\nwith line"))));
    assertThrows(MixerFailure.class, () -> result("{'file':'../x','kind':'audio'}"));
  }
}
