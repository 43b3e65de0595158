package io.sightline.configuration;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads settings out of a source of texts by key. A value that cannot be read is refused with its
 * key, never replaced by the default: a mistyped setting should be seen at the start.
 */
public final class SettingSource {
  private final Function<String, Optional<String>> texts;

  public SettingSource(Function<String, Optional<String>> texts) {
    this.texts = texts;
  }

  /** What an installation says; blank is nothing. */
  public Optional<String> given(Setting setting) {
    return texts.apply(setting.key()).map(String::strip).filter(value -> !value.isEmpty());
  }

  /** The value or the literal default. */
  public String text(Setting setting) {
    return given(setting).orElseGet(setting::literalDefault);
  }

  public Optional<Path> path(Setting setting) {
    return given(setting).map(value -> Path.of(value).toAbsolutePath().normalize());
  }

  /** The parts of a comma list; none are empty. */
  public List<String> list(Setting setting) {
    return Arrays.stream(text(setting).split(",", -1))
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .toList();
  }

  /**
   * The parts of a comma list, each one of {@code known} in any case, as it is spelt there.
   *
   * @throws IllegalArgumentException for an unknown or repeated part and for none at all
   */
  public List<String> list(Setting setting, List<String> known) {
    List<String> spelt =
        list(setting).stream()
            .map(part -> known.stream().filter(part::equalsIgnoreCase).findFirst().orElse(part))
            .toList();
    if (spelt.isEmpty() || !known.containsAll(spelt) || Set.copyOf(spelt).size() < spelt.size()) {
      throw new IllegalArgumentException(
          setting.key()
              + " has to be a comma list of "
              + String.join(", ", known)
              + ", each at most once: "
              + text(setting));
    }
    return spelt;
  }

  /**
   * @throws IllegalArgumentException for anything but a positive ISO 8601 duration
   */
  public Duration duration(Setting setting) {
    String value = text(setting);
    try {
      Duration duration = Duration.parse(value);
      if (duration.isNegative() || duration.isZero()) {
        throw new DateTimeException("not positive");
      }
      return duration;
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          setting.key() + " has to be a positive ISO 8601 duration such as PT30S: " + value, e);
    }
  }

  /**
   * @throws IllegalArgumentException for anything but a whole number in the range
   */
  public int number(Setting setting, int least, int most) {
    String value = text(setting);
    try {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(setting.key() + " has to be a number: " + value, e);
    }
    throw new IllegalArgumentException(
        setting.key() + " has to be from " + least + " to " + most + ": " + value);
  }
}
