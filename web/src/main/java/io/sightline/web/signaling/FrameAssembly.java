package io.sightline.web.signaling;

import io.sightline.signaling.MessageDecoder;
import java.nio.charset.StandardCharsets;

/** Puts the parts of a text frame together, up to 64 kB of UTF-8. Used by one thread at a time. */
final class FrameAssembly {
  private final StringBuilder parts = new StringBuilder();
  private int bytes;

  /**
   * Adds a part.
   *
   * @return false when the frame is too large; nothing more may be added then
   */
  boolean add(String part) {
    if (part.length() > MessageDecoder.LIMIT) {
      return false;
    }
    bytes += part.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MessageDecoder.LIMIT) {
      return false;
    }
    parts.append(part);
    return true;
  }

  /** The whole frame; the next begins empty. */
  String take() {
    String frame = parts.toString();
    parts.setLength(0);
    bytes = 0;
    return frame;
  }
}
