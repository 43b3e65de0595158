package io.sightline.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.sightline.testsupport.clip.BrowserSource;
import io.sightline.testsupport.clip.Side;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a customer is told whose devices, browser or network are not as they should be. */
class BrowserHelpIT {
  /**
   * On a busy machine a relay, or the server, may not be ready at first; the way is what counts.
   */
  private static final Duration VERDICT_LIMIT = ServerUnderTest.patience(30);

  private final ServerUnderTest server = ServerUnderTest.get();
  private final Screens screens = new Screens("help");
  private final Accessibility accessibility = new Accessibility();

  private static String failing(String name) {
    return "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', '"
        + name
        + "'));";
  }

  @ParameterizedTest
  @CsvSource({
    "NotAllowedError, denied, are blocked for this page",
    "NotFoundError, missing, No camera and no microphone were found",
    "NotReadableError, busy, Another program is using"
  })
  void devicesThatCannotBeUsed(String failure, String problem, String text) throws Exception {
    try (Chromium chromium = new Chromium();
        ScriptedCall call = new ScriptedCall(server)) {
      Page customer = chromium.user("customer", failing(failure));
      chromium.watch(
          "help",
          screens,
          () -> {
            customer.navigate(server.url().resolve("/ve/" + call.code).toString());
            CallPages.awaitView(customer, "sl-customer-app", "setup");
            assertThat(customer.locator("sl-device-setup")).containsText(text);
            assertThat(CallPages.byId(customer, "join")).isEnabled();
            screens.shoot(customer, problem);
            accessibility.look(customer, problem);
            assertEquals("", String.join("\n", accessibility.found()));
          });
    }
  }

  @Test
  void aBrowserThatIsTooOld() throws Exception {
    try (Chromium chromium = new Chromium();
        ScriptedCall call = new ScriptedCall(server)) {
      Page customer = chromium.user("customer", "delete window.RTCPeerConnection;");
      chromium.watch(
          "help",
          screens,
          () -> {
            customer.navigate(server.url().resolve("/ve/" + call.code).toString());
            assertThat(customer.locator("sl-customer-app")).hasAttribute("data-problem", "browser");
            screens.shoot(customer, "too-old");
            accessibility.look(customer, "too old");
            assertEquals("", String.join("\n", accessibility.found()));
          });
    }
  }

  @Test
  void aPageOfWhichAPartDoesNotCome() throws Exception {
    try (Chromium chromium = new Chromium();
        ScriptedCall call = new ScriptedCall(server)) {
      Page customer = chromium.user("customer", Side.CUSTOMER);
      chromium.watch(
          "help",
          screens,
          () -> {
            AtomicInteger left = new AtomicInteger(1);
            customer.route(
                "**/ui/format.js",
                route -> {
                  if (left.getAndDecrement() > 0) {
                    route.abort("connectionreset");
                  } else {
                    route.resume();
                  }
                });
            customer.navigate(server.url().resolve("/ve/" + call.code).toString());
            CallPages.awaitView(customer, "sl-customer-app", "setup");
            left.set(Integer.MAX_VALUE);
            customer.reload();
            assertThat(customer.locator("[role=alert]")).containsText("did not load completely");
            screens.shoot(customer, "torn");
            accessibility.look(customer, "torn");
            assertEquals("", String.join("\n", accessibility.found()));
          });
    }
  }

  @Test
  void aNetworkThatLetsOnlyTheRelayThrough() throws Exception {
    try (Relay relay = Relay.start();
        Chromium chromium = new Chromium();
        ScriptedCall call = new ScriptedCall(server)) {
      Page customer = chromium.user("customer", RelayIT.script(Side.CUSTOMER, "tcp"));
      chromium.watch(
          "help",
          screens,
          () -> {
            customer.navigate(server.url().resolve("/ve/" + call.code).toString());
            Locator check = test(customer, "relay");
            assertThat(check).hasAttribute("data-verdict", "relay");
            assertThat(check).containsText("by a detour only");
            assertTrue(relay.allocations() >= 1, "by the relay");
            screens.shoot(customer, "relay");
          });
    }
  }

  @Test
  void aNetworkThatLetsNothingThrough() throws Exception {
    String address = Network.ownAddress();
    try (Network network = Network.open();
        Chromium chromium = new Chromium(network.browser());
        ScriptedCall call = new ScriptedCall(server)) {
      network.blockUdp();
      Page customer = chromium.user("customer", BrowserSource.script(Side.CUSTOMER));
      URI own = URI.create("https://" + address + ":" + server.url().getPort());
      chromium.watch(
          "help",
          screens,
          () -> {
            customer.navigate(own.resolve("/ve/" + call.code).toString());
            Locator check = test(customer, "blocked");
            assertThat(check).hasAttribute("data-verdict", "blocked");
            assertThat(check).containsText("Try another network");
            screens.shoot(customer, "blocked");
            accessibility.look(customer, "blocked");
            assertEquals("", String.join("\n", accessibility.found()));
          });
    }
  }

  /** Presses the button until the verdict is the one that is looked for. */
  private static Locator test(Page customer, String verdict) {
    CallPages.awaitView(customer, "sl-customer-app", "setup");
    Locator check = CallPages.byId(customer, "connection-check");
    long until = System.nanoTime() + VERDICT_LIMIT.toNanos();
    while (!verdict.equals(check.getAttribute("data-verdict")) && System.nanoTime() < until) {
      CallPages.byId(customer, "connection-test").click();
      assertThat(check).hasAttribute("data-verdict", Pattern.compile("^(?!none|running)"));
    }
    return check;
  }
}
