package io.sightline.benchmarks.mixing;

import java.nio.file.Path;
import java.util.List;

/**
 * What {@link MixingComparison} is asked to do.
 *
 * @param seconds length of the call
 * @param runs of each program, alternating
 * @param contents {@code easy}, {@code noisy} or both
 * @param jobs what our program is to make, each a list of formats
 * @param workers threads of our program
 * @param compare whether ffmpeg runs as well
 * @param mixer our program's jar
 * @param scratch directory for recordings and files, or null for one that is removed at the end
 */
record MixingOptions(
    int seconds,
    int runs,
    List<String> contents,
    List<List<String>> jobs,
    int workers,
    boolean compare,
    Path mixer,
    Path scratch) {
  static final String USAGE =
      "[--seconds 60] [--runs 3] [--content easy,noisy] [--jobs webm,webm+mp4] [--workers 1]"
          + " [--ffmpeg yes|no] [--mixer mixer/target/sightline-mixer-0.1.0-all.jar]"
          + " [--scratch DIRECTORY]";

  /** The defaults, replaced by what the arguments name. */
  static MixingOptions parse(List<String> arguments) {
    MixingOptions options =
        new MixingOptions(
            60,
            3,
            List.of("easy", "noisy"),
            jobs("webm,webm+mp4"),
            1,
            true,
            Path.of("mixer/target/sightline-mixer-0.1.0-all.jar"),
            null);
    for (int i = 0; i < arguments.size(); i += 2) {
      if (i + 1 == arguments.size()) {
        throw new IllegalArgumentException(arguments.get(i) + " needs a value; " + USAGE);
      }
      options = options.with(arguments.get(i), arguments.get(i + 1));
    }
    return options;
  }

  private MixingOptions with(String name, String value) {
    return new MixingOptions(
        name.equals("--seconds") ? Integer.parseInt(value) : seconds,
        name.equals("--runs") ? Integer.parseInt(value) : runs,
        name.equals("--content") ? List.of(value.split(",")) : contents,
        name.equals("--jobs") ? jobs(value) : jobs,
        name.equals("--workers") ? Integer.parseInt(value) : workers,
        name.equals("--ffmpeg") ? value.equals("yes") : compare,
        name.equals("--mixer") ? Path.of(value) : mixer,
        name.equals("--scratch") ? Path.of(value).toAbsolutePath() : known(name));
  }

  private Path known(String name) {
    if (!USAGE.contains("[" + name + " ")) {
      throw new IllegalArgumentException(name + " is unknown; " + USAGE);
    }
    return scratch;
  }

  private static List<List<String>> jobs(String value) {
    return List.of(value.split(",")).stream().map(job -> List.of(job.split("\\+"))).toList();
  }
}
