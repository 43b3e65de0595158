package io.sightline.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** What the build leaves out of scripts, and how much of them a customer waits for. */
class PageWeightTest {
  private static final Path PACKAGED = Path.of("target/pages").toAbsolutePath();
  private static final Pattern COMMENT = Pattern.compile(System.getProperty("pages.comment"));
  private static final Pattern NAMED = Pattern.compile("(?:href|src)=\"(/[^\"]+)\"");

  /** Compressed, of all that the page names. */
  private static final long MOST_TO_JOIN = 80_000;

  @Test
  void linesLeftOutAreComments() throws IOException {
    try (Stream<Path> files = Files.walk(PageModules.ROOT)) {
      for (Path script : files.filter(file -> file.toString().endsWith(".js")).toList()) {
        List<String> kept = keptOf(script);
        Path packaged = PACKAGED.resolve(PageModules.ROOT.relativize(script));
        assertEquals(kept, Files.readAllLines(packaged), script.toString());
      }
    }
  }

  /**
   * Its lines without comments, by another way than the build's: what opens a comment closes it.
   */
  private static List<String> keptOf(Path script) throws IOException {
    List<String> kept = new ArrayList<>();
    boolean comment = false;
    long quotes = 0;
    for (String line : Files.readAllLines(script)) {
      String text = line.strip();
      boolean opens = text.startsWith("/**");
      boolean open = opens && !text.contains("*/");
      boolean whole = comment || (opens && endOf(text)) || text.startsWith("//");
      if (whole || open) {
        assertEquals(0, quotes % 2, "a text that looks like a comment in " + script + ": " + line);
        assertTrue(COMMENT.matcher(line).find(), "kept in " + script + ": " + line);
        comment = comment ? !text.endsWith("*/") : open;
      } else {
        assertFalse(COMMENT.matcher(line).find(), "left out of " + script + ": " + line);
        quotes += text.chars().filter(each -> each == '`').count();
        kept.add(line);
      }
    }
    return kept;
  }

  private static boolean endOf(String text) {
    return text.indexOf("*/") == text.length() - 2;
  }

  @Test
  void aCustomerWaitsForLittle() throws IOException {
    Path page = PACKAGED.resolve("customer/index.html");
    Set<String> names = new TreeSet<>();
    Matcher named = NAMED.matcher(Files.readString(page));
    while (named.find()) {
      names.add(named.group(1));
    }
    long bytes = compressed(page);
    for (String name : names) {
      bytes += compressed(PACKAGED.resolve(name.substring(1)));
    }
    assertTrue(names.size() > 30, names.toString());
    assertTrue(bytes < MOST_TO_JOIN, bytes + " bytes to join");
  }

  private static long compressed(Path file) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes)) {
      Files.copy(file, gzip);
    }
    return bytes.size();
  }
}
