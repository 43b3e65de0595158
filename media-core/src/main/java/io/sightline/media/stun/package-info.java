/**
 * STUN binding requests and their answers (RFC 8489) on ice4j's message codec.
 *
 * <p>Bytes in, values and bytes out. What a request means for a session belongs to {@code ice}; no
 * transaction, retransmission or socket belongs here.
 */
package io.sightline.media.stun;
