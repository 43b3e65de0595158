package io.sightline.report;

import io.sightline.consent.Evidence;
import io.sightline.recording.RecordingView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is known of a recording, and what follows from it.
 *
 * @param verdict "complete", "partial", "failed" or "open" while it is not decided
 * @param reasons why, the most important first
 * @param facts what its composition found, a JSON object; null before there is any
 * @param talkMs for how long media flowed in the whole call
 */
public record TruthReport(
    RecordingView recording,
    String verdict,
    List<Reason> reasons,
    String facts,
    List<Evidence> consents,
    long talkMs) {

  /**
   * One reason.
   *
   * @param code stable, such as {@code gaps}
   * @param words a sentence in English
   * @param value what the sentence counts or names, for those who say it in another language
   */
  public record Reason(String code, String words, String value) {}

  static TruthReport of(
      RecordingView recording, String facts, List<Evidence> consents, long talkMs) {
    String verdict =
        switch (recording.state()) {
          case "finished" -> "complete";
          case "partial" -> "partial";
          case "failed" -> "failed";
          default -> "open";
        };
    return new TruthReport(
        recording, verdict, reasons(recording, facts), facts, List.copyOf(consents), talkMs);
  }

  private static List<Reason> reasons(RecordingView recording, String facts) {
    List<Reason> reasons = new ArrayList<>();
    switch (recording.state()) {
      case "finished" ->
          reasons.add(
              new Reason(
                  "verified",
                  "Everything that reached the recorder is in the files; they were read back.",
                  ""));
      case "partial" -> {
        String gaps = recording.gaps() == null ? "" : recording.gaps();
        missing(reasons, gaps, recording.gapCount());
      }
      case "failed" -> {
        String why = recording.reason() == null ? "unknown" : recording.reason();
        reasons.add(new Reason("failed", "No mixed file could be made: " + why + ".", why));
      }
      default ->
          reasons.add(
              new Reason("open", "It is not finished; nothing can be said for certain yet.", ""));
    }
    if (facts == null && !recording.state().equals("failed") && reasons.size() == 1) {
      reasons.add(new Reason("no-facts", "No figures were kept of its content.", ""));
    }
    return reasons;
  }

  private static void missing(List<Reason> reasons, String gaps, int count) {
    if (gaps.contains("\"interrupted\"")) {
      reasons.add(
          new Reason("interrupted", "The capture was cut off; its end may be missing.", ""));
    }
    if (gaps.contains("\"damaged\"")) {
      reasons.add(
          new Reason("damaged", "Parts of what was captured are not authentic and left out.", ""));
    }
    if (gaps.contains("\"shorter-than-capture\"")) {
      reasons.add(new Reason("shorter", "The mixed files are shorter than what was captured.", ""));
    }
    reasons.add(
        new Reason(
            "gaps",
            String.format(Locale.ROOT, "%d stretches of media are missing; each is listed.", count),
            String.valueOf(count)));
  }
}
