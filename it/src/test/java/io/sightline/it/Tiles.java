package io.sightline.it;

import io.sightline.testsupport.content.Region;
import io.sightline.testsupport.content.VideoTimeline;

/** Looks for somebody's colour in a mix, wherever the layout has put the tile. */
final class Tiles {
  /** Lossy coding changes a component by up to this. */
  private static final double COLOUR_TOLERANCE = 45;

  /** Rows and columns of the places looked at: a tile of a grid of four holds several whole. */
  private static final int PLACES = 8;

  private Tiles() {}

  /** The share of time in which the place that shows the colour longest shows it. */
  static double share(VideoTimeline video, int colour) {
    double longest = 0;
    for (int row = 0; row < PLACES; row++) {
      for (int column = 0; column < PLACES; column++) {
        double left = (double) column / PLACES;
        double top = (double) row / PLACES;
        Region place = new Region(left, top, left + 1.0 / PLACES, top + 1.0 / PLACES);
        longest = Math.max(longest, video.share(place, colour, COLOUR_TOLERANCE));
      }
    }
    return longest;
  }
}
