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

  /** The rids of the layers in which pictures have gone out, once there are two at least. */
  private static final String LAYERS_SENT =
      """
      async () => {
        const reports = (await Promise.all(connections.map((each) => each.getStats()))).flatMap((all) => [...all.values()]);
        const sent = reports.filter(({ type, rid, framesSent }) => type === 'outbound-rtp' && rid && framesSent > 10);
        return sent.length >= 2 ? sent.map(({ rid }) => rid).sort() : null;
      }
      """;

  /** The widths of the pictures that arrive now, when all of them are within bounds. */
  private static final String WIDTHS =
      """
      async ([least, most]) => {
        const reports = (await Promise.all(connections.map((each) => each.getStats()))).flatMap((all) => [...all.values()]);
        const widths = reports
          .filter(({ type, kind, framesPerSecond }) => type === 'inbound-rtp' && kind === 'video' && framesPerSecond > 0)
          .map(({ frameWidth }) => frameWidth);
        return widths.length >= 2 && widths.every((width) => width >= least && width <= most) ? widths : null;
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
    for (int guest = 0; guest < 2; guest++) {
      host.getByTestId("waiting-guest").first().getByTestId("admit").click();
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
    System.getLogger("browser")
        .log(System.Logger.Level.INFO, "layers sent: " + await(host, LAYERS_SENT, null));
    System.getLogger("browser")
        .log(
            System.Logger.Level.INFO,
            "narrow: "
                + await(eve, WIDTHS, List.of(1, 320))
                + ", wide: "
                + await(bob, WIDTHS, List.of(640, 640)));
    screens.shoot(eve, "narrow");
    screens.shoot(bob, "wide");
    Pictures.awaitColour(
        eve, ".tile[data-role='agent'] .remote-video.shown", Side.AGENT.colour(), 0.5, 0.3);
    Pictures.awaitColour(
        bob, ".tile[data-role='agent'] .remote-video.shown", Side.AGENT.colour(), 0.5, 0.3);
    network.widen();
    System.getLogger("browser")
        .log(System.Logger.Level.INFO, "widened: " + await(eve, WIDTHS, List.of(640, 640)));
    assertEquals(640, ((List<?>) await(bob, WIDTHS, List.of(640, 640))).get(0));
  }

  private static Object await(Page page, String what, Object argument) {
    return page.waitForFunction(
            what,
            argument,
            new Page.WaitForFunctionOptions()
                .setPollingInterval(500)
                .setTimeout(ServerUnderTest.patience(90).toMillis()))
        .jsonValue();
  }

  private void end() {
    CallPages.byId(host, "end-call").click();
    CallPages.byId(host, "end-dialog-confirm").click();
    CallPages.awaitView(bob, "sl-customer-app", "meetingOver");
  }
}
