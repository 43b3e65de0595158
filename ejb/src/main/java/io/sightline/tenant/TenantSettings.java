package io.sightline.tenant;

import io.sightline.fault.Refusal;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a tenant has chosen.
 *
 * @param recordingMedia {@value #AUDIO_VIDEO} or {@value #AUDIO}
 * @param linkValidity one minute to 30 days; null takes the installation's
 * @param language a BCP 47 tag such as {@code de} or {@code pt-BR}; null takes the browser's
 * @param defaultRenditions formats that are made of every recording without being asked for; with
 *     none the copies alone are made
 * @param renditionProfile LD, SD or HD: quality and size where nobody says otherwise
 * @param renditionLayout null leaves the choice to the mixer, by who took part
 * @param consentRequired whether nothing is recorded before those who came by a link agreed
 * @param connectWithoutConsent whether a call that has to be recorded goes on, not recorded, after
 *     somebody declined; else who declined is not connected
 * @param screenRecording whether shared screens are recorded, beside cameras and voices
 */
public record TenantSettings(
    TenantId id,
    String name,
    RecordingMode recordingMode,
    String recordingMedia,
    Duration linkValidity,
    String language,
    List<String> defaultRenditions,
    String renditionProfile,
    String renditionLayout,
    boolean consentRequired,
    boolean connectWithoutConsent,
    boolean screenRecording) {
  public static final List<String> STANDARD_RENDITIONS = List.of("webm", "mp4", "poster");
  public static final String STANDARD_PROFILE = "SD";
  public static final String AUDIO_VIDEO = "audio-video";
  public static final String AUDIO = "audio";

  /** Asks for no layout in particular. */
  public static final String AUTOMATIC = "automatic";

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
    defaultRenditions = List.copyOf(new LinkedHashSet<>(defaultRenditions));
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
      Optional<String> language,
      Optional<List<String>> defaultRenditions,
      Optional<String> renditionProfile,
      Optional<String> renditionLayout,
      Optional<Boolean> consentRequired,
      Optional<Boolean> connectWithoutConsent,
      Optional<Boolean> screenRecording) {
    /** Changes nothing. */
    public static final Change NOTHING =
        new Change(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    public Change withRecordingMode(RecordingMode mode) {
      return new Change(
          name,
          Optional.of(mode),
          recordingMedia,
          linkValidity,
          language,
          defaultRenditions,
          renditionProfile,
          renditionLayout,
          consentRequired,
          connectWithoutConsent,
          screenRecording);
    }

    public Change withConsent(boolean required, boolean connectWithout) {
      return new Change(
          name,
          recordingMode,
          recordingMedia,
          linkValidity,
          language,
          defaultRenditions,
          renditionProfile,
          renditionLayout,
          Optional.of(required),
          Optional.of(connectWithout),
          screenRecording);
    }
  }

  TenantSettings with(Change change) {
    return new TenantSettings(
        id,
        change.name().orElse(name),
        change.recordingMode().orElse(recordingMode),
        change.recordingMedia().orElse(recordingMedia),
        change.linkValidity().orElse(linkValidity),
        change.language().orElse(language),
        change.defaultRenditions().orElse(defaultRenditions),
        change.renditionProfile().orElse(renditionProfile),
        change.renditionLayout().isPresent() ? layout(change) : renditionLayout,
        change.consentRequired().orElse(consentRequired),
        change.connectWithoutConsent().orElse(connectWithoutConsent),
        change.screenRecording().orElse(screenRecording));
  }

  private static String layout(Change change) {
    return change.renditionLayout().filter(word -> !word.equals(AUTOMATIC)).orElse(null);
  }
}
