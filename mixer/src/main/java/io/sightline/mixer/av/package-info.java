/**
 * The parts that touch libav: decoders, the canvas, encoders, containers. Each owns its native
 * memory through a {@link io.sightline.mixer.av.NativeScope} and frees it on close. No knowledge of
 * recordings, RTP or jobs.
 */
package io.sightline.mixer.av;
