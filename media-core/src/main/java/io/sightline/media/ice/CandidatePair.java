package io.sightline.media.ice;

import java.net.InetSocketAddress;

/**
 * What packets go between (RFC 8445 section 3). One remote address may be on several pairs, each
 * with another address of this machine.
 *
 * @param base the local address from which is sent
 * @param remote the address beyond, as seen from here
 */
public record CandidatePair(InetSocketAddress base, InetSocketAddress remote) {}
