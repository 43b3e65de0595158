package io.sightline.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Nobody reads a key instead of a sentence, in whatever language. */
class PageTextsTest {
  private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)\\}");

  /** {@code t('a.b'} and {@code t(`a.${b}`}; what is chosen before is found as a string. */
  private static final Pattern ASKED = Pattern.compile("\\bt\\('([^']+)'");

  private static final Pattern COMPOSED = Pattern.compile("\\b(?:t|note)\\(`([^`]+)`");
  private static final Pattern HOLE = Pattern.compile("\\$\\{[^}]*\\}");

  /** Messages and events are named like keys. */
  private static final Pattern MESSAGE = Pattern.compile("(?:type(?::| ===)|case) '[^']+'");

  @Test
  void allLanguagesSayTheSame() throws IOException {
    List<String> languages = PageModules.names(PageModules.TEXTS);
    assertEquals(List.of("de", "en", "es", "fr"), languages);
    List<String> files = PageModules.names(PageModules.TEXTS.resolve("en"));
    for (String language : languages) {
      assertEquals(files, PageModules.names(PageModules.TEXTS.resolve(language)), language);
      for (String file : files) {
        String name = file.replace(".js", "");
        Map<String, String> english = PageModules.texts("en", name);
        Map<String, String> texts = PageModules.texts(language, name);
        assertFalse(texts.isEmpty(), file);
        assertEquals(
            new TreeSet<>(english.keySet()), new TreeSet<>(texts.keySet()), language + file);
        texts.forEach(
            (key, text) -> {
              assertEquals(parameters(english.get(key)), parameters(text), language + " " + key);
              assertFalse(text.length() < 3 && english.get(key).length() >= 3, language + key);
            });
      }
    }
  }

  private static Set<String> parameters(String text) {
    return PARAMETER
        .matcher(text)
        .results()
        .map(result -> result.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** A key in two files would be what the file loaded last says. */
  @Test
  void eachKeyIsInOneFile() throws IOException {
    Set<String> seen = new LinkedHashSet<>();
    for (String file : PageModules.names(PageModules.TEXTS.resolve("en"))) {
      for (String key : PageModules.texts("en", file.replace(".js", "")).keySet()) {
        assertEquals(true, seen.add(key), key);
      }
    }
  }

  @Test
  void everyPageLoadsTheTextsThatItShows() throws IOException {
    Set<String> known = new LinkedHashSet<>();
    for (String file : PageModules.names(PageModules.TEXTS.resolve("en"))) {
      known.addAll(PageModules.texts("en", file.replace(".js", "")).keySet());
    }
    List<String> missing = new ArrayList<>();
    for (Path entry : PageModules.entries()) {
      Set<String> loaded = new LinkedHashSet<>();
      PageModules.textsOf(entry)
          .forEach(file -> loaded.addAll(PageModules.texts("en", file).keySet()));
      for (Path module : PageModules.reached(entry, true)) {
        wanted(PageModules.read(module), known).stream()
            .filter(key -> loaded.stream().noneMatch(each -> each.matches(key)))
            .map(key -> PageModules.name(entry) + ": " + key + " of " + PageModules.name(module))
            .forEach(missing::add);
      }
    }
    assertEquals("", String.join("\n", missing));
  }

  /** Keys, and patterns of those put together, that a module may ask for. */
  private static Set<String> wanted(String source, Set<String> known) {
    String plain =
        MESSAGE.matcher(source.replaceAll("(?m)^\\s*(//|\\*|/\\*\\*).*$", "")).replaceAll("");
    Set<String> wanted = new LinkedHashSet<>();
    ASKED.matcher(plain).results().map(PageTextsTest::exactly).forEach(wanted::add);
    PageModules.quoted(plain).stream()
        .filter(known::contains)
        .map(Pattern::quote)
        .forEach(wanted::add);
    COMPOSED.matcher(plain).results().map(PageTextsTest::composed).forEach(wanted::add);
    return wanted;
  }

  private static String exactly(MatchResult asked) {
    return Pattern.quote(asked.group(1));
  }

  private static String composed(MatchResult asked) {
    return HOLE.splitAsStream(asked.group(1) + "\0")
        .map(part -> part.replace("\0", ""))
        .map(part -> part.isEmpty() ? "" : Pattern.quote(part))
        .collect(Collectors.joining("[\\w.-]+"));
  }

  /** What a page loads by and by costs a round trip each; what it does not need costs bytes. */
  @Test
  void pagesNameTheModulesTheyBeginWith() throws IOException {
    Pattern preload = Pattern.compile("rel=\"modulepreload\" href=\"([^\"]+)\"");
    for (Path entry : PageModules.entries()) {
      Path html = entry.resolveSibling("index.html");
      if (Files.exists(html) && PageModules.read(html).contains(PageModules.name(entry))) {
        Set<String> named =
            preload
                .matcher(PageModules.read(html))
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> needed = new TreeSet<>();
        PageModules.reached(entry, false).forEach(module -> needed.add(PageModules.name(module)));
        needed.remove(PageModules.name(entry));
        PageModules.textsOf(entry).forEach(file -> needed.add("/ui/i18n/en/" + file + ".js"));
        assertEquals(String.join("\n", needed), String.join("\n", named), PageModules.name(html));
      }
    }
  }
}
