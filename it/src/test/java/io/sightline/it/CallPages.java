package io.sightline.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.assertions.LocatorAssertions;
import jakarta.json.Json;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.net.URI;
import java.util.Map;

/** The agent's and the customer's pages, by what people do on them. */
final class CallPages {
  /** Connecting over two paths and through a loaded machine. */
  private static final double MEDIA_MILLIS = ServerUnderTest.patience(45).toMillis();

  private CallPages() {}

  static Locator byId(Page page, String testId) {
    return page.getByTestId(testId).first();
  }

  static void signIn(Page page, String user, String password) {
    byId(page, "username").fill(user);
    byId(page, "password").fill(password);
    byId(page, "sign-in").click();
  }

  /** Has the agent's page make a link; answers the call's id. Other calls' cards do not matter. */
  static String newLink(Page agent) {
    Response made =
        agent.waitForResponse(
            response ->
                response.request().method().equals("POST")
                    && response.url().endsWith("/interactions"),
            () -> byId(agent, "new-link").click());
    try (JsonReader reader = Json.createReader(new StringReader(made.text()))) {
      return reader.readObject().getString("interactionId");
    }
  }

  /** Has somebody open the link that a call's card shows, as far as the device check. */
  static void openLink(Page visitor, Locator card) {
    openLink(visitor, card.page().url(), card.getByTestId("link-url").inputValue());
  }

  /** Opens a link at the server of another page. */
  static void openLink(Page visitor, String page, String link) {
    visitor.navigate(URI.create(page).resolve(link.substring(link.indexOf("/ve/"))).toString());
    awaitView(visitor, "sl-customer-app", "setup");
  }

  /** Waits until the call on a page is in a state, by the attributes of its element. */
  static void awaitCall(Page page, Map<String, String> attributes) {
    Locator view = page.locator("sl-call-view");
    attributes.forEach(
        (name, value) ->
            assertThat(view)
                .hasAttribute(
                    "data-" + name,
                    value,
                    new LocatorAssertions.HasAttributeOptions().setTimeout(MEDIA_MILLIS)));
  }

  static void awaitConnected(Page page, String path) {
    awaitCall(page, Map.of("media", "connected", "path", path, "remote-picture", "on"));
  }

  static void awaitView(Page page, String element, String view) {
    assertThat(page.locator(element)).hasAttribute("data-view", view);
  }

  /** Notes from now on every moment in which the other side's picture is not shown. */
  static void watchPicture(Page page) {
    page.evaluate(
        """
        () => {
          const view = document.querySelector('sl-call-view');
          window.lostPictures = [];
          new MutationObserver(() => {
            if (view.dataset.remotePicture !== 'on' || view.dataset.media !== 'connected') {
              const shown = view.client.switcher.shown;
              window.lostPictures.push(`${view.dataset.media}, picture ${view.dataset.remotePicture}, ${shown?.path}`
                + ` connection ${shown?.state}, first media ${shown?.established}`);
            }
          }).observe(view, { attributes: true });
        }
        """);
  }

  /** What was noted, empty when the picture was never gone. */
  static String lostPictures(Page page) {
    return page.evaluate("() => window.lostPictures.join(', ')").toString();
  }
}
