package io.sightline.testsupport.content;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The pictures of a file over time, scaled down to a few pixels. */
public final class VideoTimeline {
  private final List<Double> times;
  private final List<byte[]> pictures;
  private final int width;
  private final int height;

  VideoTimeline(List<Double> times, List<byte[]> pictures, int width, int height) {
    this.times = List.copyOf(times);
    this.pictures = List.copyOf(pictures);
    this.width = width;
    this.height = height;
  }

  public int frames() {
    return times.size();
  }

  /** When each picture begins. */
  public List<Double> times() {
    return times;
  }

  /** The longest time between two pictures. */
  public double longestGapSeconds() {
    double longest = 0;
    for (int i = 1; i < times.size(); i++) {
      longest = Math.max(longest, times.get(i) - times.get(i - 1));
    }
    return longest;
  }

  /** The end of the last picture, taken to last as long as the median one. */
  public double endSeconds() {
    if (times.size() < 2) {
      return times.isEmpty() ? 0 : times.get(0);
    }
    double[] lengths = new double[times.size() - 1];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = times.get(i + 1) - times.get(i);
    }
    Arrays.sort(lengths);
    return times.get(times.size() - 1) + lengths[lengths.length / 2];
  }

  /** Mean colour of a region in a picture, as red, green, blue from 0 to 255. */
  public double[] colour(int picture, Region region) {
    byte[] rgb = pictures.get(picture);
    double[] sum = new double[3];
    int count = 0;
    for (int y = (int) (region.top() * height); y < (int) (region.bottom() * height); y++) {
      for (int x = (int) (region.left() * width); x < (int) (region.right() * width); x++) {
        for (int c = 0; c < 3; c++) {
          sum[c] += rgb[3 * (y * width + x) + c] & 0xff;
        }
        count++;
      }
    }
    return new double[] {sum[0] / count, sum[1] / count, sum[2] / count};
  }

  /**
   * The share of time in which a region has a colour: a writer may leave out pictures that repeat
   * the one before, so each counts as long as it is shown.
   *
   * @param colour 0xRRGGBB
   * @param tolerance greatest difference of a component
   */
  public double share(Region region, int colour, double tolerance) {
    double matching = 0;
    for (int i = 0; i < frames(); i++) {
      if (distance(colour(i, region), colour) <= tolerance) {
        matching += (i + 1 < frames() ? times.get(i + 1) : endSeconds()) - times.get(i);
      }
    }
    return frames() < 2 ? 0 : matching / (endSeconds() - times.get(0));
  }

  /** Mean colour of a region in the picture that is shown at a time, in seconds. */
  public double[] colourAt(double seconds, Region region) {
    int picture = 0;
    for (int i = 0; i < frames() && times.get(i) <= seconds; i++) {
      picture = i;
    }
    return colour(picture, region);
  }

  private static double distance(double[] found, int colour) {
    double worst = 0;
    for (int c = 0; c < 3; c++) {
      worst = Math.max(worst, Math.abs(found[c] - (colour >> (16 - 8 * c) & 0xff)));
    }
    return worst;
  }

  /**
   * A white flash.
   *
   * @param at when its first picture begins, in seconds
   * @param seconds until the next picture that is not white
   */
  public record Flash(double at, double seconds) {}

  /** When a region, in a given colour before, turns white, and for how long. */
  public List<Flash> flashes(Region region, int colour) {
    List<Flash> flashes = new ArrayList<>();
    boolean coloured = false;
    double since = -1;
    for (int i = 0; i < frames(); i++) {
      double[] found = colour(i, region);
      boolean white = Math.min(found[0], Math.min(found[1], found[2])) > 180;
      if (white && coloured) {
        since = times.get(i);
        coloured = false;
      } else if (!white) {
        if (since >= 0) {
          flashes.add(new Flash(since, times.get(i) - since));
          since = -1;
        }
        coloured |= distance(found, colour) < 60;
      }
    }
    return flashes;
  }

  /**
   * The beginnings of those flashes that last as long as they were made, less half a picture. A
   * busy machine drops pictures while capturing: a flash without its first picture begins late, and
   * tells nothing about sound and picture.
   *
   * @param seconds how long a flash is
   */
  public List<Double> wholeFlashes(Region region, int colour, double seconds) {
    return flashes(region, colour).stream()
        .filter(flash -> flash.seconds() > seconds - 0.034)
        .map(Flash::at)
        .toList();
  }
}
