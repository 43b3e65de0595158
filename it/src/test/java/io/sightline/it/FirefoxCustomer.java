package io.sightline.it;

import com.microsoft.playwright.Page;
import io.sightline.testsupport.client.ApiClient;
import io.sightline.testsupport.clip.Side;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/**
 * An agent with Chromium and a customer with Firefox in a call that is recorded from the begin on,
 * and so forwarded. The settings of the tenant that it takes for this are put back at its close.
 */
final class FirefoxCustomer implements AutoCloseable {
  private final ServerUnderTest server;
  private final ApiClient administrator;
  private final Firefox firefox;
  private final TwoPages agentsSide;

  FirefoxCustomer(ServerUnderTest server, Page agent)
      throws IOException, TimeoutException, InterruptedException {
    this.server = server;
    administrator = server.signedIn("admin");
    recordingMode("mandatory");
    // Firefox refuses media to loopback addresses
    URI own = URI.create("https://" + Network.ownAddress() + ":" + server.url().getPort());
    agentsSide = new TwoPages(agent, null, own);
    firefox = new Firefox(Side.CUSTOMER);
  }

  private void recordingMode(String mode) {
    administrator
        .patch(
            "/api/tenants/" + server.tenant() + "/settings",
            Json.createObjectBuilder().add("recordingMode", mode).build())
        .expect(200);
  }

  /** Has the tenant want these codecs first; none for the installation's order. */
  void order(String... video) {
    JsonArrayBuilder names = Json.createArrayBuilder();
    for (String name : video) {
      names.add(name);
    }
    administrator
        .patch(
            "/api/tenants/" + server.tenant() + "/codecs",
            Json.createObjectBuilder().add("video", names).build())
        .expect(200);
  }

  /** Both join; returns when they see each other. */
  void talk() throws TimeoutException {
    agentsSide.invite(server);
    firefox.navigate(agentsSide.server.resolve(agentsSide.link));
    firefox.awaitTrue("document.querySelector('sl-customer-app')?.dataset.view === 'setup'");
    firefox.awaitTrue("document.querySelector('sl-device-setup')?.dataset.camera === 'on'");
    firefox.evaluate("document.querySelector('[data-testid=join]').click()");
    agentsSide.agentJoins();
    CallPages.awaitConnected(agentsSide.agent, "forwarded");
    CallPages.awaitCall(agentsSide.agent, Map.of("recording", "recording"));
    firefox.awaitTrue(
        "(() => { const view = document.querySelector('sl-call-view');"
            + " return view?.dataset.media === 'connected'"
            + " && view.dataset.remotePicture === 'on'; })()");
  }

  /** What a function without arguments answers in the customer's page. */
  String ask(String function) throws TimeoutException {
    return firefox.evaluate("(" + function.strip() + ")()");
  }

  String callId() {
    return agentsSide.callId;
  }

  void screenshot(String name) throws IOException, TimeoutException {
    firefox.screenshot(name);
  }

  void end() throws TimeoutException {
    CallPages.byId(agentsSide.agent, "end-call").click();
    CallPages.byId(agentsSide.agent, "end-dialog-confirm").click();
    firefox.awaitTrue("document.querySelector('sl-customer-app').dataset.view === 'ended'");
  }

  @Override
  public void close() {
    try (firefox) {
      recordingMode("agent-controlled");
      order();
    }
  }
}
