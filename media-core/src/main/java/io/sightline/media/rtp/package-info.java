/**
 * RTP packets as views over byte arrays (RFC 3550), header extensions (RFC 8285), retransmission
 * (RFC 4588), and the few bits of video payloads that forwarding needs.
 *
 * <p>Views read and rewrite in place and allocate nothing. What a stream of packets means belongs
 * to {@code stream}; no payload is decoded here.
 */
package io.sightline.media.rtp;
