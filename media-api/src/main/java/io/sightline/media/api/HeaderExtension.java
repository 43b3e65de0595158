package io.sightline.media.api;

import java.io.Serializable;

/**
 * An RTP header extension as negotiated (RFC 8285).
 *
 * @param id local identifier, 1 to 14 for the one-byte form
 * @param uri the extension's URI
 */
public record HeaderExtension(int id, String uri) implements Serializable {}
