package io.sightline.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Tracing;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.sightline.testsupport.clip.BrowserSource;
import io.sightline.testsupport.clip.Side;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The machine's Chromium, headless, with one separate user for each side. */
final class Chromium implements AutoCloseable {
  private static final Path TRACES = Path.of("target", "traces");

  /**
   * A picture is sent with at least 300 kbit/s. Without it a processor that is busy with the
   * encoders of three browsers looks like a narrow path to them, they send one or two frames a
   * second, and a recording cannot be compared with what was to be sent.
   */
  private static final String STEADY_PICTURES =
      "--force-fieldtrials=WebRTC-Video-MinVideoBitrate/Enabled,br:300kbps/";

  private final Playwright playwright = Playwright.create();
  private final Browser browser;
  private final Map<String, BrowserContext> contexts = new LinkedHashMap<>();
  private final List<String> pageErrors = new ArrayList<>();
  private final List<String> console = new ArrayList<>();

  Chromium() {
    this(Path.of(System.getProperty("sightline.it.chromium", "/usr/bin/chromium")));
  }

  /** Started by a program of that path, which gets the browser's arguments. */
  Chromium(Path program) {
    PlaywrightAssertions.setDefaultAssertionTimeout(ServerUnderTest.patience(30).toMillis());
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(program)
                    .setHeadless(true)
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            STEADY_PICTURES,
                            "--ignore-certificate-errors",
                            "--disable-gpu",
                            // a relay's certificate is not the page's: no context sees to it
                            "--ignore-certificate-errors",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync",
                            "--disable-background-timer-throttling",
                            "--disable-renderer-backgrounding",
                            "--disable-backgrounding-occluded-windows",
                            "--use-fake-device-for-media-stream",
                            "--use-fake-ui-for-media-stream",
                            "--autoplay-policy=no-user-gesture-required")));
  }

  /** A page of a new user whose camera and microphone are a known side's. */
  Page user(String name, Side side) {
    return user(name, BrowserSource.script(side));
  }

  /** A page of a new user whose devices are replaced by a script. */
  Page user(String name, String source) {
    return user(name, source, new Browser.NewContextOptions().setViewportSize(1280, 800));
  }

  /** A page of a new user who has a telephone of that size, and fingers. */
  Page phone(String name, Side side, int width, int height) {
    return user(
        name,
        BrowserSource.script(side),
        new Browser.NewContextOptions()
            .setViewportSize(width, height)
            .setDeviceScaleFactor(2)
            .setHasTouch(true)
            .setIsMobile(true));
  }

  private Page user(String name, String source, Browser.NewContextOptions options) {
    BrowserContext context =
        browser.newContext(
            options
                .setIgnoreHTTPSErrors(true)
                .setLocale("en-GB")
                .setPermissions(List.of("camera", "microphone", "clipboard-write")));
    context.setDefaultTimeout(ServerUnderTest.patience(30).toMillis());
    context.addInitScript(source);
    context.tracing().start(new Tracing.StartOptions().setSnapshots(true).setSources(false));
    Page page = context.newPage();
    page.onPageError(error -> pageErrors.add(name + ": " + error));
    page.onConsoleMessage(
        message -> console.add(name + " [" + message.type() + "] " + message.text()));
    contexts.put(name, context);
    return page;
  }

  /** What a test does with its pages. */
  @FunctionalInterface
  interface Steps {
    void take() throws Exception;
  }

  /**
   * Takes the steps of a test. When one fails, or an exception reached the top of a page, it keeps
   * what is to be looked at then: the consoles, traces for {@code playwright show-trace}, and every
   * page's picture.
   */
  void watch(String test, Screens screens, Steps steps) throws Exception {
    boolean passed = false;
    try {
      steps.take();
      assertEquals(List.of(), pageErrors);
      passed = true;
    } finally {
      if (!passed) {
        System.getLogger("browser").log(System.Logger.Level.ERROR, String.join("\n", console));
        contexts.forEach((name, context) -> keepTrace(test + "-" + name, context));
        contexts.forEach(
            (name, context) ->
                context.pages().forEach(page -> screens.shoot(page, "failed-" + name)));
      }
    }
  }

  private static void keepTrace(String name, BrowserContext context) {
    context.tracing().stop(new Tracing.StopOptions().setPath(TRACES.resolve(name + ".zip")));
  }

  /** Exceptions that reached the top of a page. */
  List<String> pageErrors() {
    return pageErrors;
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
