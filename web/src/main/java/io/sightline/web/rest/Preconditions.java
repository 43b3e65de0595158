package io.sightline.web.rest;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * The conditions of a request for a representation that has both validators (RFC 9110 section 13).
 *
 * @param tag a strong entity tag with its quotes
 * @param modified the time of Last-Modified
 */
record Preconditions(String tag, Instant modified) {
  /** What to answer. */
  enum Outcome {
    /** As if there were no condition. */
    PROCEED,
    /** 304. */
    NOT_MODIFIED,
    /** 412. */
    FAILED
  }

  /** Section 5.6.7; two digits in the day, which RFC 1123's formatter of the JDK has not. */
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final int MOST_TAGS = 32;

  Preconditions {
    modified = modified.truncatedTo(ChronoUnit.SECONDS);
  }

  /** The value of Last-Modified. */
  String lastModified() {
    return DATE.format(modified);
  }

  /**
   * Evaluates all conditions but If-Range, in the order of section 13.2.2, for GET and HEAD.
   *
   * @param headers answers a header's value, or null
   */
  Outcome evaluate(UnaryOperator<String> headers) {
    String match = headers.apply("If-Match");
    if (match != null) {
      if (!names(match, false)) {
        return Outcome.FAILED;
      }
    } else if (newerThan(headers.apply("If-Unmodified-Since"), false)) {
      return Outcome.FAILED;
    }
    String none = headers.apply("If-None-Match");
    if (none != null) {
      return names(none, true) ? Outcome.NOT_MODIFIED : Outcome.PROCEED;
    }
    return newerThan(headers.apply("If-Modified-Since"), true)
        ? Outcome.PROCEED
        : Outcome.NOT_MODIFIED;
  }

  /**
   * Whether a Range header is to be heeded. Section 13.1.5: the strong comparison, or the exact
   * date; the file of a rendition never changes, so that its date is a strong validator.
   */
  boolean rangeApplies(String ifRange) {
    return ifRange == null || ifRange.equals(tag) || ifRange.equals(lastModified());
  }

  private boolean names(String header, boolean weakly) {
    for (String one : header.split(",", MOST_TAGS)) {
      String candidate = one.strip();
      if (candidate.equals("*")
          || candidate.equals(tag)
          || (weakly && candidate.equals("W/" + tag))) {
        return true;
      }
    }
    return false;
  }

  /** A date that cannot be read is none. */
  private boolean newerThan(String date, boolean otherwise) {
    if (date == null) {
      return otherwise;
    }
    try {
      return modified.isAfter(DATE.parse(date, Instant::from));
    } catch (DateTimeException malformed) {
      return otherwise;
    }
  }
}
