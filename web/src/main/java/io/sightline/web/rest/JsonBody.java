package io.sightline.web.rest;

import io.sightline.fault.Refusal;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonParser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The JSON object that a request brought, read field by field with errors that name the field. At
 * most {@value #LIMIT} bytes and {@value #DEPTH} levels.
 */
public final class JsonBody {
  /** The largest body in bytes. */
  public static final int LIMIT = 65_536;

  /** The deepest nesting. */
  public static final int DEPTH = 16;

  private final JsonObject object;

  private JsonBody(JsonObject object) {
    this.object = object;
  }

  /**
   * @throws Refusal when the body is too large, not JSON, too deep, not an object, or more than one
   */
  public static JsonBody read(InputStream stream) {
    byte[] bytes;
    try {
      bytes = stream.readNBytes(LIMIT + 1);
    } catch (IOException broken) {
      throw Refusal.of(Refusal.Kind.MALFORMED, "body.unreadable", "The body ended too early.");
    }
    if (bytes.length > LIMIT) {
      throw Refusal.of(Refusal.Kind.TOO_LARGE, "body.too.large", "At most 65536 bytes.");
    }
    requireShallow(bytes);
    try (JsonParser parser = Json.createParser(new ByteArrayInputStream(bytes))) {
      parser.next();
      JsonObject object = parser.getObject();
      if (parser.hasNext()) {
        throw new JsonException("something follows the object");
      }
      return new JsonBody(object);
    } catch (JsonException | IllegalStateException | NoSuchElementException notJson) {
      throw Refusal.of(Refusal.Kind.MALFORMED, "body.malformed", "The body is not a JSON object.");
    }
  }

  private static void requireShallow(byte[] bytes) {
    int depth = 0;
    boolean text = false;
    for (int i = 0; i < bytes.length; i++) {
      byte at = bytes[i];
      if (text) {
        if (at == '\\') {
          i++;
        } else if (at == '"') {
          text = false;
        }
      } else if (at == '"') {
        text = true;
      } else if (at == '{' || at == '[') {
        depth++;
      } else if (at == '}' || at == ']') {
        depth--;
      }
      if (depth > DEPTH) {
        throw Refusal.of(Refusal.Kind.MALFORMED, "body.malformed", "The body nests too deeply.");
      }
    }
  }

  /** A text that must be there, of 1 to {@code longest} characters. */
  public String text(String field, int longest) {
    return optionalText(field, longest)
        .orElseThrow(() -> Refusal.field("field.missing", field, "The field is missing."));
  }

  /** A text of 1 to {@code longest} characters, or nothing. */
  public Optional<String> optionalText(String field, int longest) {
    JsonValue value = object.get(field);
    if (value == null || value == JsonValue.NULL) {
      return Optional.empty();
    }
    if (!(value instanceof JsonString string)) {
      throw Refusal.field("field.type", field, "The field must be a text.");
    }
    String text = string.getString();
    if (text.isEmpty() || text.length() > longest) {
      throw Refusal.field(
          "field.length", field, "The field must have 1 to " + longest + " characters.");
    }
    return Optional.of(text);
  }

  /** An object kept as it came, or nothing. */
  public Optional<JsonObject> optionalObject(String field) {
    JsonValue value = object.get(field);
    if (value == null || value == JsonValue.NULL) {
      return Optional.empty();
    }
    if (!(value instanceof JsonObject inner)) {
      throw Refusal.field("field.type", field, "The field must be an object.");
    }
    return Optional.of(inner);
  }

  /** Whether the field is there and not null. */
  public boolean has(String field) {
    return object.getOrDefault(field, JsonValue.NULL) != JsonValue.NULL;
  }

  /** A whole number from 0 to {@code largest} that must be there. */
  public int number(String field, int largest) {
    if (!(object.get(field) instanceof JsonNumber number)
        || !number.isIntegral()
        || number.longValue() < 0
        || number.longValue() > largest) {
      throw Refusal.field(
          "field.range", field, "The field must be a whole number from 0 to " + largest + ".");
    }
    return number.intValue();
  }

  /** True or false, or nothing. */
  public Optional<Boolean> optionalFlag(String field) {
    JsonValue value = object.get(field);
    if (value == null || value == JsonValue.NULL) {
      return Optional.empty();
    }
    if (value != JsonValue.TRUE && value != JsonValue.FALSE) {
      throw Refusal.field("field.type", field, "The field must be true or false.");
    }
    return Optional.of(value == JsonValue.TRUE);
  }

  /** A list of at most {@code most} short texts, or nothing. */
  public Optional<List<String>> optionalTexts(String field, int most) {
    JsonValue value = object.get(field);
    if (value == null || value == JsonValue.NULL) {
      return Optional.empty();
    }
    if (!(value instanceof JsonArray array)
        || array.size() > most
        || !array.stream().allMatch(JsonString.class::isInstance)) {
      throw Refusal.field(
          "field.type", field, "The field must be a list of at most " + most + " texts.");
    }
    return Optional.of(
        array.getValuesAs(JsonString.class).stream().map(JsonString::getString).toList());
  }
}
