package io.sightline.liberty;

import com.ibm.websphere.crypto.PasswordUtil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Hashes the passwords of a demonstration registry with the server's own one-way function: for
 * every {@code NAME.word} in the directory given, writes {@code NAME.hash}. Run from source at the
 * first start, so that no password stands in an argument or in the configuration.
 */
final class HashPasswords {
  private HashPasswords() {}

  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    for (Path word : words(directory)) {
      String name = word.getFileName().toString().replace(".word", ".hash");
      Files.writeString(
          directory.resolve(name), PasswordUtil.encode(Files.readString(word), "hash"));
    }
  }

  private static List<Path> words(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".word")).collect(Collectors.toList());
    }
  }
}
