package io.sightline.signaling;

import io.sightline.fault.Refusal;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/** The fields of a message, each read with an error that names it by its path. */
final class MessageFields {
  private static final Pattern CODEC = Pattern.compile("[A-Za-z0-9._-]{1,24}");
  private static final int CODECS = 16;

  private final JsonObject object;
  private final String prefix;
  private final UUID implied;

  MessageFields(JsonObject object, UUID implied) {
    this(object, "", implied);
  }

  private MessageFields(JsonObject object, String prefix, UUID implied) {
    this.object = object;
    this.prefix = prefix;
    this.implied = implied;
  }

  static Refusal malformed(String field, String rule) {
    return Refusal.field("message.malformed", field, "The field " + field + " " + rule + ".");
  }

  private Refusal wrong(String field, String rule) {
    return malformed(prefix + field, rule);
  }

  boolean has(String field) {
    return object.containsKey(field) && object.get(field) != JsonValue.NULL;
  }

  JsonValue value(String field) {
    JsonValue value = object.get(field);
    if (value == null) {
      throw wrong(field, "is missing");
    }
    return value;
  }

  /** 1 to {@code longest} characters. */
  String text(String field, int longest) {
    String text = anyText(field, longest);
    if (text.isEmpty()) {
      throw wrong(field, "must not be empty");
    }
    return text;
  }

  /** 0 to {@code longest} characters. */
  String anyText(String field, int longest) {
    if (!(value(field) instanceof JsonString string)) {
      throw wrong(field, "must be a text");
    }
    if (string.getString().length() > longest) {
      throw wrong(field, "must have at most " + longest + " characters");
    }
    return string.getString();
  }

  /** Null when it is missing or null. */
  String optionalText(String field, int longest) {
    return has(field) ? anyText(field, longest) : null;
  }

  /** The call named, or the implied one; whoever is admitted to one call knows no other. */
  UUID uuid(String name) {
    try {
      return UUID.fromString(text(name, 36));
    } catch (IllegalArgumentException notAnId) {
      throw wrong(name, "must be a UUID");
    }
  }

  UUID callId() {
    String text = optionalText("callId", 36);
    if (text == null) {
      if (implied == null) {
        throw wrong("callId", "is missing");
      }
      return implied;
    }
    try {
      UUID id = UUID.fromString(text);
      if (implied != null && !implied.equals(id)) {
        throw Refusal.unknown("call");
      }
      if (id.toString().equalsIgnoreCase(text)) {
        return id;
      }
      throw wrong("callId", "must be a UUID");
    } catch (IllegalArgumentException notAnId) {
      throw wrong("callId", "must be a UUID");
    }
  }

  /** False when it is missing. */
  boolean flag(String field) {
    JsonValue value = object.get(field);
    if (value == null || value == JsonValue.FALSE) {
      return false;
    }
    if (value == JsonValue.TRUE) {
      return true;
    }
    throw wrong(field, "must be true or false");
  }

  /** A whole number of 0 to {@code largest}. */
  int number(String field, int largest) {
    if (!(value(field) instanceof JsonNumber number)) {
      throw wrong(field, "must be a number");
    }
    double value = number.doubleValue();
    if (!(value >= 0 && value <= largest) || value != Math.rint(value)) {
      throw wrong(field, "must be a whole number of 0 to " + largest);
    }
    return (int) value;
  }

  /** 0 when it is missing. */
  int optionalNumber(String field, int largest) {
    return has(field) ? number(field, largest) : 0;
  }

  MessageFields object(String field) {
    if (!(value(field) instanceof JsonObject inner)) {
      throw wrong(field, "must be an object");
    }
    return new MessageFields(inner, prefix + field + ".", implied);
  }

  /** Without fields when it is missing. */
  MessageFields optionalObject(String field) {
    return has(field) ? object(field) : new MessageFields(JsonValue.EMPTY_JSON_OBJECT, implied);
  }

  /** Names of codecs; none when it is missing. */
  List<String> codecs(String field) {
    List<String> names = texts(field, CODECS, Integer.MAX_VALUE);
    if (!names.stream().allMatch(name -> CODEC.matcher(name).matches())) {
      throw wrong(field, "must be a list of codec names");
    }
    return names;
  }

  /** Up to {@code most} texts of up to {@code longest} characters; none when it is missing. */
  List<String> texts(String field, int most, int longest) {
    if (!has(field)) {
      return List.of();
    }
    if (!(value(field) instanceof JsonArray array) || array.size() > most) {
      throw wrong(field, "must be a list of at most " + most + " texts");
    }
    List<String> texts = new ArrayList<>();
    for (JsonValue each : array) {
      if (!(each instanceof JsonString string) || string.getString().length() > longest) {
        throw wrong(field, "must be a list of texts of at most " + longest + " characters");
      }
      texts.add(string.getString());
    }
    return texts;
  }
}
