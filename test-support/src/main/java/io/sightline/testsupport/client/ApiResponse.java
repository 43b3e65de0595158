package io.sightline.testsupport.client;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;

/**
 * An answer of the REST interface.
 *
 * @param status HTTP status code
 */
public record ApiResponse(String request, int status, HttpHeaders headers, byte[] body) {

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /**
   * The body as a JSON object.
   *
   * @throws jakarta.json.JsonException when it is none
   */
  public JsonObject json() {
    try (JsonReader reader = Json.createReader(new StringReader(text()))) {
      return reader.readObject();
    }
  }

  /**
   * This answer, if its status is as expected.
   *
   * @throws AssertionError with request, status and body, when not
   */
  public ApiResponse expect(int wanted) {
    if (status != wanted) {
      throw new AssertionError(
          request + " answered " + status + " instead of " + wanted + ": " + text());
    }
    return this;
  }
}
