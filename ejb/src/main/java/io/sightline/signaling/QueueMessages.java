package io.sightline.signaling;

import io.sightline.queue.Group;
import io.sightline.queue.Visits.Waiting;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/** What agents and visitors are told of queues, in its JSON form. */
final class QueueMessages {
  private QueueMessages() {}

  /** Who waits for a group, who came first first; for its members. */
  static JsonObject state(Group group, List<Waiting> waiting) {
    JsonArrayBuilder calls = Json.createArrayBuilder();
    for (Waiting each : waiting) {
      calls.add(
          Json.createObjectBuilder()
              .add("callId", each.callId().toString())
              .add("customer", each.customer())
              .add("entry", each.entry())
              .add("since", each.since().truncatedTo(ChronoUnit.MILLIS).toString()));
    }
    return Json.createObjectBuilder()
        .add("type", "queue.state")
        .add(
            "group",
            Json.createObjectBuilder().add("id", group.id().toString()).add("name", group.name()))
        .add("calls", calls)
        .build();
  }

  /**
   * Where a visitor stands.
   *
   * @param place from 1
   * @param staffed whether anybody is there who could answer, now or after another call
   */
  static JsonObject place(UUID callId, int place, int waiting, boolean staffed) {
    return Json.createObjectBuilder()
        .add("type", "queue.place")
        .add("callId", callId.toString())
        .add("place", place)
        .add("waiting", waiting)
        .add("staffed", staffed)
        .build();
  }
}
