package io.sightline.testsupport.content;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Offsets between flashes and the beeps that belong to them, positive when the sound comes first as
 * EBU R37 counts, sorted.
 *
 * @param leadMillis of the sound before the picture
 * @param flashes found
 * @param beeps found
 */
public record AvSync(List<Double> leadMillis, int flashes, int beeps) {
  /** EBU R37: sound at most 40 ms before the picture. */
  public static final double EARLIEST_MILLIS = 40;

  /** EBU R37: sound at most 60 ms behind the picture. */
  public static final double LATEST_MILLIS = -60;

  /** Pairs each flash with the nearest beep no further than 450 ms from it. */
  public static AvSync of(List<Double> flashes, List<Double> beeps) {
    List<Double> leads = new ArrayList<>();
    for (double flash : flashes) {
      double best = Double.NaN;
      for (double beep : beeps) {
        double lead = flash - beep;
        if (Math.abs(lead) < 0.45 && !(Math.abs(lead) >= Math.abs(best))) {
          best = lead;
        }
      }
      if (!Double.isNaN(best)) {
        leads.add(best * 1000);
      }
    }
    Collections.sort(leads);
    return new AvSync(List.copyOf(leads), flashes.size(), beeps.size());
  }

  public double medianMillis() {
    return leadMillis.get(leadMillis.size() / 2);
  }

  public double earliestMillis() {
    return leadMillis.get(leadMillis.size() - 1);
  }

  public double latestMillis() {
    return leadMillis.get(0);
  }

  /** Whether 95 % of the pairs, rounded down to whole ones, lie within +40/−60 ms. */
  public boolean withinBroadcastTolerance() {
    long good = leadMillis.stream().filter(l -> l <= EARLIEST_MILLIS && l >= LATEST_MILLIS).count();
    return !leadMillis.isEmpty() && good >= Math.floor(0.95 * leadMillis.size());
  }
}
