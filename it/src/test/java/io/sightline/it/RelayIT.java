package io.sightline.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.sightline.testsupport.clip.BrowserSource;
import io.sightline.testsupport.clip.Side;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Browsers that reach nobody but the relay, one by UDP, one by TCP or TLS as behind a strict
 * firewall: they talk directly and by the media server, with the credentials that the product gave
 * them.
 */
class RelayIT {
  /** Leaves a browser nothing but the relay, by one transport. */
  private static final String RELAY_ONLY =
      """
      window.RTCPeerConnection = class extends RTCPeerConnection {
        constructor(configuration) {
          const iceServers = configuration.iceServers.map((server) => ({
            ...server,
            urls: [server.urls].flat().filter((url) => url.startsWith('%s:') && url.endsWith('transport=%s')),
          })).filter((server) => server.urls.length);
          super({ ...configuration, iceServers, iceTransportPolicy: 'relay' });
        }
      };
      """;

  static final String SELECTED =
      """
      async () => {
        const view = document.querySelector('sl-call-view');
        const stats = await view.client.switcher.shown.connection.getStats();
        const transport = [...stats.values()].find((one) => one.type === 'transport');
        const local = stats.get(stats.get(transport.selectedCandidatePairId).localCandidateId);
        return `${local.candidateType} by ${local.relayProtocol}`;
      }
      """;

  private final ServerUnderTest server = ServerUnderTest.get();
  private final Screens screens = new Screens("relay");

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "tls"})
  void peopleBehindFirewallsTalkDirectlyAndAreRecorded(String way) throws Exception {
    try (Relay relay = Relay.start();
        Chromium chromium = new Chromium()) {
      Page agent = chromium.user("agent", script(Side.AGENT, "udp"));
      Page customer = chromium.user("customer", script(Side.CUSTOMER, way));
      chromium.watch(
          "relay",
          screens,
          () -> {
            join(agent, customer);
            check(agent, customer, "direct", way);
            CallPages.byId(agent, "record").click();
            check(agent, customer, "forwarded", way);
            CallPages.byId(agent, "end-call").click();
            CallPages.byId(agent, "end-dialog-confirm").click();
            CallPages.awaitView(customer, "sl-customer-app", "ended");
            assertTrue(relay.allocations() >= 4, "two ways for each: " + relay.allocations());
          });
    }
  }

  static String script(Side side, String way) {
    return (way.equals("tls")
            ? RELAY_ONLY.formatted("turns", "tcp")
            : RELAY_ONLY.formatted("turn", way))
        + BrowserSource.script(side);
  }

  private void join(Page agent, Page customer) {
    agent.navigate(server.url() + "/agent/");
    CallPages.signIn(agent, "agent1", server.password("agent1"));
    assertThat(CallPages.byId(agent, "new-link")).isVisible();
    String callId = CallPages.newLink(agent);
    Locator card = agent.locator("[data-call-id='" + callId + "']");
    CallPages.openLink(customer, card);
    CallPages.byId(customer, "join").click();
    card.getByTestId("join-call").click();
    CallPages.byId(agent, "setup-join").click();
  }

  private static void check(Page agent, Page customer, String path, String way) {
    CallPages.awaitConnected(agent, path);
    CallPages.awaitConnected(customer, path);
    Pictures.awaitColour(agent, "remote-video", Side.CUSTOMER, 0.5, 0.3);
    Pictures.awaitColour(customer, "remote-video", Side.AGENT, 0.5, 0.3);
    assertEquals("relay by udp", agent.evaluate(SELECTED));
    assertEquals("relay by " + way, customer.evaluate(SELECTED));
  }
}
