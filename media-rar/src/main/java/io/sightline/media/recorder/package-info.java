/**
 * Recordings as they are taken: taps on the media thread copy into a bounded ring, one disk thread
 * writes track logs and the manifest. Dumb on purpose: one file a track, everything clever happens
 * later, elsewhere. No sockets, no forwarding decisions, no decoding.
 */
package io.sightline.media.recorder;
