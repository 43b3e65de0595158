package io.sightline.tenant;

import io.sightline.fault.Refusal;
import java.time.Duration;
import java.util.Optional;

/**
 * What a tenant has chosen for chat and for the ringing of its agents.
 *
 * @param chatKept whether chat stays with the call's record; else it goes with the call's end
 * @param longestIdleFirst whether who has been free longest is asked first, the others one by one
 *     after that; else all are asked at once
 * @param ringTime how long somebody, or everybody at once, is asked: 5 s to 2 min
 */
public record ConversationSettings(boolean chatKept, boolean longestIdleFirst, Duration ringTime) {
  private static final Duration SHORTEST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofMinutes(2);

  /** What holds where nothing was chosen. */
  public static final ConversationSettings STANDARD =
      new ConversationSettings(true, false, Duration.ofSeconds(30));

  /**
   * @throws Refusal naming {@code ringTime}
   */
  public ConversationSettings {
    if (ringTime.compareTo(SHORTEST) < 0 || ringTime.compareTo(LONGEST) > 0) {
      throw Refusal.field("field.range", "ringTime", "The field must be PT5S to PT2M.");
    }
  }

  /** A change of some; absent ones stay. */
  public record Change(
      Optional<Boolean> chatKept,
      Optional<Boolean> longestIdleFirst,
      Optional<Duration> ringTime) {}

  ConversationSettings with(Change change) {
    return new ConversationSettings(
        change.chatKept().orElse(chatKept),
        change.longestIdleFirst().orElse(longestIdleFirst),
        change.ringTime().orElse(ringTime));
  }
}
