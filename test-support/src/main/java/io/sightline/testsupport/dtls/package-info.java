/**
 * The DTLS 1.2 client that keys SRTP (RFC 5764), on BouncyCastle. It may block, so it runs on a
 * thread of its own; datagrams reach it through a queue.
 */
package io.sightline.testsupport.dtls;
