/**
 * Looks at what is in a media file, through Debian's ffmpeg and ffprobe as child processes:
 * streams, duration, colours of regions, flashes, beeps, tones. Must not use what wrote the file.
 */
package io.sightline.testsupport.content;
