package io.sightline.chat;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A message as it is read.
 *
 * @param position from 1, without holes within a call; who may not read all of it sees holes
 * @param thread the guest at a meeting's door with whom alone the staff writes; null for what is
 *     written to all in the call
 * @param senderKey what the sender's device called it, so that it knows its own again
 * @param text what was written, or the name of the file that was handed over
 */
public record ChatLine(
    UUID id,
    UUID participantId,
    UUID thread,
    int position,
    Instant sentAt,
    String senderKey,
    String text,
    Optional<SharedFile> file) {}
