package io.sightline.mixer;

import jakarta.json.Json;
import java.io.PrintStream;

/** Tells how much of the job is done, at most once for each hundredth. Thread-safe. */
final class Progress {
  private final PrintStream out;
  private double reported = -1;

  Progress(PrintStream out) {
    this.out = out;
  }

  /**
   * @param fraction 0 to 1; smaller values than before are not reported
   */
  synchronized void report(double fraction) {
    double rounded = Math.floor(Math.min(1, fraction) * 100) / 100;
    if (rounded > reported) {
      reported = rounded;
      out.println(Json.createObjectBuilder().add("progress", rounded).build());
    }
  }
}
