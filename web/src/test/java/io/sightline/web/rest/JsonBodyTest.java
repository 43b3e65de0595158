package io.sightline.web.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.fault.Refusal;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonBodyTest {
  private static JsonBody body(String text) {
    return JsonBody.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void refusesWhatIsNoObject() {
    for (String text :
        List.of(
            "", "[]", "1", "{", "null", "{\"a\":}", "\u0000", "{} x", "{}{}", "{},", "{}\u0000")) {
      assertEquals(
          "body.malformed", assertThrows(Refusal.class, () -> body(text), text).code(), text);
    }
  }

  @Test
  void refusesWhatIsTooLargeOrTooDeep() {
    assertEquals(
        Refusal.Kind.TOO_LARGE,
        assertThrows(Refusal.class, () -> body("{\"a\":\"" + "x".repeat(70_000) + "\"}")).kind());
    assertEquals(
        "body.malformed",
        assertThrows(Refusal.class, () -> body("{\"a\":" + "[".repeat(30_000))).code());
  }

  @Test
  void namesTheField() {
    assertEquals(
        "code",
        assertThrows(Refusal.class, () -> body("{}").text("code", 5)).field().orElseThrow());
    for (String value : List.of("1", "{}", "\"\"", "\"123456\"")) {
      assertThrows(Refusal.class, () -> body("{\"code\":" + value + "}").text("code", 5), value);
    }
    assertEquals("ab", body(" {\"code\":\"ab\"} \n").text("code", 5));
    assertTrue(body("{\"code\":null}").optionalText("code", 5).isEmpty());
  }

  @Test
  void saysErrorsInGenesysShape() {
    var json =
        ErrorBody.body(410, "link.expired", "This link has expired.", Map.of("a", "b"), "ctx");
    assertEquals(
        List.of(
            "message",
            "code",
            "status",
            "messageWithParams",
            "messageParams",
            "contextId",
            "details",
            "errors"),
        List.copyOf(json.keySet()));
  }
}
