/**
 * What a sequence of packets means: loss, jitter, reports, NACK and key-frame requests on the
 * receiving side; one continuous stream, retransmission and sender reports on the sending side.
 *
 * <p>State of one stream each, without keys, sockets or other streams. Bytes are read and written
 * through {@code rtp} and {@code rtcp}.
 */
package io.sightline.media.stream;
