/**
 * The contract between the application and the media plane: what is asked of a media server ({@link
 * io.sightline.media.api.MediaConnection}) and what it tells ({@link
 * io.sightline.media.api.MediaEvent}).
 *
 * <p>Only values that can travel belong here: records with ids instead of object references, so
 * that the same contract serves a media server in this process and one on other premises. No
 * behaviour, no dependency beyond the Jakarta Connectors API.
 */
package io.sightline.media.api;
