package io.sightline.web.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class PlaybackCookieTest {
  /** Chromium takes a quoted path for none: RFC 6265 section 5.2.4 wants a slash first. */
  @Test
  void writesItsPathBare() {
    UUID id = UUID.fromString("7f0c1f0e-9d55-4d0c-8a44-7d5a3f0f7c11");
    assertEquals(
        "__Secure-playback-7f0c1f0e-9d55-4d0c-8a44-7d5a3f0f7c11=1.demo.mac"
            + "; Path=/api/recordings/play/7f0c1f0e-9d55-4d0c-8a44-7d5a3f0f7c11"
            + "; Max-Age=600; Secure; HttpOnly; SameSite=Strict",
        RecordingResource.playbackCookie(id, "1.demo.mac"));
  }
}
