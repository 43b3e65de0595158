package io.sightline.signaling;

import io.sightline.call.MediaPath;
import io.sightline.call.MediaPlane;
import io.sightline.call.RenditionProgress;
import io.sightline.fault.Refusal;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.UUID;

/**
 * The messages that the server sends, in their JSON form; docs/api/asyncapi.yaml describes each.
 */
public final class Messages {
  private Messages() {}

  static JsonObject ack(String id) {
    return Json.createObjectBuilder().add("type", "ack").add("id", id).build();
  }

  static JsonObject pong() {
    return Json.createObjectBuilder().add("type", "pong").build();
  }

  /**
   * @param id what is echoed; null for an error that answers no message
   */
  public static JsonObject error(String id, Refusal refusal) {
    JsonObjectBuilder json = Json.createObjectBuilder().add("type", "error");
    if (id != null) {
      json.add("id", id);
    }
    json.add("code", refusal.code()).add("message", refusal.getMessage());
    refusal.field().ifPresent(field -> json.add("field", field));
    return json.build();
  }

  static JsonObject callError(UUID callId, String code, String message) {
    return inCall("error", callId).add("code", code).add("message", message).build();
  }

  static JsonObject callState(CallView view, Socket socket) {
    return inCall("call.state", view.id()).add("call", view.snapshot(socket)).build();
  }

  static JsonObject callEnded(CallView view) {
    String reason = view.endReason() == null ? "ended" : view.endReason();
    return inCall("call.ended", view.id()).add("reason", reason).build();
  }

  static JsonObject sessionReplaced() {
    return Json.createObjectBuilder().add("type", "session.replaced").build();
  }

  static JsonObject participantRemoved() {
    return Json.createObjectBuilder().add("type", "participant.removed").build();
  }

  /** Somebody of the staff has switched the receiver's microphone off. */
  static JsonObject participantMuted(UUID callId, String by) {
    return inCall("participant.muted", callId).add("by", by).build();
  }

  static JsonObject mediaPath(UUID callId, int generation, MediaPath path, boolean offerer) {
    return inCall("media.path", callId)
        .add("generation", generation)
        .add("path", path.wireName())
        .add("offerer", offerer)
        .build();
  }

  static JsonObject mediaComplete(UUID callId, int generation) {
    return inCall("media.complete", callId).add("generation", generation).build();
  }

  static JsonObject mediaRestart(UUID callId, int generation) {
    return inCall("media.restart", callId).add("generation", generation).build();
  }

  static JsonObject relayedDescription(
      UUID callId, UUID from, SignalingMessage.MediaDescription message) {
    return inCall("media.description", callId)
        .add("generation", message.generation())
        .add("negotiation", message.negotiation())
        .add("from", from.toString())
        .add("description", description(message.kind(), message.sdp()))
        .add("receive", JsonValue.EMPTY_JSON_ARRAY)
        .add("send", JsonValue.EMPTY_JSON_ARRAY)
        .build();
  }

  static JsonObject relayedCandidate(
      UUID callId, UUID from, SignalingMessage.MediaCandidate message) {
    return inCall("media.candidate", callId)
        .add("generation", message.generation())
        .add("from", from.toString())
        .add("candidate", message.candidate())
        .build();
  }

  static JsonObject serverOffer(UUID callId, int generation, MediaPlane.ForwardedOffer offer) {
    return inCall("media.description", callId)
        .add("generation", generation)
        .add("negotiation", offer.negotiation())
        .add("from", "server")
        .add("description", description("offer", offer.sdp()))
        .add("receive", slots(offer.receive()))
        .add("send", slots(offer.send()))
        .build();
  }

  static JsonObject recordingProgress(RenditionProgress news) {
    JsonObjectBuilder json =
        inCall("recording.progress", news.callId())
            .add("recordingId", news.recordingId().toString())
            .add("state", news.state())
            .add("progress", Math.floor(news.progress() * 100));
    if (news.renditionId() != null) {
      json.add("renditionId", news.renditionId().toString());
    }
    if (news.remainingSeconds() < 0) {
      json.addNull("remainingSeconds");
    } else {
      json.add("remainingSeconds", news.remainingSeconds());
    }
    return json.build();
  }

  private static JsonArrayBuilder slots(List<MediaPlane.TrackSlot> slots) {
    JsonArrayBuilder array = Json.createArrayBuilder();
    for (MediaPlane.TrackSlot slot : slots) {
      JsonObjectBuilder json = Json.createObjectBuilder().add("mid", slot.mid());
      if (slot.participantId() != null) {
        json.add("participantId", slot.participantId().toString());
      }
      array.add(json.add("kind", slot.kind()).add("source", slot.source()));
    }
    return array;
  }

  private static JsonObjectBuilder description(String kind, String sdp) {
    return Json.createObjectBuilder().add("type", kind).add("sdp", sdp);
  }

  private static JsonObjectBuilder inCall(String type, UUID callId) {
    return Json.createObjectBuilder().add("type", type).add("callId", callId.toString());
  }
}
