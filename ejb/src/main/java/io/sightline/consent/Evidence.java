package io.sightline.consent;

import java.time.Instant;
import java.util.UUID;

/**
 * That somebody has decided, when, and upon which text.
 *
 * @param textSha256 lower-case hexadecimal, of the text in UTF-8
 */
public record Evidence(
    UUID participantId,
    boolean agreed,
    String language,
    int version,
    String textSha256,
    Instant decidedAt) {}
