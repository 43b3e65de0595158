package io.sightline.mixer;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An object of the job document, read strictly. Every fault names its field, such as {@code
 * outputs[1].format}, and never quotes a value: it might be a key.
 */
final class JobFields {
  private final JsonObject object;
  private final String path;
  private final Set<String> asked = new HashSet<>();

  JobFields(JsonObject object, String path) {
    this.object = object;
    this.path = path;
  }

  /** The field's name in messages. */
  String name(String field) {
    return path.isEmpty() ? field : path + '.' + field;
  }

  String text(String field) throws JobException {
    String value = text(field, null);
    if (value == null) {
      throw bad(field, "is missing");
    }
    return value;
  }

  String text(String field, String otherwise) throws JobException {
    JsonValue value = get(field);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof JsonString string) {
      return string.getString();
    }
    throw bad(field, "is a text");
  }

  /** A text of a given set. */
  String oneOf(String field, String otherwise, List<String> values) throws JobException {
    String value = otherwise == null ? text(field) : text(field, otherwise);
    if (!values.contains(value)) {
      throw bad(field, "is one of " + String.join(", ", values));
    }
    return value;
  }

  int number(String field, int otherwise, int least, int most) throws JobException {
    JsonValue value = get(field);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof JsonNumber number && number.isIntegral()) {
      long given = number.longValue();
      if (given >= least && given <= most) {
        return (int) given;
      }
    }
    throw bad(field, "is a whole number from " + least + " to " + most);
  }

  byte[] key(String field) throws JobException {
    try {
      byte[] key = Base64.getDecoder().decode(text(field));
      if (key.length == 32) {
        return key;
      }
    } catch (IllegalArgumentException e) {
      throw bad(field, "is not in Base64");
    }
    throw bad(field, "must have 32 bytes");
  }

  Path absolute(String field) throws JobException {
    try {
      Path value = Path.of(text(field));
      if (value.isAbsolute()) {
        return value.normalize();
      }
    } catch (InvalidPathException e) {
      throw bad(field, "is not a valid path");
    }
    throw bad(field, "is an absolute path");
  }

  /** Returns null where the field is missing. */
  Path absoluteOrNull(String field) throws JobException {
    return get(field) == null ? null : absolute(field);
  }

  List<JobFields> objects(String field, int most) throws JobException {
    JsonValue value = get(field);
    if (value == null) {
      return List.of();
    }
    if (value.getValueType() != JsonValue.ValueType.ARRAY || value.asJsonArray().size() > most) {
      throw bad(field, "is an array of at most " + most + " objects");
    }
    List<JobFields> objects = new ArrayList<>();
    for (JsonValue element : value.asJsonArray()) {
      String where = name(field) + '[' + objects.size() + ']';
      if (element.getValueType() != JsonValue.ValueType.OBJECT) {
        throw new JobException(JobException.Reason.BAD_JOB, where + " is an object");
      }
      objects.add(new JobFields(element.asJsonObject(), where));
    }
    return objects;
  }

  /** The texts of an object by their names, none longer than a limit in characters. */
  Map<String, String> texts(String field, int mostTexts, int mostCharacters) throws JobException {
    JsonValue value = get(field);
    if (value == null) {
      return Map.of();
    }
    if (value.getValueType() != JsonValue.ValueType.OBJECT
        || value.asJsonObject().size() > mostTexts) {
      throw bad(field, "is an object of at most " + mostTexts + " texts");
    }
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonValue> entry : value.asJsonObject().entrySet()) {
      if (!(entry.getValue() instanceof JsonString text)) {
        throw bad(field, "holds something that is not a text");
      }
      String characters = text.getString();
      if (characters.codePointCount(0, characters.length()) > mostCharacters) {
        throw bad(field, "holds a text of more than " + mostCharacters + " characters");
      }
      texts.put(entry.getKey(), characters);
    }
    return texts;
  }

  /** Refuses fields that nobody asked for: a job that means more than it gets is wrong. */
  void end() throws JobException {
    for (String field : object.keySet()) {
      if (!asked.contains(field)) {
        boolean plain = field.matches("[A-Za-z0-9_-]{1,40}");
        throw bad(plain ? field : "a field of another name", "is not known");
      }
    }
  }

  JobException bad(String field, String what) {
    return new JobException(JobException.Reason.BAD_JOB, name(field) + ' ' + what);
  }

  private JsonValue get(String field) {
    asked.add(field);
    JsonValue value = object.get(field);
    return value == JsonValue.NULL ? null : value;
  }
}
