package io.sightline.recording;

import java.util.UUID;

/**
 * A verified file that a composition made.
 *
 * @param kind {@link Rendition#CAPTURE} or {@link Rendition#MIXED}
 * @param participantId whose capture it is; null for a mixed one
 * @param path relative to the store's root
 * @param bytes of the plaintext
 * @param sha256 of the plaintext, lower-case hexadecimal
 * @param offsetMs from the recording's first media to the first of this file
 */
public record NewRendition(
    String kind,
    UUID participantId,
    String role,
    String format,
    String mime,
    String path,
    long bytes,
    String sha256,
    long durationMs,
    long offsetMs) {

  NewRendition withRole(String found) {
    return new NewRendition(
        kind, participantId, found, format, mime, path, bytes, sha256, durationMs, offsetMs);
  }
}
