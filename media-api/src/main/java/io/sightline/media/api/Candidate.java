package io.sightline.media.api;

import java.io.Serializable;

/**
 * An ICE candidate (RFC 8839 section 5.1).
 *
 * @param foundation 1 to 32 ice-chars
 * @param priority unsigned 32-bit
 * @param address IPv4 or IPv6 literal, never a name
 * @param port 1 to 65535
 * @param type "host" or "srflx"; the transport is UDP and the component 1 (RTP and RTCP
 *     multiplexed)
 */
public record Candidate(String foundation, long priority, String address, int port, String type)
    implements Serializable {}
