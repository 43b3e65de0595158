package io.sightline.gateway.sdp;

/**
 * An {@code a=} line (RFC 8866 section 5.13).
 *
 * @param value the part after the colon; empty for a property attribute
 */
public record SdpAttribute(String name, String value) {}
