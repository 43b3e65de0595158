package io.sightline.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.sightline.testsupport.clip.BrowserSource;
import io.sightline.testsupport.clip.Side;
import io.sightline.testsupport.content.MediaContent;
import io.sightline.testsupport.content.Region;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A host and two guests in Chromium, one of the guests behind a narrow path: the host's camera goes
 * out in layers, and each guest gets the one that fits.
 */
class BrowserLayersIT {
  private static final int EVE_COLOUR = 0xc8a028;

  private static final Duration MIX_LIMIT = ServerUnderTest.patience(120);

  /** YUV conversion and lossy coding of saturated colours change a component by up to this. */
  private static final double COLOUR_TOLERANCE = 45;

  /** They come one after the other, a second's tenth is the flash. */
  private static final double SEEN = 0.5;

  /** Parts of three pictures, two above and one in the middle below them. */
  private static final List<Region> PLACES =
      List.of(
          new Region(0.15, 0.15, 0.35, 0.3),
          new Region(0.65, 0.15, 0.85, 0.3),
          new Region(0.4, 0.65, 0.6, 0.8));

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

  /**
   * What the layers are that pictures go out in, once there are two; what there is when it takes
   * too long.
   */
  private static final String LAYERS_SENT =
      """
      const sent = reports
        .filter(({ type, rid, framesPerSecond }) => type === 'outbound-rtp' && rid && framesPerSecond > 0)
        .map(({ rid, frameWidth }) => `${rid} ${frameWidth}`).sort();
      const enough = sent.length >= 2;
      """;

  /** The widths of the pictures that arrive, once there are two and none is above a bound. */
  private static final String NARROW =
      """
      const sent = reports
        .filter(({ type, kind, framesPerSecond }) => type === 'inbound-rtp' && kind === 'video' && framesPerSecond > 0)
        .map(({ frameWidth }) => frameWidth);
      const enough = sent.length >= 2 && sent.every((width) => width <= bound);
      """;

  /**
   * Likewise, once one is at the bound: a busy machine's browsers leave out each other's upper
   * layers.
   */
  private static final String WIDE =
      """
      const sent = reports
        .filter(({ type, kind, framesPerSecond }) => type === 'inbound-rtp' && kind === 'video' && framesPerSecond > 0)
        .map(({ frameWidth }) => frameWidth);
      const enough = sent.some((width) => width === bound);
      """;

  private static final String POLL =
      """
      async ([bound, millis]) => {
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
                    CallPages.byId(host, "record").click();
                    CallPages.awaitCall(host, Map.of("recording", "recording"));
                    network.narrow(NARROW_KILOBITS);
                    look(network);
                    checkRecording(end());
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
    await(host, LAYERS_SENT, WHOLE, "layers sent");
    await(eve, NARROW, HALF, "behind the narrow path");
    await(bob, WIDE, WHOLE, "behind a wide one");
    screens.shoot(eve, "narrow");
    screens.shoot(bob, "wide");
    for (Page page : List.of(eve, bob)) {
      Pictures.awaitColour(
          page, ".tile[data-role=\"agent\"] .remote-video.shown", Side.AGENT.colour(), 0.5, 0.3);
    }
    network.widen();
    await(eve, WIDE, WHOLE, "after it widened");
  }

  private static void await(Page page, String what, int bound, String meaning) {
    int millis = (int) ServerUnderTest.patience(60).toMillis();
    List<?> seen = (List<?>) page.evaluate(POLL.formatted(what), List.of(bound, millis));
    System.getLogger("browser").log(System.Logger.Level.INFO, meaning + ": " + seen.get(1));
    assertEquals(true, seen.get(0), meaning + ": " + seen.get(1));
  }

  /** Ends the call and answers its id. */
  private String end() {
    String callId = (String) bob.evaluate("document.querySelector('sl-customer-app').call.callId");
    CallPages.byId(host, "end-call").click();
    CallPages.byId(host, "end-dialog-confirm").click();
    CallPages.awaitView(bob, "sl-customer-app", "meetingOver");
    return callId;
  }

  /** Everybody is in the mixed picture, each in a place, whatever layers were sent. */
  private void checkRecording(String callId) throws Exception {
    FinishedRecording recording =
        FinishedRecording.await(
            server.signedIn("agent1"), callId, MIX_LIMIT, FinishedRecording::mixed);
    Path file = recording.download("webm", Path.of("target", "recordings", "layers.webm"));
    MediaContent content = MediaContent.open(file, "webm");
    for (int colour : List.of(Side.AGENT.colour(), Side.CUSTOMER.colour(), EVE_COLOUR)) {
      List<Double> shares = new ArrayList<>();
      for (Region place : PLACES) {
        shares.add(content.video().share(place, colour, COLOUR_TOLERANCE));
      }
      String figures = String.format("%06x", colour) + " in the mixed picture: " + shares;
      assertEquals(1, shares.stream().filter(share -> share > SEEN).count(), figures);
      System.getLogger("browser").log(System.Logger.Level.INFO, figures);
    }
  }
}
