package io.sightline.tenant;

import io.sightline.fault.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which codecs a tenant wants in calls by way of the media server, the most wanted first; those not
 * named are not used.
 *
 * @param audio encoding names; empty takes the installation's order
 * @param video likewise
 */
public record CodecSettings(List<String> audio, List<String> video) {
  /** What holds where nothing was chosen. */
  public static final CodecSettings STANDARD = new CodecSettings(List.of(), List.of());

  public CodecSettings {
    audio = List.copyOf(audio);
    video = List.copyOf(video);
  }

  /** A change of some; absent ones stay, an empty list goes back to the installation's. */
  public record Change(Optional<List<String>> audio, Optional<List<String>> video) {}

  /**
   * The settings after a change.
   *
   * @param permitted what the installation permits, which no tenant can widen
   * @throws Refusal naming the field for a codec that is not permitted, or named twice
   */
  CodecSettings with(Change change, CodecSettings permitted) {
    return new CodecSettings(
        change.audio().map(names -> known("audio", names, permitted.audio())).orElse(audio),
        change.video().map(names -> known("video", names, permitted.video())).orElse(video));
  }

  private static List<String> known(String field, List<String> names, List<String> permitted) {
    List<String> known = new ArrayList<>();
    for (String name : names) {
      String spelled =
          permitted.stream()
              .filter(name::equalsIgnoreCase)
              .filter(each -> !known.contains(each))
              .findFirst()
              .orElseThrow(() -> unknown(field, permitted));
      known.add(spelled);
    }
    return known;
  }

  private static Refusal unknown(String field, List<String> permitted) {
    return Refusal.field(
        "field.value",
        field,
        "The field must name each codec once, of: " + String.join(", ", permitted) + ".");
  }

  /** What is used: the tenant's choice of what the installation permits, or else all of that. */
  CodecSettings within(CodecSettings permitted) {
    return new CodecSettings(chosen(audio, permitted.audio()), chosen(video, permitted.video()));
  }

  private static List<String> chosen(List<String> wanted, List<String> permitted) {
    List<String> both =
        wanted.stream()
            .filter(name -> permitted.stream().anyMatch(name::equalsIgnoreCase))
            .toList();
    return both.isEmpty() ? permitted : both;
  }
}
