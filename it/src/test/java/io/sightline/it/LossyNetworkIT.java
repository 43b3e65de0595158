package io.sightline.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import io.sightline.testsupport.clip.Side;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * One packet in twenty is lost, both ways, between the media server and both people of a forwarded
 * call for 15 s: pictures go on, sound is hardly made up, what is missing is sent again. Which
 * packets are lost is chance, and so is whether all are had in time: {@code
 * -Dsightline.it.loss=true} runs it, not every build.
 */
class LossyNetworkIT {
  private static final double LOSS = 0.05;
  private static final double LOSSY_MILLIS = 15_000;
  private static final Duration MIX_LIMIT = ServerUnderTest.patience(120);

  /** Of 15. */
  private static final double LEAST_FRAMES_PER_SECOND = 10;

  /** A lost packet of sound is not asked for again but in part made up, after which it fades in. */
  private static final double MOST_CONCEALED = 0.15;

  /** Sums of a page's own statistics, and the server's port. */
  private static final String FIGURES =
      """
      async () => {
        const view = document.querySelector('sl-call-view');
        const stats = await view.client.switcher.shown.connection.getStats();
        const sum = (type, kind, name) => [...stats.values()]
          .filter((one) => one.type === type && one.kind === kind)
          .reduce((total, one) => total + (one[name] ?? 0), 0);
        const pair = [...stats.values()]
          .find((one) => one.type === 'candidate-pair' && one.nominated && one.state === 'succeeded');
        return JSON.stringify({
          port: stats.get(pair.remoteCandidateId).port,
          frames: sum('inbound-rtp', 'video', 'framesDecoded'),
          concealed: sum('inbound-rtp', 'audio', 'concealedSamples')
            - sum('inbound-rtp', 'audio', 'silentConcealedSamples'),
          samples: sum('inbound-rtp', 'audio', 'totalSamplesReceived'),
          asked: sum('inbound-rtp', 'video', 'nackCount'),
          lost: sum('inbound-rtp', 'video', 'packetsLost'),
          sentAgain: sum('outbound-rtp', 'video', 'retransmittedPacketsSent'),
        });
      }
      """;

  private final ServerUnderTest server = ServerUnderTest.get();
  private final Screens screens = new Screens("lossy");

  @Test
  void chromiumAndFirefox() throws Exception {
    try (Chromium chromium = new Chromium()) {
      Page agent = chromium.user("agent", Side.AGENT);
      chromium.watch(
          "lossy-firefox",
          screens,
          () -> {
            try (FirefoxCustomer customer = new FirefoxCustomer(server, agent)) {
              customer.talk();
              lose(agent, "Chromium", () -> customer.ask(FIGURES), "Firefox");
              customer.end();
              checkRecording(customer.callId());
            }
          });
    }
  }

  @Test
  void chromiumAndChromium() throws Exception {
    try (Chromium chromium = new Chromium()) {
      TwoPages pages = TwoPages.of(chromium, server);
      chromium.watch(
          "lossy-chromium",
          screens,
          () -> {
            pages.invite(server).talk();
            pages.record();
            lose(
                pages.agent,
                "Chromium",
                () -> (String) pages.customer.evaluate(FIGURES),
                "the other Chromium");
            pages.end();
            checkRecording(pages.callId);
          });
    }
  }

  private interface Asked {
    String figures() throws Exception;
  }

  @BeforeEach
  void onlyWhenAskedFor() {
    Assumptions.assumeTrue(Boolean.getBoolean("sightline.it.loss"), "not asked for");
  }

  private void lose(Page agent, String agentsName, Asked customer, String customersName)
      throws Exception {
    Asked asked = () -> (String) agent.evaluate(FIGURES);
    Map<String, Long> counted = serverCounters();
    JsonObject agentBefore = read(asked);
    JsonObject customerBefore = read(customer);
    long startNs = System.nanoTime();
    JsonObject agentAfter;
    JsonObject customerAfter;
    PacketLoss loss = PacketLoss.begin(agentBefore.getInt("port"), LOSS);
    try {
      agent.waitForTimeout(LOSSY_MILLIS);
      agentAfter = read(asked);
      customerAfter = read(customer);
    } finally {
      loss.close();
    }
    double seconds = (System.nanoTime() - startNs) / 1e9;
    check(agentsName, agentBefore, agentAfter, seconds);
    check(customersName, customerBefore, customerAfter, seconds);
    Map<String, Long> now = serverCounters();
    for (String name : new String[] {"NACKS_SENT", "NACKS_RECEIVED", "RTP_RETRANSMITTED"}) {
      assertTrue(now.get(name) > counted.get(name), name + " by JMX: " + now.get(name));
    }
    screens.shoot(agent, "after-loss");
  }

  private static JsonObject read(Asked asked) throws Exception {
    try (JsonReader reader = Json.createReader(new StringReader(asked.figures()))) {
      return reader.readObject();
    }
  }

  private static void check(String who, JsonObject before, JsonObject after, double seconds) {
    double frames = grown("frames", before, after) / seconds;
    double concealed = grown("concealed", before, after) / grown("samples", before, after);
    System.getLogger("browser")
        .log(
            System.Logger.Level.INFO,
            "%s: %.1f frames a second, %.1f %% of the sound made up, %.0f asked for again, %.0f sent again"
                .formatted(
                    who,
                    frames,
                    100 * concealed,
                    grown("asked", before, after),
                    grown("sentAgain", before, after)));
    assertTrue(frames >= LEAST_FRAMES_PER_SECOND, who + " sees " + frames + " frames a second");
    assertTrue(concealed <= MOST_CONCEALED, who + " hears " + concealed + " made up");
    assertTrue(grown("asked", before, after) > 0, who + " asked for nothing again");
    assertTrue(grown("sentAgain", before, after) > 0, who + " sent nothing again");
  }

  private static double grown(String name, JsonObject before, JsonObject after) {
    return after.getJsonNumber(name).doubleValue() - before.getJsonNumber(name).doubleValue();
  }

  private Map<String, Long> serverCounters() {
    return ServerCounters.read(server);
  }

  private void checkRecording(String callId) throws Exception {
    FinishedRecording recording =
        FinishedRecording.await(
            server.signedIn("agent1"), callId, MIX_LIMIT, FinishedRecording::mixed);
    JsonObject truth = recording.truth();
    assertEquals("complete", truth.getString("verdict"), truth.toString());
  }
}
