package io.sightline.tenant;

import io.sightline.fault.Refusal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a tenant has chosen.
 *
 * @param recordingMedia {@value #AUDIO_VIDEO} or {@value #AUDIO}
 * @param linkValidity one minute to 30 days; null takes the installation's
 * @param language a BCP 47 tag such as {@code de} or {@code pt-BR}; null takes the browser's
 */
public record TenantSettings(
    TenantId id,
    String name,
    RecordingMode recordingMode,
    String recordingMedia,
    Duration linkValidity,
    String language) {
  public static final String AUDIO_VIDEO = "audio-video";
  public static final String AUDIO = "audio";

  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(30);
  private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*");

  public TenantSettings {
    if (!AUDIO_VIDEO.equals(recordingMedia) && !AUDIO.equals(recordingMedia)) {
      throw Refusal.field(
          "field.value", "recordingMedia", "The field must be audio-video or audio.");
    }
    if (linkValidity != null) {
      requireValidity(linkValidity, "linkValidity");
    }
    requireLanguage(language);
  }

  /**
   * @throws Refusal naming {@code field} when a link may not live that long
   */
  public static Duration requireValidity(Duration validity, String field) {
    if (validity.compareTo(SHORTEST) < 0 || validity.compareTo(LONGEST) > 0) {
      throw Refusal.field("field.range", field, "The field must be PT1M to P30D.");
    }
    return validity;
  }

  /**
   * @throws Refusal when it is neither null nor shaped like a language tag
   */
  public static void requireLanguage(String language) {
    if (language != null && (language.length() > 16 || !LANGUAGE.matcher(language).matches())) {
      throw Refusal.field("field.value", "language", "The field must be a language tag.");
    }
  }

  /** A change of some settings; absent ones stay. */
  public record Change(
      Optional<String> name,
      Optional<RecordingMode> recordingMode,
      Optional<String> recordingMedia,
      Optional<Duration> linkValidity,
      Optional<String> language) {}

  TenantSettings with(Change change) {
    return new TenantSettings(
        id,
        change.name().orElse(name),
        change.recordingMode().orElse(recordingMode),
        change.recordingMedia().orElse(recordingMedia),
        change.linkValidity().orElse(linkValidity),
        change.language().orElse(language));
  }
}
