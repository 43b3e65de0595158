package io.sightline.recording;

import io.sightline.fault.Refusal;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.util.List;

/**
 * How a rendition is to look and sound. Two orders with equal options are one order: what does not
 * concern a format is null.
 *
 * @param format one of {@link #FORMATS}
 * @param layout one of {@link #LAYOUTS}; null leaves the choice to the mixer, by who took part
 * @param profile LD, SD or HD; null for sound alone
 * @param names whether display names are drawn into the picture
 * @param channels of mp3 and wav: "mix", or "agent-customer" for left and right
 * @param video of webm: "vp8" or "vp9"
 */
public record RenditionOptions(
    String format, String layout, String profile, boolean names, String channels, String video) {
  public static final List<String> FORMATS =
      List.of("webm", "mp4", "mp3", "wav", "poster", "contact-sheet");
  public static final List<String> LAYOUTS =
      List.of("side-by-side", "grid", "active-speaker", "picture-in-picture", "presentation");
  public static final List<String> PROFILES = List.of("LD", "SD", "HD");
  public static final List<String> CHANNELS = List.of("mix", "agent-customer");
  public static final List<String> VIDEO = List.of("vp8", "vp9");

  /**
   * Checks and completes what was asked for.
   *
   * @param profile null takes the tenant's
   * @throws Refusal naming the field that is wrong
   */
  public static RenditionOptions of(
      String format,
      String layout,
      String profile,
      boolean names,
      String channels,
      String video,
      String tenantProfile) {
    requireOneOf("format", format, FORMATS, false);
    requireOneOf("layout", layout, LAYOUTS, true);
    requireOneOf("profile", profile, PROFILES, true);
    requireOneOf("channels", channels, CHANNELS, true);
    requireOneOf("video", video, VIDEO, true);
    if (isSound(format)) {
      return new RenditionOptions(
          format, null, null, false, channels == null ? CHANNELS.get(0) : channels, null);
    }
    String codec = format.equals("webm") ? (video == null ? VIDEO.get(0) : video) : null;
    return new RenditionOptions(
        format, layout, profile == null ? tenantProfile : profile, names, null, codec);
  }

  /**
   * Lets pass what is one of the words.
   *
   * @throws Refusal naming {@code field} for anything else
   */
  public static void requireOneOf(
      String field, String value, List<String> words, boolean optional) {
    if (value == null ? !optional : !words.contains(value)) {
      throw Refusal.field(
          value == null ? "field.missing" : "field.value",
          field,
          "The field must be one of: " + String.join(", ", words) + ".");
    }
  }

  public static boolean isSound(String format) {
    return format.equals("mp3") || format.equals("wav");
  }

  public static boolean isPicture(String format) {
    return format.equals("poster") || format.equals("contact-sheet");
  }

  /** As it is stored; equal options have equal texts. */
  public String json() {
    JsonObjectBuilder json = Json.createObjectBuilder().add("format", format);
    add(json, "layout", layout);
    add(json, "profile", profile);
    if (names) {
      json.add("names", true);
    }
    add(json, "channels", channels);
    add(json, "video", video);
    return json.build().toString();
  }

  private static void add(JsonObjectBuilder json, String name, String value) {
    if (value != null) {
      json.add(name, value);
    }
  }

  /** What {@link #json} wrote. */
  public static RenditionOptions parse(String text) {
    try (JsonReader reader = Json.createReader(new StringReader(text))) {
      return of(reader.readObject());
    }
  }

  private static RenditionOptions of(JsonObject json) {
    return new RenditionOptions(
        json.getString("format"),
        json.getString("layout", null),
        json.getString("profile", null),
        json.getBoolean("names", false),
        json.getString("channels", null),
        json.getString("video", null));
  }
}
