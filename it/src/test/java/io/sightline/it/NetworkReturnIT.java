package io.sightline.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import io.sightline.testsupport.clip.BrowserSource;
import io.sightline.testsupport.clip.Side;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The customer's network goes away for 5 s, or becomes another one, while they talk: how soon both
 * see each other again. And one that lets no UDP through.
 */
class NetworkReturnIT {
  private static final Duration CUT = Duration.ofSeconds(5);

  /** Requirement: media within 5 s of the network's return. */
  private static final double BACK_MILLIS = 5_000;

  /** Of each kind and path; more tell the 95th percentile. */
  private static final int TRIALS = Integer.getInteger("sightline.it.network-trials", 1);

  /** The paths that are tried; {@code direct,forwarded} in a longer run. */
  private static final String PATHS = System.getProperty("sightline.it.network-paths", "direct");

  /** Notes when each new picture of the other side was drawn, by the wall clock. */
  private static final String FRAMES =
      """
      () => {
        const view = document.querySelector('sl-call-view');
        const known = new WeakSet();
        window.sightlineFrame = 0;
        setInterval(() => {
          for (const video of view.querySelectorAll('video.remote-video')) {
            if (!known.has(video)) {
              known.add(video);
              const frame = () => {
                if (video.classList.contains('shown')) window.sightlineFrames.push(Date.now());
                video.requestVideoFrameCallback(frame);
              };
              video.requestVideoFrameCallback(frame);
            }
          }
        }, 20);
        window.sightlineFrames = [];
      }
      """;

  private final ServerUnderTest server = ServerUnderTest.get();
  private final Screens screens = new Screens("network");

  private interface Event {
    void happen() throws Exception;
  }

  static List<String> paths() {
    return List.of(PATHS.split(","));
  }

  @ParameterizedTest
  @MethodSource("paths")
  void mediaComesBack(String path) throws Exception {
    try (Network network = Network.open();
        Chromium outside = new Chromium();
        Chromium inside = new Chromium(network.browser())) {
      URI own = URI.create("https://" + Network.ownAddress() + ":" + server.url().getPort());
      TwoPages pages =
          new TwoPages(
              outside.user("agent", Side.AGENT), inside.user("customer", Side.CUSTOMER), own);
      List<Double> all = new ArrayList<>();
      outside.watch(
          "network-agent",
          screens,
          () ->
              inside.watch(
                  "network-customer",
                  screens,
                  () -> {
                    pages.invite(server).talk();
                    if (path.equals("forwarded")) {
                      pages.record();
                    }
                    pages.agent.evaluate(FRAMES);
                    pages.customer.evaluate(FRAMES);
                    breakAndChange(path, network, pages, all);
                    pages.end();
                  }));
      System.getLogger("browser")
          .log(
              System.Logger.Level.INFO,
              "back after (ms): " + all.stream().map(Math::round).toList());
      double bar = ServerUnderTest.patience(1).toMillis() / 1000.0 * BACK_MILLIS;
      assertTrue(all.stream().allMatch(each -> each < bar), all.toString());
    }
  }

  private static void breakAndChange(String path, Network network, TwoPages pages, List<Double> all)
      throws Exception {
    for (int i = 0; i < TRIALS; i++) {
      all.add(
          back(
              path + ", unreachable for 5 s",
              pages,
              () -> {
                network.cut();
                pause(pages.agent, CUT);
              },
              network::mend));
      int other = i % 2 == 0 ? 2 : 1;
      all.add(back(path + ", another network", pages, () -> {}, () -> network.use(other)));
      if (i % 2 == 0 && i == TRIALS - 1) {
        all.add(back(path + ", the former network", pages, () -> {}, () -> network.use(1)));
      }
    }
  }

  /** Milliseconds from the network's return until both sides see something new. */
  private static double back(String what, TwoPages pages, Event goes, Event comes)
      throws Exception {
    goes.happen();
    pages.agent.evaluate("() => { window.sightlineFrames.length = 0; }");
    pages.customer.evaluate("() => { window.sightlineFrames.length = 0; }");
    comes.happen();
    double since = System.currentTimeMillis();
    double longest = 0;
    for (Page page : List.of(pages.agent, pages.customer)) {
      double at =
          ((Number)
                  page.waitForFunction(
                          // frames that were under way when the network went do not count
                          "since => window.sightlineFrames.filter((at) => at > since + 100)[4]",
                          since,
                          new Page.WaitForFunctionOptions().setTimeout(60_000))
                      .jsonValue())
              .doubleValue();
      longest = Math.max(longest, at - since);
    }
    System.getLogger("browser")
        .log(System.Logger.Level.INFO, what + ": " + Math.round(longest) + " ms");
    pause(pages.agent, Duration.ofSeconds(3));
    return longest;
  }

  private static void pause(Page page, Duration length) {
    page.evaluate(
        "ms => new Promise((resolve) => setTimeout(resolve, ms))", (int) length.toMillis());
  }

  @Test
  void withoutUdpTheRelayIsTaken() throws Exception {
    String address = Network.ownAddress();
    String relayed =
        """
        window.RTCPeerConnection = class extends RTCPeerConnection {
          constructor(configuration) {
            const iceServers = configuration.iceServers.map((server) => ({
              ...server, urls: [server.urls].flat().map((url) => url.replace('127.0.0.1', '%s')),
            }));
            super({ ...configuration, iceServers });
          }
        };
        """
            .formatted(address);
    try (Network network = Network.open();
        Relay relay = Relay.start(address);
        Chromium outside = new Chromium();
        Chromium inside = new Chromium(network.browser())) {
      network.blockUdp();
      URI own = URI.create("https://" + address + ":" + server.url().getPort());
      TwoPages pages =
          new TwoPages(
              outside.user("agent", Side.AGENT),
              inside.user("customer", relayed + BrowserSource.script(Side.CUSTOMER)),
              own);
      inside.watch(
          "network-udp",
          screens,
          () -> {
            pages.invite(server).talk();
            assertEquals("relay by tcp", pages.customer.evaluate(RelayIT.SELECTED));
            pages.record();
            assertEquals("relay by tcp", pages.customer.evaluate(RelayIT.SELECTED));
            pages.end();
          });
      assertTrue(relay.allocations() >= 2, "a relayed address for each connection");
    }
  }
}
