package io.sightline.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The pages as their sources tell of them: modules, what those import, and texts. */
final class PageModules {
  static final Path ROOT = Path.of("src/main/webapp").toAbsolutePath().normalize();
  static final Path TEXTS = ROOT.resolve("ui/i18n");

  private static final Pattern STATIC_IMPORT =
      Pattern.compile("^(?:import|export)\\b[^'\"();]*?from '([^']+\\.js)'", Pattern.MULTILINE);
  private static final Pattern LATE_IMPORT = Pattern.compile("\\bimport\\('([^']+\\.js)'\\)");
  private static final Pattern TEXT =
      Pattern.compile("^\\s*'([^']+)':\\s*('(?:[^'\\\\]|\\\\.)*'|\"[^\"]*\"|`[^`]*`),?$");
  private static final Pattern LOADS = Pattern.compile("await loadTexts\\(([^)]*)\\)");
  private static final Pattern QUOTED = Pattern.compile("'([^']*)'");

  private PageModules() {}

  /** The modules with which pages begin: those that load texts. */
  static List<Path> entries() throws IOException {
    try (Stream<Path> all = Files.walk(ROOT)) {
      return all.filter(path -> path.toString().endsWith(".js"))
          .filter(path -> LOADS.matcher(read(path)).find())
          .sorted()
          .toList();
    }
  }

  /** Names of the files of texts that a page loads. */
  static Set<String> textsOf(Path entry) {
    Set<String> names = new LinkedHashSet<>(Set.of("common"));
    Matcher loads = LOADS.matcher(read(entry));
    while (loads.find()) {
      quoted(loads.group(1)).forEach(names::add);
    }
    return names;
  }

  /** A module and all that it imports. */
  static Set<Path> reached(Path entry, boolean lateOnesToo) {
    Set<Path> reached = new LinkedHashSet<>();
    Deque<Path> open = new ArrayDeque<>(List.of(entry));
    while (!open.isEmpty()) {
      Path module = open.pop();
      if (reached.add(module)) {
        String source = read(module);
        open.addAll(imports(module, STATIC_IMPORT.matcher(source)));
        if (lateOnesToo) {
          open.addAll(imports(module, LATE_IMPORT.matcher(source)));
        }
      }
    }
    return reached;
  }

  private static List<Path> imports(Path module, Matcher found) {
    return found
        .results()
        .map(result -> result.group(1))
        .map(
            name ->
                name.startsWith("/")
                    ? ROOT.resolve(name.substring(1))
                    : module.resolveSibling(name).normalize())
        .toList();
  }

  static List<String> quoted(String source) {
    return QUOTED.matcher(source).results().map(result -> result.group(1)).toList();
  }

  /** The texts of a file by their keys. */
  static Map<String, String> texts(String language, String file) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (String line : read(TEXTS.resolve(language).resolve(file + ".js")).split("\n")) {
      Matcher text = TEXT.matcher(line);
      if (text.matches()) {
        if (texts.put(text.group(1), text.group(2)) != null) {
          throw new AssertionError(language + "/" + file + " has " + text.group(1) + " twice");
        }
      } else if (line.strip().startsWith("'")) {
        throw new AssertionError(language + "/" + file + ": not one text a line: " + line);
      }
    }
    return texts;
  }

  static List<String> names(Path directory) throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  static String read(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new AssertionError(path + " cannot be read", e);
    }
  }

  static String name(Path module) {
    return "/" + ROOT.relativize(module).toString().replace('\\', '/');
  }
}
