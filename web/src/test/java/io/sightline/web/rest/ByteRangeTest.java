package io.sightline.web.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9110 section 14, with the examples of section 14.1.2. */
class ByteRangeTest {
  @ParameterizedTest
  @CsvSource({
    "bytes=0-499, 10000, PART, 0, 499",
    "bytes=500-999, 10000, PART, 500, 999",
    "bytes=-500, 10000, PART, 9500, 9999",
    "bytes=9500-, 10000, PART, 9500, 9999",
    "bytes=0-, 10000, PART, 0, 9999",
    "bytes=0-0, 10000, PART, 0, 0",
    "bytes=-1, 10000, PART, 9999, 9999",
    "Bytes=9999-20000, 10000, PART, 9999, 9999",
    "bytes=-20000, 10000, PART, 0, 9999",
    "bytes=0-99999999999999999999999, 10000, PART, 0, 9999",
    "bytes=10000-, 10000, UNSATISFIABLE, 0, -1",
    "bytes=99999999999999999999999-, 10000, UNSATISFIABLE, 0, -1",
    "bytes=-0, 10000, UNSATISFIABLE, 0, -1",
    "bytes=0-, 0, UNSATISFIABLE, 0, -1",
    "bytes=-5, 0, UNSATISFIABLE, 0, -1",
    "bytes=5-4, 10000, WHOLE, 0, 9999",
    "bytes=a-b, 10000, WHOLE, 0, 9999",
    "bytes=--5, 10000, WHOLE, 0, 9999",
    "bytes=-, 10000, WHOLE, 0, 9999",
    "bytes=, 10000, WHOLE, 0, 9999",
    "items=0-5, 10000, WHOLE, 0, 9999",
    "'bytes=0-1,5-6', 10000, WHOLE, 0, 9999",
    "'bytes=0-1,99999-', 10000, WHOLE, 0, 9999",
    "bytes=+1-2, 10000, WHOLE, 0, 9999",
    "bytes=1 - 2, 10000, WHOLE, 0, 9999",
    "bytes=0x1-2, 10000, WHOLE, 0, 9999",
    "bytes=1-2-3, 10000, WHOLE, 0, 9999",
    "bytes 1-2, 10000, WHOLE, 0, 9999",
    "bytes=\u0661-2, 10000, WHOLE, 0, 9999",
    ", 10000, WHOLE, 0, 9999"
  })
  void reads(String header, long size, ByteRange.Outcome outcome, long first, long last) {
    assertEquals(new ByteRange(outcome, first, last), ByteRange.of(header, size));
  }
}
