package io.sightline.signaling;

import io.sightline.call.CallRing;
import io.sightline.chat.ChatText;
import io.sightline.fault.Refusal;
import io.sightline.presence.AgentPresence;
import io.sightline.signaling.SignalingMessage.Envelope;
import io.sightline.signaling.SignalingMessage.RecordingControl;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParser;
import java.io.StringReader;
import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.UUID;

/**
 * Turns a client's text frame into a {@link SignalingMessage}. Whatever the text, the outcome is a
 * message or a {@link DecodingException}; fields that are not known are ignored.
 */
public final class MessageDecoder {
  /** The largest frame in characters. */
  public static final int LIMIT = 65_536;

  private static final int DEPTH = 16;
  private static final int GENERATIONS = 1_000_000;

  /** More often a page does not begin anew between two joins that got through. */
  private static final int FORMER_SESSIONS = 8;

  /** No socket lives for so many messages. */
  private static final int NUMBERS = 1_000_000_000;

  /** Before it is cleaned, a text may be somewhat longer than what is kept of it. */
  private static final int CHAT_INPUT = 2 * ChatText.LONGEST;

  private MessageDecoder() {}

  /** A frame that is no message; carries the id to echo where one could be read. */
  public static final class DecodingException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String id;
    private final transient Numbering numbering;
    private final transient Refusal refusal;

    DecodingException(String id, Numbering numbering, Refusal refusal) {
      super(refusal.getMessage(), refusal);
      this.id = id;
      this.numbering = numbering;
      this.refusal = refusal;
    }

    /** As far as it could be read. */
    public Numbering numbering() {
      return numbering;
    }

    /** Null where the frame had none that could be read. */
    public String id() {
      return id;
    }

    public Refusal refusal() {
      return refusal;
    }
  }

  /**
   * Decodes one frame.
   *
   * @param implied the call of those who are admitted to one only; null for users, who name it
   */
  public static Envelope decode(String frame, UUID implied) throws DecodingException {
    JsonObject object = parse(frame);
    Numbering numbering = Numbering.NONE;
    String id = null;
    try {
      MessageFields fields = new MessageFields(object, implied);
      numbering =
          new Numbering(
              fields.optionalNumber("seq", NUMBERS), fields.optionalNumber("received", NUMBERS));
      id = fields.optionalText("id", 64);
      String type = fields.text("type", 64);
      return new Envelope(id, numbering, message(type, fields));
    } catch (Refusal refusal) {
      throw new DecodingException(id, numbering, refusal);
    }
  }

  private static SignalingMessage message(String type, MessageFields fields) {
    return switch (type) {
      case "join" -> join(fields);
      case "leave" -> new SignalingMessage.Leave(fields.callId());
      case "media.state" ->
          new SignalingMessage.MediaState(
              fields.callId(), fields.flag("audio"), fields.flag("video"), fields.flag("screen"));
      case "media.description" -> description(fields);
      case "media.candidate" -> candidate(fields);
      case "media.established" ->
          new SignalingMessage.MediaEstablished(fields.callId(), generation(fields));
      case "media.restart" ->
          new SignalingMessage.MediaRestart(fields.callId(), generation(fields));
      case "media.failed" ->
          new SignalingMessage.MediaFailed(
              fields.callId(), generation(fields), fields.optionalText("reason", 200));
      case "recording.start" -> recording(fields, RecordingControl.Action.START);
      case "recording.stop" -> recording(fields, RecordingControl.Action.STOP);
      case "recording.pause" -> recording(fields, RecordingControl.Action.PAUSE);
      case "recording.resume" -> recording(fields, RecordingControl.Action.RESUME);
      case "participant.hold" -> hold(fields, true);
      case "participant.resume" -> hold(fields, false);
      case "participant.mute" ->
          new SignalingMessage.Mute(fields.callId(), fields.uuid("participantId"));
      case "hand.raise" -> new SignalingMessage.Hand(fields.callId(), true, null);
      case "hand.lower" ->
          new SignalingMessage.Hand(
              fields.callId(),
              false,
              fields.has("participantId") ? fields.uuid("participantId") : null);
      case "chat.send" ->
          new SignalingMessage.ChatSend(
              fields.callId(),
              fields.text("key", 64),
              fields.has("to") ? fields.uuid("to") : null,
              new ChatText(fields.anyText("text", CHAT_INPUT)));
      case "chat.list" ->
          new SignalingMessage.ChatList(
              fields.callId(), fields.has("after") ? fields.number("after", GENERATIONS) : 0);
      case "participant.admit" ->
          new SignalingMessage.Door(
              fields.callId(),
              SignalingMessage.Door.Action.ADMIT,
              fields.has("participantId") ? fields.uuid("participantId") : null);
      case "participant.return" -> door(fields, SignalingMessage.Door.Action.PUT_BACK);
      case "participant.remove" -> door(fields, SignalingMessage.Door.Action.REMOVE);
      case "call.end" -> new SignalingMessage.CallEnd(fields.callId());
      case "transfer.start" -> transfer(fields);
      case "transfer.complete" -> new SignalingMessage.TransferComplete(fields.callId());
      case "transfer.cancel" -> new SignalingMessage.TransferCancel(fields.callId());
      case "ring.accept" -> new SignalingMessage.RingAccept(fields.callId());
      case "ring.decline" -> new SignalingMessage.RingDecline(fields.callId());
      case "colleagues.list" -> new SignalingMessage.ColleaguesList();
      case "presence.set" -> presence(fields);
      case "ping" -> new SignalingMessage.Ping();
      default ->
          throw Refusal.field("message.unknown", "type", "There is no message of this type.");
    };
  }

  private static SignalingMessage join(MessageFields fields) {
    MessageFields capabilities = fields.optionalObject("capabilities");
    MessageFields media = fields.optionalObject("media");
    return new SignalingMessage.Join(
        fields.callId(),
        capabilities.codecs("audio"),
        capabilities.codecs("video"),
        media.flag("audio"),
        media.flag("video"),
        media.flag("screen"),
        fields.optionalText("name", 64),
        fields.texts("former", FORMER_SESSIONS, 64));
  }

  private static SignalingMessage description(MessageFields fields) {
    MessageFields description = fields.object("description");
    String kind = description.text("type", 16);
    if (!"offer".equals(kind) && !"answer".equals(kind)) {
      throw MessageFields.malformed("description.type", "must be offer or answer");
    }
    int negotiation = fields.has("negotiation") ? fields.number("negotiation", GENERATIONS) : 0;
    return new SignalingMessage.MediaDescription(
        fields.callId(), generation(fields), negotiation, kind, description.text("sdp", LIMIT));
  }

  private static SignalingMessage candidate(MessageFields fields) {
    JsonValue candidate = fields.value("candidate");
    if (candidate instanceof JsonObject object) {
      MessageFields inner = fields.object("candidate");
      inner.anyText("candidate", 1024);
      inner.optionalText("sdpMid", 64);
      inner.optionalText("usernameFragment", 256);
      if (object.get("sdpMLineIndex") instanceof JsonNumber) {
        inner.number("sdpMLineIndex", 65_535);
      }
    } else if (candidate != JsonValue.NULL) {
      throw MessageFields.malformed("candidate", "must be an object or null");
    }
    return new SignalingMessage.MediaCandidate(fields.callId(), generation(fields), candidate);
  }

  private static SignalingMessage recording(MessageFields fields, RecordingControl.Action action) {
    return new RecordingControl(fields.callId(), action);
  }

  private static SignalingMessage hold(MessageFields fields, boolean onHold) {
    return new SignalingMessage.Hold(fields.callId(), fields.uuid("participantId"), onHold);
  }

  private static SignalingMessage door(MessageFields fields, SignalingMessage.Door.Action action) {
    return new SignalingMessage.Door(fields.callId(), action, fields.uuid("participantId"));
  }

  private static SignalingMessage transfer(MessageFields fields) {
    String word = fields.text("kind", 16);
    CallRing.Kind kind =
        Arrays.stream(CallRing.Kind.values())
            .filter(each -> each.byAgent() && each.wireName().equals(word))
            .findFirst()
            .orElseThrow(
                () -> MessageFields.malformed("kind", "must be blind, consult or conference"));
    UUID colleague = fields.has("userId") ? fields.uuid("userId") : null;
    UUID group = fields.has("groupId") ? fields.uuid("groupId") : null;
    if (colleague != null && group != null) {
      throw MessageFields.malformed("groupId", "must be left out where userId is given");
    }
    return new SignalingMessage.TransferStart(
        fields.callId(), kind, new CallRing.Asked(colleague, group));
  }

  private static SignalingMessage presence(MessageFields fields) {
    return AgentPresence.Availability.fromWire(fields.text("presence", 16))
        .map(SignalingMessage.PresenceSet::new)
        .orElseThrow(() -> MessageFields.malformed("presence", "must be available, busy or away"));
  }

  private static int generation(MessageFields fields) {
    return fields.number("generation", GENERATIONS);
  }

  private static JsonObject parse(String frame) throws DecodingException {
    if (frame.length() > LIMIT || depth(frame) > DEPTH) {
      throw new DecodingException(
          null,
          Numbering.NONE,
          Refusal.of(Refusal.Kind.TOO_LARGE, "message.too.large", "The message is too large."));
    }
    try (JsonParser parser = Json.createParser(new StringReader(frame))) {
      parser.next();
      JsonObject object = parser.getObject();
      if (parser.hasNext()) {
        throw new JsonException("something follows the object");
      }
      return object;
    } catch (JsonException | IllegalStateException | NoSuchElementException notJson) {
      throw new DecodingException(
          null,
          Numbering.NONE,
          Refusal.of(
              Refusal.Kind.MALFORMED, "message.malformed", "The message is not a JSON object."));
    }
  }

  /** The deepest nesting outside of texts, found without building anything. */
  private static int depth(String frame) {
    int depth = 0;
    int deepest = 0;
    boolean text = false;
    for (int i = 0; i < frame.length(); i++) {
      char at = frame.charAt(i);
      if (text) {
        if (at == '\\') {
          i++;
        } else if (at == '"') {
          text = false;
        }
      } else if (at == '"') {
        text = true;
      } else if (at == '{' || at == '[') {
        deepest = Math.max(deepest, ++depth);
      } else if (at == '}' || at == ']') {
        depth--;
      }
    }
    return deepest;
  }
}
