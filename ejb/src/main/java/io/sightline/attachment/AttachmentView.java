package io.sightline.attachment;

import java.time.Instant;
import java.util.UUID;

/**
 * What is told of a file.
 *
 * @param participantId who handed it over, or kept it
 * @param name without any place; for people only
 * @param mime proven by its content
 * @param size of the plaintext in bytes
 * @param sha256 of the plaintext, 64 hexadecimal digits
 */
public record AttachmentView(
    UUID id,
    UUID participantId,
    Attachment.Kind kind,
    Instant at,
    String name,
    String mime,
    long size,
    String sha256) {}
