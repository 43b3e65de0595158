package io.sightline.testsupport.peer;

import java.util.Set;

/**
 * One negotiated media section from the peer's side.
 *
 * @param sends whether the peer sends on it; otherwise it receives
 * @param payloadType of Opus or VP8
 * @param midExtension identifier of the mid header extension, or 0
 * @param remoteSsrcs what the server announced to send
 */
public record MediaLine(
    String mid,
    boolean video,
    boolean sends,
    int payloadType,
    int midExtension,
    Set<Long> remoteSsrcs) {}
