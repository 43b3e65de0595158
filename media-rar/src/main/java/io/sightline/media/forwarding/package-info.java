/**
 * The packet path: from a datagram to its receivers and to the recorder, and the RTCP that goes
 * with it. Everything here lives on one media thread. Keys come from {@code dtls}, bytes from
 * {@code transport}; what a stream means is known to media-core. No file, no thread, no lock.
 */
package io.sightline.media.forwarding;
