package io.sightline.mixer.track;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The content of a TRACK record.
 *
 * @param role in lower case
 * @param endpointId the participant's endpoint; another one after a reconnect
 * @param source in lower case: camera, microphone, screen, screen_audio
 * @param codecs by payload type
 */
public record TrackDescription(
    String participantId,
    String role,
    String endpointId,
    boolean video,
    String source,
    Map<Integer, CodecDescription> codecs) {

  static TrackDescription parse(String json) throws IOException {
    try (JsonReader reader = Json.createReader(new StringReader(json))) {
      JsonObject object = reader.readObject();
      Map<Integer, CodecDescription> codecs = new HashMap<>();
      JsonArray list = object.getJsonArray("codecs");
      for (JsonValue value : list == null ? JsonValue.EMPTY_JSON_ARRAY : list) {
        JsonObject codec = value.asJsonObject();
        int payloadType = codec.getInt("pt");
        codecs.put(
            payloadType,
            new CodecDescription(
                payloadType,
                codec.getString("name"),
                codec.getInt("clockRate"),
                codec.getInt("channels", 1),
                apt(codec.get("fmtp"))));
      }
      return new TrackDescription(
          object.getString("participantId"),
          object.getString("role", "").toLowerCase(Locale.ROOT),
          object.getString("endpointId", ""),
          object.getString("kind").equalsIgnoreCase("video"),
          object.getString("source", "").toLowerCase(Locale.ROOT),
          codecs);
    } catch (JsonException | ClassCastException | NullPointerException e) {
      throw new IOException("a TRACK record cannot be read", e);
    }
  }

  public boolean screen() {
    return source.startsWith("screen");
  }

  /** Whether it shows a person. */
  public boolean cameraPicture() {
    return video && !screen();
  }

  /** Whether this is one of those who came by a link, and not of those who serve them. */
  public boolean customerSide() {
    return role.equals("customer") || role.equals("guest");
  }

  private static int apt(JsonValue fmtp) {
    if (fmtp instanceof JsonObject object) {
      JsonValue apt = object.get("apt");
      if (apt instanceof JsonNumber number) {
        return number.intValue();
      }
      return apt instanceof JsonString text ? number(text.getString()) : -1;
    }
    if (fmtp instanceof JsonString text) {
      for (String part : text.getString().split(";")) {
        if (part.strip().startsWith("apt=")) {
          return number(part.strip().substring(4));
        }
      }
    }
    return -1;
  }

  private static int number(String digits) {
    return digits.matches("\\d{1,3}") ? Integer.parseInt(digits) : -1;
  }
}
