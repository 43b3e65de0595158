/**
 * The media server as a plain object: its configuration, its threads' start and end, and the
 * operations of the media contract. Everything here runs without a container; the resource adapter
 * is a thin skin over it. No packet is handled here.
 */
package io.sightline.media.server;
