/**
 * Session descriptions at the edge: text to records and back (RFC 8866, 8829, 8839, 8843, 5763).
 *
 * <p>Belongs here: what is written in an offer, what is accepted in an answer, and the limits on
 * both. Does not belong here: endpoints, calls, sockets; nothing in this package keeps state or
 * does I/O.
 */
package io.sightline.gateway.sdp;
