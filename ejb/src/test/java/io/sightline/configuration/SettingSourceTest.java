package io.sightline.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingSourceTest {
  private static SettingSource saying(String value) {
    return new SettingSource(key -> Optional.ofNullable(value));
  }

  @Test
  void nothingAndBlankMeanTheDefault() {
    assertEquals(Duration.ofMinutes(30), saying(null).duration(Setting.LINK_VALIDITY));
    assertEquals(Duration.ofMinutes(30), saying("  ").duration(Setting.LINK_VALIDITY));
    assertEquals(List.of(), saying(null).list(Setting.ALLOWED_ORIGINS));
    assertEquals(List.of("opus", "G722"), saying(null).list(Setting.AUDIO_CODECS));
  }

  @Test
  void valuesAreStripped() {
    assertEquals(7, saying(" 7 ").number(Setting.COMPOSITION_MIXERS, 1, 16));
    assertEquals(
        List.of("https://a.example", "https://b.example"),
        saying("https://a.example , ,https://b.example").list(Setting.ALLOWED_ORIGINS));
  }

  @Test
  void partsOfAListAreSpeltAsTheyAreKnown() {
    assertEquals(
        List.of("VP9", "VP8"),
        saying("vp9, Vp8").list(Setting.VIDEO_CODECS, List.of("VP8", "VP9")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"VP10", "VP8,VP8", ",", "VP8;VP9"})
  void listOfUnknownPartsNamesItsKey(String value) {
    var refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> saying(value).list(Setting.VIDEO_CODECS, List.of("VP8", "VP9")));
    assertTrue(refused.getMessage().contains("sightline.media.video-codecs"), refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"30", "PT0S", "-PT5S", "half an hour"})
  void durationThatIsNoneNamesItsKey(String value) {
    var refused =
        assertThrows(
            IllegalArgumentException.class, () -> saying(value).duration(Setting.LINK_VALIDITY));
    assertTrue(refused.getMessage().contains("sightline.link.validity"), refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "17", "many", "1.5"})
  void numberOutOfRangeNamesItsKey(String value) {
    var refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> saying(value).number(Setting.COMPOSITION_MIXERS, 1, 16));
    assertTrue(refused.getMessage().contains("sightline.composition.mixers"), refused.getMessage());
  }

  @Test
  void everyLiteralDefaultIsReadable() {
    SettingSource source = saying(null);
    for (Setting setting : Setting.values()) {
      if (setting.literalDefault() != null) {
        switch (setting.kind()) {
          case DURATION -> source.duration(setting);
          case NUMBER -> source.number(setting, 1, 65_536);
          case LIST -> source.list(setting);
          default -> source.text(setting);
        }
      }
    }
  }
}
