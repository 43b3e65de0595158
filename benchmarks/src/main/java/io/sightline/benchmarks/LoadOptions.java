package io.sightline.benchmarks;

import java.util.List;

/**
 * What {@link ForwardingLoad} is asked to do.
 *
 * @param calls two-party calls at the same time
 * @param seconds measured, after {@code warmUp} seconds of the same load
 * @param recording one run for each element, recorded or not
 * @param heap of the media server's process, as for {@code -Xmx}
 */
record LoadOptions(int calls, int seconds, int warmUp, List<Boolean> recording, String heap) {
  static final String USAGE =
      "[--calls 100] [--seconds 20] [--warm-up 10] [--recording off|on|both] [--heap 512m]";

  /** The defaults, replaced by what the arguments name. */
  static LoadOptions parse(List<String> arguments) {
    LoadOptions options = new LoadOptions(100, 20, 10, List.of(false, true), "512m");
    for (int i = 0; i < arguments.size(); i += 2) {
      if (i + 1 == arguments.size()) {
        throw new IllegalArgumentException(arguments.get(i) + " needs a value");
      }
      options = options.with(arguments.get(i), arguments.get(i + 1));
    }
    return options;
  }

  private LoadOptions with(String name, String value) {
    return switch (name) {
      case "--calls" -> new LoadOptions(Integer.parseInt(value), seconds, warmUp, recording, heap);
      case "--seconds" -> new LoadOptions(calls, Integer.parseInt(value), warmUp, recording, heap);
      case "--warm-up" -> new LoadOptions(calls, seconds, Integer.parseInt(value), recording, heap);
      case "--recording" -> new LoadOptions(calls, seconds, warmUp, runs(value), heap);
      case "--heap" -> new LoadOptions(calls, seconds, warmUp, recording, value);
      default -> throw new IllegalArgumentException(name + " is unknown; " + USAGE);
    };
  }

  private static List<Boolean> runs(String value) {
    return switch (value) {
      case "off" -> List.of(false);
      case "on" -> List.of(true);
      case "both" -> List.of(false, true);
      default -> throw new IllegalArgumentException("--recording " + value + "; " + USAGE);
    };
  }
}
