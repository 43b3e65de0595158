/**
 * A second reading of the formats of recordings, from their description: the track log and the
 * sealed file. Must not use the code that writes them.
 */
package io.sightline.testsupport.tracklog;
