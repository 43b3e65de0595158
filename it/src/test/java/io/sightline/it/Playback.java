package io.sightline.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.testsupport.client.ApiClient;
import io.sightline.testsupport.client.ApiResponse;
import jakarta.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What the playing address of a recording must answer (RFC 9110 section 14). */
final class Playback {
  private Playback() {}

  /**
   * Checks ranges, conditions, rights and the cookie for media elements.
   *
   * @param owner of the call
   * @param stranger anybody without a token
   */
  static void check(ApiClient owner, ApiClient stranger, JsonObject recording) {
    String url = "/api/recordings/play/" + recording.getString("id") + "?rendition=webm";
    ApiResponse whole = owner.get(url).expect(200);
    assertEquals("video/webm", header(whole, "Content-Type"));
    assertEquals("bytes", header(whole, "Accept-Ranges"));
    String etag = header(whole, "ETag");
    byte[] all = whole.body();
    int length = all.length;
    assertTrue(length > 200_000, "large enough for several segments: " + length);
    for (int[] range : new int[][] {{0, 0}, {65_530, 65_550}, {131_000, 200_000}, {5, 70_000}}) {
      part(owner, url, "bytes=" + range[0] + "-" + range[1], all, range[0], range[1] + 1);
    }
    part(owner, url, "bytes=" + (length - 10) + "-", all, length - 10, length);
    part(owner, url, "bytes=-500", all, length - 500, length);
    part(owner, url, "bytes=100-999999999", all, 100, length);
    ApiResponse beyond = owner.get(url, Map.of("Range", "bytes=" + length + "-")).expect(416);
    assertEquals("bytes */" + length, header(beyond, "Content-Range"));
    owner.get(url, Map.of("If-None-Match", etag)).expect(304);
    owner.get(url, Map.of("Range", "bytes=0-9", "If-Range", etag)).expect(206);
    owner.get(url, Map.of("Range", "bytes=0-9", "If-Range", "\"other\"")).expect(200);
    owner.get(url, Map.of("Range", "bytes=0-9", "If-Range", "W/" + etag)).expect(200);
    owner.get(url, Map.of("If-Match", "\"other\"")).expect(412);
    for (String ignored : List.of("bytes=0-1,5-6", "bytes=9-5", "bytes=x-", "items=0-5")) {
      assertArrayEquals(all, owner.get(url, Map.of("Range", ignored)).expect(200).body(), ignored);
    }
    String disposition = header(owner.get(url + "&download=1").expect(200), "Content-Disposition");
    assertTrue(
        disposition.matches(
            "attachment; filename=\"[0-9]{4}-[0-9]{2}-[0-9]{2}_[0-9a-f-]{36}.webm\""),
        disposition);
    stranger.get(url).expect(401);
    cookie(owner, stranger, recording.getString("id"), url);
  }

  private static void part(
      ApiClient owner, String url, String range, byte[] all, int from, int to) {
    ApiResponse response = owner.get(url, Map.of("Range", range)).expect(206);
    assertEquals(
        "bytes " + from + "-" + (to - 1) + "/" + all.length, header(response, "Content-Range"));
    assertArrayEquals(Arrays.copyOfRange(all, from, to), response.body(), range);
  }

  /** RFC 6265 section 4.1, as strictly as browsers read it: no quotes around attributes. */
  private static void cookie(ApiClient owner, ApiClient stranger, String id, String url) {
    ApiResponse allowed =
        owner.post("/api/recordings/" + id + "/playback", JsonObject.EMPTY_JSON_OBJECT).expect(204);
    List<String> parts = List.of(header(allowed, "Set-Cookie").split("; *"));
    assertTrue(parts.get(0).startsWith("__Secure-playback-"), parts.toString());
    assertTrue(parts.contains("Path=/api/recordings/play/" + id), parts.toString());
    for (String attribute : List.of("Secure", "HttpOnly", "SameSite=Strict")) {
      assertTrue(parts.contains(attribute), attribute + " in " + parts);
    }
    stranger.get(url, Map.of("Cookie", parts.get(0))).expect(200);
    String forged = parts.get(0).substring(0, parts.get(0).length() - 4) + "AAAA";
    stranger.get(url, Map.of("Cookie", forged)).expect(401);
  }

  private static String header(ApiResponse response, String name) {
    return response.headers().firstValue(name).orElse("");
  }
}
