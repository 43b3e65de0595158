/**
 * Bodies of playback: handed to the container piece by piece, and bounded in number. Who may play
 * what is decided in {@code rest}; nothing here knows callers or cookies.
 */
package io.sightline.web.playback;
