package io.sightline.web.rest;

import io.sightline.fault.Refusal;
import java.util.UUID;

/** Ids in paths and queries. */
final class Ids {
  private static final int LENGTH = 36;

  private Ids() {}

  /**
   * The id.
   *
   * @throws Refusal as for an unknown one when it is malformed
   */
  static UUID parse(String text, String what) {
    try {
      if (text.length() == LENGTH) {
        return UUID.fromString(text);
      }
    } catch (IllegalArgumentException malformed) {
      throw Refusal.unknown(what);
    }
    throw Refusal.unknown(what);
  }
}
