/**
 * Recordings: their states, keys, places in the store and the files made of them ({@link
 * io.sightline.recording.Rendition}), and playing these.
 *
 * <p>Belongs here: what is true of one capture from its start to its last file. Does not belong
 * here: how media is captured (the port {@link io.sightline.recording.Capture}) or mixed (package
 * composition, which asks {@link io.sightline.recording.RecordingLedger} to change states).
 * Entities and keys do not leave the application's server side.
 */
package io.sightline.recording;
