package io.sightline.queue;

import io.sightline.fault.Refusal;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;

/**
 * A group of agents as others see it.
 *
 * @param name 1 to 80 characters, no two of a tenant alike
 * @param everybody whether all agents of the tenant belong to it, whoever they are; else members do
 * @param members users, at most {@value #MOST_MEMBERS}
 */
public record Group(
    UUID id, String name, boolean everybody, Set<UUID> members, RingOrder ringOrder) {
  /** Users in one group. */
  public static final int MOST_MEMBERS = 500;

  /**
   * @throws Refusal naming the field that is wrong
   */
  public Group {
    name = name.strip();
    if (name.isEmpty() || name.length() > 80) {
      throw Refusal.field("field.length", "name", "The field must have 1 to 80 characters.");
    }
    if (members.size() > MOST_MEMBERS) {
      throw Refusal.field("field.length", "members", "A group has at most 500 members.");
    }
    members = Set.copyOf(members);
  }

  /** Whether a user belongs to it. */
  public boolean has(UUID user) {
    return everybody || members.contains(user);
  }

  /**
   * In which order members are rung.
   *
   * @param longestIdleFirst whether those come first who have been free longest; else all at once
   * @param atOnce how many are rung together then, 1 to 20
   * @param ringTime after which the next are rung as well, 5 s to 2 min; and how long a transfer to
   *     the group is offered to each
   */
  public record RingOrder(boolean longestIdleFirst, int atOnce, Duration ringTime) {
    private static final Duration SHORTEST = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(2);

    /** What a group begins with. */
    public static final RingOrder STANDARD = new RingOrder(false, 1, Duration.ofSeconds(30));

    /**
     * @throws Refusal naming the field that is out of its range
     */
    public RingOrder {
      if (atOnce < 1 || atOnce > 20) {
        throw Refusal.field("field.range", "atOnce", "The field must be 1 to 20.");
      }
      if (ringTime.compareTo(SHORTEST) < 0 || ringTime.compareTo(LONGEST) > 0) {
        throw Refusal.field("field.range", "ringTime", "The field must be PT5S to PT2M.");
      }
    }

    /** How many of those who are free are rung in one step. */
    public long together() {
      return longestIdleFirst ? atOnce : Long.MAX_VALUE;
    }
  }
}
