/**
 * The sealed file: the format in which renditions lie in a store, encrypted in segments so that any
 * range can be read without the rest. Bytes and channels only; no knowledge of recordings.
 */
package io.sightline.media.store;
