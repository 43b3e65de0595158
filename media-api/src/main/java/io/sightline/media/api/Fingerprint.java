package io.sightline.media.api;

import java.io.Serializable;

/**
 * A DTLS certificate fingerprint (RFC 8122).
 *
 * @param algorithm "sha-256", "sha-384" or "sha-512"; weaker ones are refused
 * @param value upper-case hexadecimal bytes joined by colons
 */
public record Fingerprint(String algorithm, String value) implements Serializable {}
