package io.sightline.mixer;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.PrintStream;

/** Tells how much of the job is done, at most once for each hundredth. Thread-safe. */
final class Progress {
  private final PrintStream out;
  private final String recording;
  private double reported = -1;

  Progress(PrintStream out) {
    this(out, null);
  }

  /**
   * @param recording named in every line; null where there is only one
   */
  Progress(PrintStream out, String recording) {
    this.out = out;
    this.recording = recording;
  }

  /**
   * @param fraction 0 to 1; smaller values than before are not reported
   */
  synchronized void report(double fraction) {
    double rounded = Math.floor(Math.min(1, fraction) * 100) / 100;
    if (rounded > reported) {
      reported = rounded;
      say("progress", Json.createValue(rounded));
    }
  }

  /** Writes a line. */
  void say(String what, JsonValue value) {
    JsonObjectBuilder line = Json.createObjectBuilder();
    if (recording != null) {
      line.add("recording", recording);
    }
    out.println(line.add(what, value).build());
  }
}
