package io.sightline.recording;

import java.util.UUID;

/**
 * A file that a composition made.
 *
 * @param id the same whenever the job makes it again
 * @param kind {@link Rendition#CAPTURE}, {@link Rendition#MIXED} or {@link Rendition#PICTURE}
 * @param participantId whose capture it is; null for a mixed one
 * @param path relative to the store's root
 * @param bytes of the plaintext
 * @param sha256 of the plaintext, lower-case hexadecimal; null until the file was read back
 * @param offsetMs from the recording's first media to the first of this file
 * @param options null for a copy
 * @param notes of a copy
 */
public record NewRendition(
    UUID id,
    UUID jobId,
    String kind,
    UUID participantId,
    String role,
    String format,
    String mime,
    String path,
    long bytes,
    String sha256,
    long durationMs,
    long offsetMs,
    RenditionOptions options,
    CopyNotes notes) {

  NewRendition withRole(String found) {
    return new NewRendition(
        id,
        jobId,
        kind,
        participantId,
        found,
        format,
        mime,
        path,
        bytes,
        sha256,
        durationMs,
        offsetMs,
        options,
        notes);
  }
}
