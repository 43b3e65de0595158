package io.sightline.signaling;

import io.sightline.presence.AgentPresence.Agent;
import io.sightline.presence.AgentPresence.Availability;
import io.sightline.queue.Group;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;

/** The messages about presence and ringing that the server sends, in their JSON form. */
final class RingMessages {
  private RingMessages() {}

  /**
   * Somebody is asked; {@code from} asks, or is empty where a visitor waits for whoever answers;
   * {@code about} is the customer.
   */
  static JsonObject ring(CallView view, String from, String about) {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("type", "ring")
            .add("callId", view.id().toString())
            .add("kind", view.ring().kind().wireName())
            .add("from", from)
            .add("customer", about);
    if (view.ring().until() != null) {
      json.add("until", view.ring().until().truncatedTo(ChronoUnit.MILLIS).toString());
    }
    return json.build();
  }

  /** Nobody is asked any more; {@code answeredBy} is null unless a colleague has answered. */
  static JsonObject over(UUID callId, String answeredBy) {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("type", "ring.over")
            .add("callId", callId.toString())
            .add("reason", answeredBy == null ? "ended" : "answered");
    if (answeredBy != null) {
      json.add("by", answeredBy);
    }
    return json.build();
  }

  static JsonObject handed(UUID callId) {
    return Json.createObjectBuilder()
        .add("type", "call.handed")
        .add("callId", callId.toString())
        .build();
  }

  static JsonObject presence(Availability availability) {
    return Json.createObjectBuilder()
        .add("type", "presence.state")
        .add("presence", availability.wireName())
        .build();
  }

  /**
   * Who is there besides; who is not connected is offline, who talks is busy. Groups tell how many
   * of these are free.
   */
  static JsonObject colleagues(List<Agent> agents, List<Group> groups, Predicate<Agent> connected) {
    JsonArrayBuilder teams = Json.createArrayBuilder();
    for (Group group : groups) {
      long free =
          agents.stream()
              .filter(agent -> agent.free() && group.has(agent.userId()) && connected.test(agent))
              .count();
      teams.add(
          Json.createObjectBuilder()
              .add("id", group.id().toString())
              .add("name", group.name())
              .add("free", free));
    }
    JsonArrayBuilder list = Json.createArrayBuilder();
    for (Agent agent : agents) {
      String presence =
          !connected.test(agent)
              ? "offline"
              : agent.inCall() ? Availability.BUSY.wireName() : agent.availability().wireName();
      list.add(
          Json.createObjectBuilder()
              .add("id", agent.userId().toString())
              .add("name", agent.name())
              .add("presence", presence)
              .add("inCall", agent.inCall()));
    }
    return Json.createObjectBuilder()
        .add("type", "colleagues")
        .add("agents", list)
        .add("groups", teams)
        .build();
  }
}
