/**
 * Tells the protocols on one UDP port apart by their first bytes (RFC 7983, RFC 5761).
 *
 * <p>Only classification belongs here; nothing is parsed beyond the bytes that decide.
 */
package io.sightline.media.demux;
