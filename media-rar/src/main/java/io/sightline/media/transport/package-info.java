/**
 * The UDP port and the thread that serves it: reading, sending, commands from other threads,
 * timers. Datagrams are opaque bytes here; what they mean is told by {@code forwarding}.
 */
package io.sightline.media.transport;
