package io.sightline.web.rest;

import io.sightline.fault.Refusal;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;

/**
 * Which page of a list was asked for, and the list's answer in Genesys' shape.
 *
 * @param pageSize 1 to 500, 25 when not said
 * @param pageNumber from 1
 */
public record Paging(UriInfo uri, int pageSize, int pageNumber) {
  private static final int DEFAULT_SIZE = 25;
  private static final int LARGEST = 500;
  private static final int LAST = 1_000_000;

  /**
   * Reads {@code pageSize} and {@code pageNumber} of the query.
   *
   * @throws Refusal when one is not a number in its range
   */
  public static Paging of(UriInfo uri) {
    return new Paging(
        uri, number(uri, "pageSize", DEFAULT_SIZE, LARGEST), number(uri, "pageNumber", 1, LAST));
  }

  private static int number(UriInfo uri, String name, int fallback, int largest) {
    String text = uri.getQueryParameters().getFirst(name);
    if (text == null || text.isEmpty()) {
      return fallback;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= 1 && number <= largest) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      throw outOfRange(name, largest);
    }
    throw outOfRange(name, largest);
  }

  private static Refusal outOfRange(String name, int largest) {
    return Refusal.field("parameter.range", name, "The parameter must be 1 to " + largest + ".");
  }

  /** How many entities come before this page. */
  public int offset() {
    return Math.multiplyExact(pageSize, pageNumber - 1);
  }

  /**
   * The list's answer.
   *
   * @param entities those of this page
   * @param total of all pages
   */
  public JsonObject list(List<JsonObject> entities, long total) {
    JsonArrayBuilder array = Json.createArrayBuilder();
    entities.forEach(array::add);
    int pageCount = (int) Math.max(1, (total + pageSize - 1) / pageSize);
    JsonObjectBuilder answer =
        Json.createObjectBuilder()
            .add("entities", array)
            .add("pageSize", pageSize)
            .add("pageNumber", pageNumber)
            .add("total", total)
            .add("pageCount", pageCount)
            .add("selfUri", page(pageNumber))
            .add("firstUri", page(1))
            .add("lastUri", page(pageCount));
    if (pageNumber > 1) {
      answer.add("previousUri", page(Math.min(pageNumber - 1, pageCount)));
    }
    if (pageNumber < pageCount) {
      answer.add("nextUri", page(pageNumber + 1));
    }
    return answer.build();
  }

  private String page(int number) {
    var page =
        uri.getRequestUriBuilder()
            .replaceQueryParam("pageSize", pageSize)
            .replaceQueryParam("pageNumber", number)
            .build();
    return page.getRawPath() + "?" + page.getRawQuery();
  }
}
