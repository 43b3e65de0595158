package io.sightline.it;

import io.sightline.testsupport.client.ApiClient;
import io.sightline.testsupport.client.ApiResponse;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** A call's recording as the reports show it, and its files. */
final class FinishedRecording {
  private static final System.Logger LOG = System.getLogger(FinishedRecording.class.getName());
  private static final long POLL_MILLIS = 500;

  private final ApiClient api;
  private final JsonObject record;

  private FinishedRecording(ApiClient api, JsonObject record) {
    this.api = api;
    this.record = record;
  }

  /**
   * Waits until the only recording of a call fulfils a condition.
   *
   * @throws TimeoutException with its last record
   */
  static FinishedRecording await(
      ApiClient api, String callId, Duration limit, Predicate<JsonObject> condition)
      throws TimeoutException {
    String path = "/api/recordings?callId=" + callId;
    CompletableFuture<JsonObject> reached = new CompletableFuture<>();
    ScheduledExecutorService poller = Executors.newSingleThreadScheduledExecutor();
    Runnable look = () -> look(api, path, condition, reached);
    Future<?> polling = poller.scheduleWithFixedDelay(look, 0, POLL_MILLIS, TimeUnit.MILLISECONDS);
    try {
      return new FinishedRecording(api, reached.get(limit.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      throw new TimeoutException("recordings of the call: " + api.get(path).text());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    } finally {
      polling.cancel(true);
      poller.shutdownNow();
    }
  }

  private static void look(
      ApiClient api,
      String path,
      Predicate<JsonObject> condition,
      CompletableFuture<JsonObject> reached) {
    try {
      api
          .get(path)
          .expect(200)
          .json()
          .getJsonArray("entities")
          .getValuesAs(JsonObject.class)
          .stream()
          .filter(condition)
          .findFirst()
          .ifPresent(reached::complete);
    } catch (UncheckedIOException e) {
      // No answer in time; the next look may find the server less busy.
      LOG.log(System.Logger.Level.WARNING, "no answer", e);
    } catch (RuntimeException | AssertionError e) {
      reached.completeExceptionally(e);
    }
  }

  JsonObject record() {
    return record;
  }

  /** What the product itself says of its completeness. */
  JsonObject truth() {
    return api.get("/api/recordings/" + record.getString("id") + "/truth").expect(200).json();
  }

  static List<JsonObject> renditions(JsonObject record, String kind) {
    return record.getJsonArray("renditions").getValuesAs(JsonObject.class).stream()
        .filter(rendition -> rendition.getString("kind").equals(kind))
        .toList();
  }

  /** Whether WebM and MP4 of the mixed picture are there. */
  static boolean mixed(JsonObject record) {
    List<JsonObject> mixed = renditions(record, "mixed");
    return List.of("webm", "mp4").stream()
        .allMatch(
            format ->
                mixed.stream()
                    .anyMatch(
                        r ->
                            r.getString("format").equals(format)
                                && r.getString("state", "finished").matches("finished|partial")));
  }

  /** Downloads a rendition, by its id or by "webm" or "mp4". */
  Path download(String rendition, Path to) throws IOException {
    ApiResponse response =
        api.get("/api/recordings/play/" + record.getString("id") + "?rendition=" + rendition)
            .expect(200);
    Files.createDirectories(to.getParent());
    return Files.write(to, response.body());
  }
}
