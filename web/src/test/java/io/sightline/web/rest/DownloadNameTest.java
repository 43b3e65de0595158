package io.sightline.web.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadNameTest {
  @Test
  void leavesPlainNames() {
    assertEquals(
        "attachment; filename=\"2026-03-01_7f0c1f0e.webm\"",
        DownloadName.attachment("2026-03-01_7f0c1f0e.webm"));
  }

  @Test
  void saysOthersTwice() {
    assertEquals(
        "attachment; filename=\"caf_.webm\"; filename*=UTF-8''caf%C3%A9.webm",
        DownloadName.attachment("caf\u00e9.webm"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "../../x", "..", "a\r\nSet-Cookie: b", "a\"; b", "\u202egpj.exe", "a\u0000\\"})
  void namesNoPlaceAndEndsNoHeader(String name) {
    String value = DownloadName.attachment(name);
    assertTrue(value.matches("attachment; filename=\"[A-Za-z0-9_-][A-Za-z0-9_.=-]*\""), value);
  }
}
