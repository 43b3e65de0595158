package io.sightline.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import io.sightline.testsupport.client.ApiClient;
import io.sightline.testsupport.client.ScriptedParticipant;
import io.sightline.testsupport.clip.BrowserSource;
import io.sightline.testsupport.clip.Side;
import io.sightline.testsupport.peer.MediaPeer;
import io.sightline.testsupport.peer.PeerOptions;
import io.sightline.testsupport.peer.TrackStatistics;
import jakarta.json.Json;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A customer with Firefox in a call that must be recorded, and the recording played in Firefox. It
 * refuses media to loopback addresses, so the server is reached by the machine's own address.
 */
class FirefoxIT {
  private static final Duration MEDIA_LIMIT = ServerUnderTest.patience(45);

  /** Flashes of each side that are recorded, one a second. */
  private static final int RECORDED_SECONDS = 12;

  /** A machine that does much else drops a frame or an event now and then. */
  private static final double COMPLETENESS = 0.8;

  private static final Duration MIX_LIMIT = ServerUnderTest.patience(120);

  private ServerUnderTest server;
  private ApiClient administrator;

  @BeforeEach
  void makeRecordingMandatory() {
    server = ServerUnderTest.get();
    administrator = server.signedIn("admin");
    recordingMode("mandatory");
  }

  @AfterEach
  void makeRecordingOptional() {
    if (administrator != null) {
      recordingMode("agent-controlled");
    }
  }

  private void recordingMode(String mode) {
    administrator
        .patch(
            "/api/tenants/" + server.tenant() + "/settings",
            Json.createObjectBuilder().add("recordingMode", mode).build())
        .expect(200);
  }

  @Test
  void aCustomerJoinsAndTheRecordingIsSought() throws Exception {
    URI base = ownAddress();
    try (Firefox firefox = new Firefox(Side.CUSTOMER);
        ScriptedCall call = new ScriptedCall(server);
        ScriptedParticipant agent = call.agent(PeerOptions.of(Side.AGENT))) {
      firefox.navigate(base.resolve("/ve/" + call.code));
      firefox.awaitTrue("document.querySelector('sl-customer-app')?.dataset.view === 'setup'");
      firefox.awaitTrue("document.querySelector('sl-device-setup')?.dataset.camera === 'on'");
      firefox.screenshot("firefox-setup");
      click(firefox, "join");
      agent.awaitCall(
          snapshot ->
              snapshot.getString("id").equals(call.id)
                  && ScriptedCall.has(snapshot, "customer", "joined"));
      long askedNs = System.nanoTime();
      agent.join(call.id);
      int generation = agent.awaitPath("forwarded", 0);
      MediaPeer peer = agent.peer(generation);
      TrackStatistics video = peer.awaitPackets(true, 60, MEDIA_LIMIT);
      assertTrue(video.keyFrames() >= 1, video.toString());
      firefox.awaitTrue(
          "(() => { const view = document.querySelector('sl-call-view');"
              + " return view?.dataset.media === 'connected' && view.dataset.recording ==="
              + " 'recording' && view.dataset.remotePicture === 'on'; })()");
      firefox.screenshot("firefox-call");
      long flowingNs = System.nanoTime();
      long heard = peer.awaitPackets(false, 1, MEDIA_LIMIT).packets();
      peer.awaitPackets(false, heard + 50 * RECORDED_SECONDS, MEDIA_LIMIT);
      long endingNs = System.nanoTime();
      agent.send("call.end");
      firefox.awaitTrue("document.querySelector('sl-customer-app').dataset.view === 'ended'");
      long endedNs = System.nanoTime();
      FinishedRecording recording =
          FinishedRecording.await(call.agentApi, call.id, MIX_LIMIT, FinishedRecording::mixed);
      MixedContent.Span recorded =
          new MixedContent.Span((endingNs - flowingNs) / 1e9, (endedNs - askedNs) / 1e9);
      Path file = recording.download("webm", Path.of("target", "recordings", "firefox.webm"));
      System.getLogger("browser")
          .log(System.Logger.Level.INFO, MixedContent.check(file, "webm", recorded, COMPLETENESS));
      play(firefox, base, recording.record().getString("id"));
    }
  }

  @Test
  void aScreenIsSharedWithChromium() throws Exception {
    URI base = ownAddress();
    try (Firefox firefox = new Firefox(Side.CUSTOMER);
        Chromium chromium = new Chromium()) {
      Page agent = chromium.user("agent", Side.AGENT);
      Screens screens = new Screens("firefox");
      chromium.watch(
          "firefox",
          screens,
          () -> {
            TwoPages pages = new TwoPages(agent, null, base).invite(server);
            firefox.navigate(base.resolve(pages.link));
            firefox.awaitTrue("document.querySelector('sl-device-setup')?.dataset.camera === 'on'");
            click(firefox, "join");
            pages.agentJoins();
            CallPages.awaitConnected(agent, "forwarded");
            Pictures.awaitColour(agent, "remote-video", Side.CUSTOMER, 0.5, 0.3);
            firefox.awaitTrue("document.querySelector('[data-testid=share]')");
            click(firefox, "share");
            CallPages.awaitCall(agent, Map.of("layout", "presentation"));
            Pictures.awaitColour(
                agent,
                ".tile[data-kind=screen] .remote-video.shown",
                BrowserSource.SCREEN_COLOUR,
                0.5,
                0.3);
            Pictures.awaitColour(
                agent,
                ".tile[data-kind=camera] .remote-video.shown",
                Side.CUSTOMER.colour(),
                0.5,
                0.3);
            screens.shoot(agent, "sees-firefox-screen");
            CallPages.byId(agent, "share").click();
            firefox.awaitTrue(
                "document.querySelector('.tile[data-kind=screen][data-picture=on] video.shown')"
                    + "?.videoWidth > 0");
            firefox.screenshot("firefox-sees-a-screen");
            click(firefox, "share");
            assertThat(agent.locator(".tile[data-kind='screen']")).hasCount(0);
            CallPages.byId(agent, "end-call").click();
            CallPages.byId(agent, "end-dialog-confirm").click();
            firefox.awaitTrue("document.querySelector('sl-customer-app').dataset.view === 'ended'");
          });
    }
  }

  private void play(Firefox firefox, URI base, String recording)
      throws IOException, TimeoutException {
    firefox.navigate(base.resolve("/reports/"));
    firefox.awaitTrue("document.querySelector('[data-testid=username]')");
    firefox.evaluate(
        "document.querySelector('[data-testid=username]').value = 'agent1';"
            + "document.querySelector('[data-testid=password]').value = '"
            + server.password("agent1")
            + "';");
    click(firefox, "sign-in");
    firefox.awaitTrue("document.querySelector('[data-testid=call-row]')");
    firefox.screenshot("firefox-reports");
    String source = "/api/recordings/play/" + recording + "?rendition=webm";
    firefox.evaluate(
        "(async () => { const { accessToken } ="
            + " JSON.parse(sessionStorage.getItem('sightline.account'));"
            + " const allowed = await fetch('/api/recordings/"
            + recording
            + "/playback', { method: 'POST', headers: { Authorization: 'Bearer ' + accessToken }"
            + " }); if (allowed.status !== 204) throw new Error('status ' + allowed.status);"
            + " window.player = document.createElement('video'); player.src = '"
            + source
            + "'; player.muted = true; document.body.append(player); })()");
    firefox.awaitTrue("player.readyState >= 2");
    double length = Double.parseDouble(firefox.evaluate("player.duration"));
    assertTrue(length > 5, "duration " + length);
    for (double second : new double[] {length - 2, 1.5, length / 2}) {
      double reached =
          Double.parseDouble(
              firefox.evaluate(
                  "new Promise((resolve) => { player.addEventListener('seeked', () =>"
                      + " resolve(player.currentTime), { once: true }); player.currentTime = "
                      + second
                      + "; })"));
      assertEquals(second, reached, 0.1);
      firefox.awaitTrue("player.readyState >= 2 && !player.seeking");
    }
    firefox.evaluate("player.play()");
    firefox.awaitTrue("player.currentTime > " + (length / 2 + 1));
  }

  private static void click(Firefox firefox, String testId) throws TimeoutException {
    firefox.evaluate("document.querySelector('[data-testid=" + testId + "]').click()");
  }

  private URI ownAddress() throws IOException {
    InetAddress address =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(a -> a instanceof Inet4Address && !a.isLoopbackAddress())
            .filter(a -> !a.isLinkLocalAddress())
            .findFirst()
            .orElse(null);
    Assumptions.assumeTrue(address != null, "this machine has no address but loopback");
    return URI.create("https://" + address.getHostAddress() + ":" + server.url().getPort());
  }
}
