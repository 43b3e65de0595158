package io.sightline.mixer.scene;

import java.util.List;

/**
 * What the canvas holds for a while, the lowest picture first. Where nothing is placed the canvas
 * is black.
 *
 * @param paused whether one card covers everything
 */
public record Arrangement(List<Placement> placements, boolean paused) {
  public Arrangement {
    placements = List.copyOf(placements);
  }
}
