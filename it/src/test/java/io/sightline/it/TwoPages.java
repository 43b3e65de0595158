package io.sightline.it;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.sightline.testsupport.clip.Side;
import java.net.URI;

/** An agent's and a customer's page, and the way into their call. */
final class TwoPages {
  final Page agent;
  final Page customer;
  final URI server;
  String callId;

  /** The customer's way in, path only. */
  String link;

  TwoPages(Page agent, Page customer, URI server) {
    this.agent = agent;
    this.customer = customer;
    this.server = server;
  }

  static TwoPages of(Chromium chromium, ServerUnderTest server) {
    return new TwoPages(
        chromium.user("agent", Side.AGENT), chromium.user("customer", Side.CUSTOMER), server.url());
  }

  /** Signs the agent in and makes a link. */
  TwoPages invite(ServerUnderTest product) {
    agent.navigate(product.url() + "/agent/");
    CallPages.signIn(agent, "agent1", product.password("agent1"));
    return invite();
  }

  /** Makes another link; the agent is signed in. */
  TwoPages invite() {
    CallPages.byId(agent, "new-link").waitFor();
    callId = CallPages.newLink(agent);
    String url = card().getByTestId("link-url").inputValue();
    link = url.substring(url.indexOf("/ve/"));
    return this;
  }

  private Locator card() {
    return agent.locator("[data-testid=call-card][data-call-id='" + callId + "']");
  }

  void customerJoins() {
    customerJoins(customer);
  }

  /** Has a page, of whatever device, enter as the customer. */
  void customerJoins(Page page) {
    page.navigate(server.resolve(link).toString());
    CallPages.awaitView(page, "sl-customer-app", "setup");
    CallPages.byId(page, "join").click();
  }

  void agentJoins() {
    card().getByTestId("join-call").click();
    CallPages.byId(agent, "setup-join").click();
  }

  /** Both join; returns when they see each other. */
  TwoPages talk() {
    customerJoins();
    agentJoins();
    awaitConnected("direct");
    return this;
  }

  void awaitConnected(String path) {
    CallPages.awaitConnected(agent, path);
    CallPages.awaitConnected(customer, path);
  }

  /** Records, by which the call is forwarded. */
  void record() {
    CallPages.byId(agent, "record").click();
    awaitConnected("forwarded");
  }

  void end() {
    CallPages.byId(agent, "end-call").click();
    CallPages.byId(agent, "end-dialog-confirm").click();
    CallPages.awaitView(customer, "sl-customer-app", "ended");
  }
}
