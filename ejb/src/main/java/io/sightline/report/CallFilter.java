package io.sightline.report;

import io.sightline.call.CallState;
import io.sightline.fault.Refusal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/**
 * Which calls are asked for and in which order.
 *
 * @param from calls made at this time or later; null for all
 * @param to calls made before this time; null for all
 * @param state null for every state
 * @param agent part of the agent's name or e-mail, in any case; null for every agent
 * @param entryPoint by which its visitor came; null for every call
 * @param sortBy one of the columns of {@link #COLUMNS}
 */
public record CallFilter(
    Instant from,
    Instant to,
    CallState state,
    String agent,
    UUID entryPoint,
    String sortBy,
    boolean ascending) {
  /** What can be sorted by, and the path it stands for. */
  static final Map<String, String> COLUMNS =
      Map.of(
          "start", "c.createdAt",
          "end", "c.endedAt",
          "talkTime", "c.talkMillis",
          "waitTime", "c.waiting.millis",
          "agentName", "c.agentName",
          "agentEmail", "c.agentEmail",
          "state", "c.state");

  private static final int LONGEST = 100;

  /**
   * Reads the parameters of a query; null and empty ones are as if not said.
   *
   * @param interval two ISO 8601 instants with a slash between
   * @throws Refusal naming the parameter that is wrong
   */
  public static CallFilter of(
      String interval, String state, String agent, String sortBy, String sortOrder) {
    Instant[] span = span(interval);
    if (given(agent) && agent.length() > LONGEST) {
      throw Refusal.field("parameter.length", "agent", "The parameter is too long.");
    }
    String column = given(sortBy) ? sortBy : "start";
    if (!COLUMNS.containsKey(column)) {
      throw Refusal.field("parameter.value", "sortBy", "There is no such column.");
    }
    String order = given(sortOrder) ? sortOrder.toLowerCase(Locale.ROOT) : "desc";
    if (!order.matches("asc(ending)?|desc(ending)?")) {
      throw Refusal.field("parameter.value", "sortOrder", "The parameter must be asc or desc.");
    }
    return new CallFilter(
        span[0],
        span[1],
        given(state) ? state(state) : null,
        given(agent) ? agent : null,
        null,
        column,
        order.startsWith("asc"));
  }

  /**
   * The same for the visitors of one entry point; null and empty change nothing.
   *
   * @throws Refusal naming the parameter when it is no identifier
   */
  public CallFilter byEntryPoint(String id) {
    if (!given(id)) {
      return this;
    }
    try {
      return new CallFilter(from, to, state, agent, UUID.fromString(id), sortBy, ascending);
    } catch (IllegalArgumentException malformed) {
      throw Refusal.field("parameter.value", "entryPoint", "The parameter must be an identifier.");
    }
  }

  private static Instant[] span(String interval) {
    if (!given(interval)) {
      return new Instant[2];
    }
    int slash = interval.indexOf('/');
    try {
      if (slash > 0) {
        return new Instant[] {
          Instant.parse(interval.substring(0, slash)), Instant.parse(interval.substring(slash + 1))
        };
      }
    } catch (DateTimeParseException malformed) {
      throw badInterval();
    }
    throw badInterval();
  }

  private static Refusal badInterval() {
    return Refusal.field(
        "parameter.value",
        "interval",
        "The parameter must be two instants, such as"
            + " 2026-01-01T00:00:00Z/2026-02-01T00:00:00Z.");
  }

  private static CallState state(String name) {
    for (CallState state : CallState.values()) {
      if (state.wireName().equals(name)) {
        return state;
      }
    }
    throw Refusal.field("parameter.value", "state", "There is no such state.");
  }

  private static boolean given(String text) {
    return text != null && !text.isEmpty();
  }
}
