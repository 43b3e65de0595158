package io.sightline.signaling;

import io.sightline.chat.ChatLine;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/** The messages about chat that the server sends, in their JSON form. */
final class ChatMessages {
  private ChatMessages() {}

  static JsonObject said(UUID callId, ChatLine line) {
    return Json.createObjectBuilder()
        .add("type", "chat.message")
        .add("callId", callId.toString())
        .add("message", json(line))
        .build();
  }

  static JsonObject history(UUID callId, List<ChatLine> lines) {
    JsonArrayBuilder messages = Json.createArrayBuilder();
    lines.forEach(line -> messages.add(json(line)));
    return Json.createObjectBuilder()
        .add("type", "chat.history")
        .add("callId", callId.toString())
        .add("messages", messages)
        .build();
  }

  private static JsonObjectBuilder json(ChatLine line) {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("id", line.id().toString())
            .add("position", line.position())
            .add("from", line.participantId().toString())
            .add("at", line.sentAt().truncatedTo(ChronoUnit.MILLIS).toString())
            .add("key", line.senderKey())
            .add("text", line.text());
    if (line.thread() != null) {
      json.add("thread", line.thread().toString());
    }
    line.file()
        .ifPresent(
            file ->
                json.add(
                    "file",
                    Json.createObjectBuilder()
                        .add("id", file.id().toString())
                        .add("type", file.mime())
                        .add("size", file.size())));
    return json;
  }
}
