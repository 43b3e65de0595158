/**
 * The signaling socket as such: handshake, frames, queue, limits and close codes. What messages
 * mean is decided in {@code io.sightline.signaling}.
 */
package io.sightline.web.signaling;
