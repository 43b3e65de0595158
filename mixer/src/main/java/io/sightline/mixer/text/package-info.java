/**
 * Draws words: with the fonts of the system where Java finds any, else with letters of our own.
 * Words are pixels here and nothing else; no libav, no files.
 */
package io.sightline.mixer.text;
