/**
 * SRTP and SRTCP (RFC 3711, RFC 7714) on JCE ciphers, written for tests: plain, one packet at a
 * time, allocating freely. No sockets and no key exchange.
 */
package io.sightline.testsupport.srtp;
