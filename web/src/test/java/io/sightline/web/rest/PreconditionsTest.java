package io.sightline.web.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sightline.web.rest.Preconditions.Outcome;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9110 section 13. */
class PreconditionsTest {
  private static final String EARLIER = "Sun, 01 Mar 2026 08:09:09 GMT";
  private static final String SAME = "Sun, 01 Mar 2026 08:09:10 GMT";
  private final Preconditions file =
      new Preconditions("\"a\"", Instant.parse("2026-03-01T08:09:10.987Z"));

  @ParameterizedTest
  @CsvSource({
    "'\"a\"', NOT_MODIFIED",
    "'\"b\", W/\"a\"', NOT_MODIFIED",
    "*, NOT_MODIFIED",
    "a, PROCEED",
    "'\"b\"', PROCEED"
  })
  void comparesIfNoneMatchWeakly(String header, Outcome outcome) {
    assertEquals(outcome, file.evaluate(Map.of("If-None-Match", header)::get));
  }

  @ParameterizedTest
  @CsvSource({"'\"a\"', PROCEED", "'W/\"a\"', FAILED", "*, PROCEED", "'\"b\", \"c\"', FAILED"})
  void comparesIfMatchStrongly(String header, Outcome outcome) {
    assertEquals(outcome, file.evaluate(Map.of("If-Match", header)::get));
  }

  @ParameterizedTest
  @CsvSource({
    "If-Modified-Since, " + "'" + SAME + "', NOT_MODIFIED",
    "If-Modified-Since, " + "'" + EARLIER + "', PROCEED",
    "If-Modified-Since, yesterday, PROCEED",
    "If-Unmodified-Since, " + "'" + SAME + "', PROCEED",
    "If-Unmodified-Since, " + "'" + EARLIER + "', FAILED",
    "If-Unmodified-Since, yesterday, PROCEED"
  })
  void comparesDates(String name, String value, Outcome outcome) {
    assertEquals(outcome, file.evaluate(Map.of(name, value)::get));
  }

  @Test
  void putsTagsBeforeDates() {
    Map<String, String> headers = new HashMap<>();
    headers.put("If-None-Match", "\"b\"");
    headers.put("If-Modified-Since", SAME);
    assertEquals(Outcome.PROCEED, file.evaluate(headers::get));
    headers.put("If-Match", "\"a\"");
    headers.put("If-Unmodified-Since", EARLIER);
    assertEquals(Outcome.PROCEED, file.evaluate(headers::get));
    assertEquals(Outcome.PROCEED, file.evaluate(Map.<String, String>of()::get));
  }

  @ParameterizedTest
  @CsvSource({
    ", true",
    "'\"a\"', true",
    "'W/\"a\"', false",
    "'\"b\"', false",
    "*, false",
    "'" + SAME + "', true",
    "'" + EARLIER + "', false"
  })
  void comparesIfRangeStrongly(String header, boolean applies) {
    assertEquals(applies, file.rangeApplies(header));
  }

  @Test
  void writesDatesWithTwoDigits() {
    assertEquals(SAME, file.lastModified());
  }
}
