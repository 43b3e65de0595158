/**
 * RTCP compound packets (RFC 3550 section 6, RFC 4585, RFC 5104, REMB, transport-wide congestion
 * control): one reader and one writer over byte arrays.
 *
 * <p>What the reports say about a stream belongs to {@code stream}.
 */
package io.sightline.media.rtcp;
