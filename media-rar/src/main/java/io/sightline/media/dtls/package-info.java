/**
 * DTLS 1.2 for SRTP keys (RFC 5763, RFC 5764): the server's certificate, the handshake on a worker
 * thread, the check of the browser's fingerprint. Datagrams come in through a bounded queue and
 * only from ICE-validated addresses. No sockets, no media.
 */
package io.sightline.media.dtls;
