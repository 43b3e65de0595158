package io.sightline.mixer.scene;

import io.sightline.mixer.av.Canvas;

/**
 * One picture of an arrangement.
 *
 * @param card what is shown whatever comes from the camera; null for the picture itself
 * @param otherwise what is shown while there is no picture
 * @param label drawn at the lower edge, or empty
 */
public record Placement(Seat seat, Canvas.Cell cell, Card card, Card otherwise, String label) {}
