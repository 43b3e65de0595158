package io.sightline.chat;

import java.util.UUID;

/**
 * A file that was handed over by a message.
 *
 * @param size in bytes
 */
public record SharedFile(UUID id, String mime, long size) {}
