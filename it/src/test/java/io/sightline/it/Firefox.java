package io.sightline.it;

import io.sightline.testsupport.clip.BrowserSource;
import io.sightline.testsupport.clip.Side;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The machine's Firefox, headless, with one page, driven over WebDriver BiDi (W3C). Camera and
 * microphone are a known side's, made by a script before a page's own.
 */
final class Firefox implements AutoCloseable {
  private static final Duration LIMIT = ServerUnderTest.patience(60);
  private static final String LISTENING = "WebDriver BiDi listening on ";

  private final SoundCard sound;
  private final Path profile;
  private final Process process;
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonObject>> pending = new ConcurrentHashMap<>();
  private final WebSocket socket;
  private final String context;

  Firefox(Side side) throws IOException, TimeoutException, InterruptedException {
    sound = new SoundCard();
    profile = Files.createTempDirectory("firefox");
    Files.write(profile.resolve("user.js"), preferences());
    ProcessBuilder builder =
        new ProcessBuilder(
            System.getProperty("sightline.it.firefox", "/usr/bin/firefox-esr"),
            "--headless",
            "--no-remote",
            "--remote-debugging-port",
            "0",
            "--profile",
            profile.toString());
    builder.environment().put("PULSE_SERVER", sound.address());
    process = builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    URI address = URI.create(listeningAddress() + "/session");
    socket =
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(address, new Receiver()).join();
    call(
        "session.new",
        Json.createObjectBuilder()
            .add(
                "capabilities",
                Json.createObjectBuilder()
                    .add(
                        "alwaysMatch",
                        Json.createObjectBuilder().add("acceptInsecureCerts", true))));
    context =
        call("browsingContext.getTree", Json.createObjectBuilder())
            .getJsonArray("contexts")
            .getJsonObject(0)
            .getString("context");
    call(
        "script.addPreloadScript",
        Json.createObjectBuilder()
            .add("functionDeclaration", "() => {" + BrowserSource.script(side) + "}"));
  }

  private static List<String> preferences() {
    return Stream.of(
            "\"media.navigator.permission.disabled\", true",
            "\"media.navigator.streams.fake\", true",
            "\"media.autoplay.default\", 0",
            "\"browser.shell.checkDefaultBrowser\", false",
            "\"datareporting.policy.dataSubmissionEnabled\", false",
            "\"app.update.enabled\", false",
            "\"toolkit.telemetry.reportingpolicy.firstRun\", false",
            "\"browser.startup.homepage_override.mstone\", \"ignore\"")
        .map(preference -> "user_pref(" + preference + ");")
        .toList();
  }

  private String listeningAddress() throws TimeoutException {
    CompletableFuture<String> found = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                  if (line.startsWith(LISTENING)) {
                    found.complete(line.substring(LISTENING.length()).trim());
                  }
                }
                found.completeExceptionally(new IOException("Firefox has ended"));
              } catch (IOException e) {
                found.completeExceptionally(e);
              }
            },
            "firefox-output");
    reader.setDaemon(true);
    reader.start();
    return await(found);
  }

  private static <T> T await(CompletableFuture<T> future) throws TimeoutException {
    try {
      return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private JsonObject call(String method, JsonObjectBuilder parameters) throws TimeoutException {
    int id = ids.incrementAndGet();
    CompletableFuture<JsonObject> answer = new CompletableFuture<>();
    pending.put(id, answer);
    String command =
        Json.createObjectBuilder()
            .add("id", id)
            .add("method", method)
            .add("params", parameters)
            .build()
            .toString();
    socket.sendText(command, true).join();
    JsonObject response = await(answer);
    if (!response.getString("type").equals("success")) {
      throw new IllegalStateException(method + ": " + response);
    }
    return response.getJsonObject("result");
  }

  void navigate(URI url) throws TimeoutException {
    call(
        "browsingContext.navigate",
        Json.createObjectBuilder()
            .add("context", context)
            .add("url", url.toString())
            .add("wait", "complete"));
  }

  /** Runs an expression in the page, waits for its promise, answers a string, number or boolean. */
  String evaluate(String expression) throws TimeoutException {
    JsonObject result =
        call(
            "script.evaluate",
            Json.createObjectBuilder()
                .add("expression", expression)
                .add("target", Json.createObjectBuilder().add("context", context))
                .add("awaitPromise", true));
    if (!result.getString("type").equals("success")) {
      throw new IllegalStateException(expression + ": " + result.get("exceptionDetails"));
    }
    JsonValue value = result.getJsonObject("result").get("value");
    if (value == null) {
      return "";
    }
    return value.getValueType() == JsonValue.ValueType.STRING
        ? result.getJsonObject("result").getString("value")
        : value.toString();
  }

  /**
   * Waits within the page until a condition holds.
   *
   * @throws IllegalStateException when it does not in the limit
   */
  void awaitTrue(String condition) throws TimeoutException {
    evaluate(
        "new Promise((resolve, reject) => { const end = Date.now() + "
            + LIMIT.toMillis() * 4 / 5
            + "; const look = () => {"
            + " if ("
            + condition
            + ") resolve(true); else if (Date.now() > end) reject(new Error('never')); else"
            + " setTimeout(look, 100); }; look(); })");
  }

  void screenshot(String name) throws IOException, TimeoutException {
    JsonObject result =
        call(
            "browsingContext.captureScreenshot",
            Json.createObjectBuilder().add("context", context));
    Path directory = Files.createDirectories(Path.of("target", "screenshots"));
    Files.write(
        directory.resolve(name + ".png"), Base64.getDecoder().decode(result.getString("data")));
  }

  @Override
  public void close() {
    socket.abort();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
    sound.close();
    try (Stream<Path> files = Files.walk(profile)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Receiver implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        receive(text.toString());
        text.setLength(0);
      }
      from.request(1);
      return null;
    }

    private void receive(String message) {
      try (JsonReader reader = Json.createReader(new StringReader(message))) {
        JsonObject parsed = reader.readObject();
        if (parsed.containsKey("id") && !parsed.isNull("id")) {
          CompletableFuture<JsonObject> waiting = pending.remove(parsed.getInt("id"));
          if (waiting != null) {
            waiting.complete(parsed);
          }
        }
      }
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      pending.values().forEach(waiting -> waiting.completeExceptionally(error));
    }
  }
}
