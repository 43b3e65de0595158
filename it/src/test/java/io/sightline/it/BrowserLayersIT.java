package io.sightline.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.sightline.testsupport.clip.BrowserSource;
import io.sightline.testsupport.clip.Side;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A host and two guests in Chromium, one of the guests behind a narrow path: the host's camera goes
 * out in layers, and each guest gets the one that fits.
 */
class BrowserLayersIT {
  private static final int EVE_COLOUR = 0xc8a028;

  /** Room for sound and two small pictures. */
  private static final int NARROW_KILOBITS = 450;

  /** The camera's width, and that of its lower layer. */
  private static final int WHOLE = 640;

  private static final int HALF = 320;

  /** Keeps a page's connections where the test finds them. */
  private static final String CONNECTIONS =
      """
      window.connections = [];
      window.RTCPeerConnection = class extends RTCPeerConnection {
        constructor(...given) {
          super(...given);
          window.connections.push(this);
        }
      };
      """;

  /** What the layers are that pictures go out in, once there are two; what there is when it takes too long. */
  private static final String LAYERS_SENT =
      """
      const sent = reports
        .filter(({ type, rid, framesPerSecond }) => type === 'outbound-rtp' && rid && framesPerSecond > 0)
        .map(({ rid, frameWidth }) => `${rid} ${frameWidth}`).sort();
      const enough = sent.length >= 2;
      """;

  /** The widths of the pictures that arrive, once all of them are within bounds. */
  private static final String WIDTHS =
      """
      const sent = reports
        .filter(({ type, kind, framesPerSecond }) => type === 'inbound-rtp' && kind === 'video' && framesPerSecond > 0)
        .map(({ frameWidth }) => frameWidth);
      const enough = sent.length >= 2 && sent.every((width) => width >= least && width <= most);
      """;

  private static final String POLL =
      """
      async ([least, most, millis]) => {
        for (const until = performance.now() + millis; ; await new Promise((resolve) => setTimeout(resolve, 500))) {
          const all = await Promise.all(connections.map((each) => each.getStats()));
          const reports = all.flatMap((report) => [...report.values()]);
          %s
          if (enough || performance.now() > until) return [enough, sent.join(', ')];
        }
      }
      """;

  private final ServerUnderTest server = ServerUnderTest.get();
  private final Screens screens = new Screens("layers");
  private Page host;
  private Page bob;
  private Page eve;
  private String own;

  @Test
  void eachGuestGetsTheLayerThatItsPathCanTake() throws Exception {
    try (Network network = Network.open();
        Chromium outside = new Chromium();
        Chromium inside = new Chromium(network.browser())) {
      own = URI.create("https://" + Network.ownAddress() + ":" + server.url().getPort()).toString();
      host = outside.user("host", CONNECTIONS + BrowserSource.script(Side.AGENT));
      bob = outside.user("bob", CONNECTIONS + BrowserSource.script(Side.CUSTOMER));
      eve = inside.user("eve", CONNECTIONS + BrowserSource.script(EVE_COLOUR, 700, 3_100));
      outside.watch(
          "layers",
          screens,
          () ->
              inside.watch(
                  "layers-inside",
                  screens,
                  () -> {
                    meet();
                    network.narrow(NARROW_KILOBITS);
                    look(network);
                    end();
                  }));
    }
  }

  private void meet() {
    host.navigate(own + "/meetings/");
    CallPages.signIn(host, "agent1", server.password("agent1"));
    CallPages.awaitView(host, "sl-meetings-app", "points");
    String name = "Layers " + System.nanoTime();
    CallPages.byId(host, "new-point").click();
    CallPages.byId(host, "point-name").fill(name);
    CallPages.byId(host, "point-save").click();
    Locator card =
        host.getByTestId("point-card").filter(new Locator.FilterOptions().setHasText(name));
    String link = card.getByTestId("point-url").inputValue();
    ask(bob, link, "Bob Baker");
    ask(eve, link, "Eve Example");
    card.getByTestId("point-host").click();
    CallPages.byId(host, "setup-join").click();
    CallPages.awaitView(host, "sl-meetings-app", "call");
    assertThat(host.getByTestId("waiting-guest")).hasCount(2);
    for (int waiting = 1; waiting >= 0; waiting--) {
      host.getByTestId("waiting-guest").first().getByTestId("admit").click();
      assertThat(host.getByTestId("waiting-guest")).hasCount(waiting);
    }
    for (Page page : List.of(host, bob, eve)) {
      CallPages.awaitCall(page, Map.of("others", "2"));
      CallPages.awaitConnected(page, "forwarded");
    }
  }

  private void ask(Page guest, String link, String name) {
    CallPages.openLink(guest, own, link);
    CallPages.byId(guest, "guest-name").fill(name);
    CallPages.byId(guest, "join").click();
    CallPages.awaitView(guest, "sl-customer-app", "waiting");
  }

  private void look(Network network) throws Exception {
    await(host, LAYERS_SENT, 0, 0, "layers sent");
    await(eve, WIDTHS, 1, HALF, "behind the narrow path");
    await(bob, WIDTHS, WHOLE, WHOLE, "behind a wide one");
    screens.shoot(eve, "narrow");
    screens.shoot(bob, "wide");
    for (Page page : List.of(eve, bob)) {
      Pictures.awaitColour(
          page, ".tile[data-role='agent'] .remote-video.shown", Side.AGENT.colour(), 0.5, 0.3);
    }
    network.widen();
    await(eve, WIDTHS, WHOLE, WHOLE, "after it widened");
    await(bob, WIDTHS, WHOLE, WHOLE, "behind the wide one still");
  }

  private static void await(Page page, String what, int least, int most, String meaning) {
    long millis = ServerUnderTest.patience(60).toMillis();
    List<?> seen = (List<?>) page.evaluate(POLL.formatted(what), List.of(least, most, millis));
    System.getLogger("browser").log(System.Logger.Level.INFO, meaning + ": " + seen.get(1));
    assertEquals(true, seen.get(0), meaning + ": " + seen.get(1));
  }

  private void end() {
    CallPages.byId(host, "end-call").click();
    CallPages.byId(host, "end-dialog-confirm").click();
    CallPages.awaitView(bob, "sl-customer-app", "meetingOver");
  }
}
