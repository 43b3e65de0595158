package io.sightline.mixer.scene;

/**
 * Whose picture: a participant's camera, or their screen.
 *
 * @param participantId as in the track logs
 */
public record Seat(String participantId, boolean screen) {}
