package io.sightline.media.recorder;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;

/** The events and gaps of a recording in the form of its manifest. Used by one thread. */
final class EventList {
  /** What a manifest lists; the events' log holds all. */
  private static final int MAX_LISTED = 50_000;

  private final JsonProvider json;
  private final List<JsonObject> events = new ArrayList<>();
  private final List<JsonObject> gaps = new ArrayList<>();
  private long unlisted;

  EventList(JsonProvider json) {
    this.json = json;
  }

  /** Takes the body of an EVENT record; a gap is also listed as such. */
  void add(long ns, String text) {
    JsonObject event;
    try (var reader = json.createReader(new StringReader(text))) {
      event = reader.readObject();
    }
    if ("gap".equals(event.getString("type"))) {
      addGap(
          event.getInt("track"),
          event.getJsonNumber("fromNs").longValue(),
          event.getJsonNumber("toNs").longValue(),
          event.getString("cause"));
    }
    if (events.size() >= MAX_LISTED) {
      unlisted++;
      return;
    }
    JsonObjectBuilder builder = json.createObjectBuilder().add("ns", ns);
    event.forEach(builder::add);
    events.add(builder.build());
  }

  void addGap(int track, long fromNs, long toNs, String cause) {
    gaps.add(
        json.createObjectBuilder()
            .add("track", track)
            .add("fromNs", fromNs)
            .add("toNs", toNs)
            .add("cause", cause)
            .build());
  }

  /** A file that is there and cannot be read. */
  void addUnreadable(String file) {
    events.add(json.createObjectBuilder().add("type", "unreadable").add("file", file).build());
  }

  int gapCount() {
    return gaps.size();
  }

  JsonArrayBuilder events() {
    JsonArrayBuilder list = json.createArrayBuilder();
    events.forEach(list::add);
    if (unlisted > 0) {
      list.add(json.createObjectBuilder().add("type", "more").add("count", unlisted));
    }
    return list;
  }

  JsonArrayBuilder gaps() {
    JsonArrayBuilder list = json.createArrayBuilder();
    gaps.forEach(list::add);
    return list;
  }
}
