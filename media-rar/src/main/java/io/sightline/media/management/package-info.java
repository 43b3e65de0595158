/**
 * What an operator sees of the media plane: counters by reason and the management beans made of
 * them. Figures only; nothing here decides about media.
 */
package io.sightline.media.management;
