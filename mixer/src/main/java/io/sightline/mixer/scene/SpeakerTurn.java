package io.sightline.mixer.scene;

/**
 * Somebody begins to be the one who is shown large.
 *
 * @param fromNs on the timeline; until the next turn
 */
public record SpeakerTurn(long fromNs, String participantId) {}
