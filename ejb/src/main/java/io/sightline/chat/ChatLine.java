package io.sightline.chat;

import java.time.Instant;
import java.util.UUID;

/**
 * A message as it is read.
 *
 * @param position from 1, without holes within a call
 * @param senderKey what the sender's device called it, so that it knows its own again
 */
public record ChatLine(
    UUID id, UUID participantId, int position, Instant sentAt, String senderKey, String text) {}
