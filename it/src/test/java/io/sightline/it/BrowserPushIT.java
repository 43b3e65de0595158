package io.sightline.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.sightline.testsupport.clip.Side;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * A ring that reaches a closed page. The push service is a stand-in on loopback, as is the
 * browser's subscription with it; what comes is decrypted by the browser's Web Crypto, which shares
 * no code with the server, and then delivered to the real service worker by the browser's own test
 * door.
 */
class BrowserPushIT {
  /** Subscribes at our service with keys of its own, which stay on the page for decryption. */
  private static final String SUBSCRIPTION =
      """
      const endpoint = '%s';
      PushManager.prototype.getSubscription = async () => null;
      PushManager.prototype.subscribe = async (options) => {
        window.asked = options;
        const pair = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']);
        const auth = crypto.getRandomValues(new Uint8Array(16));
        const point = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
        const text = (bytes) => btoa(String.fromCharCode(...bytes)).replace(/\\+/g, '-').replace(/\\//g, '_').replace(/=/g, '');
        sessionStorage.setItem('push-test', JSON.stringify({ key: await crypto.subtle.exportKey('jwk', pair.privateKey), auth: [...auth], point: [...point] }));
        return { toJSON: () => ({ endpoint, expirationTime: null, keys: { p256dh: text(point), auth: text(auth) } }), unsubscribe: async () => true };
      };
      """;

  /** RFC 8291 and RFC 8188, the receiver's side. */
  private static final String DECRYPT =
      """
      async (body) => {
        const { key, auth, point } = JSON.parse(sessionStorage.getItem('push-test'));
        const bytes = Uint8Array.from(atob(body), (each) => each.charCodeAt(0));
        const salt = bytes.slice(0, 16);
        const sender = bytes.slice(21, 21 + bytes[20]);
        const sealed = bytes.slice(21 + bytes[20]);
        const own = await crypto.subtle.importKey('jwk', key, { name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits']);
        const other = await crypto.subtle.importKey('raw', sender, { name: 'ECDH', namedCurve: 'P-256' }, false, []);
        const shared = await crypto.subtle.deriveBits({ name: 'ECDH', public: other }, own, 256);
        const derive = async (secret, salted, info, length) => new Uint8Array(await crypto.subtle.deriveBits(
          { name: 'HKDF', hash: 'SHA-256', salt: salted, info }, await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits']), length * 8));
        const label = (text) => new TextEncoder().encode(text);
        const secret = await derive(shared, new Uint8Array(auth), new Uint8Array([...label('WebPush: info\\0'), ...point, ...sender]), 32);
        const content = await derive(secret, salt, label('Content-Encoding: aes128gcm\\0'), 16);
        const iv = await derive(secret, salt, label('Content-Encoding: nonce\\0'), 12);
        const aes = await crypto.subtle.importKey('raw', content, 'AES-GCM', false, ['decrypt']);
        const plain = new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, aes, sealed));
        return new TextDecoder().decode(plain.slice(0, plain.lastIndexOf(2)));
      }
      """;

  private static final String NOTIFICATIONS =
      """
      async () => {
        const registration = await navigator.serviceWorker.getRegistration('/agent/');
        return (await registration.getNotifications()).map(({ title, tag }) => `${title} ${tag}`);
      }
      """;

  private final ServerUnderTest server = ServerUnderTest.get();
  private final Screens screens = new Screens("push");
  private Page first;
  private Page second;
  private Page customer;

  @Test
  void ringsAnAgentWhosePageIsClosed() throws Exception {
    Assumptions.assumeTrue(PushService.known(), "the product was not told of a push service");
    try (PushService service = new PushService();
        Chromium chromium = new Chromium()) {
      first = chromium.user("agent1", Side.AGENT);
      second = chromium.user("agent2", Side.AGENT);
      customer = chromium.user("customer", Side.CUSTOMER);
      second.context().grantPermissions(List.of("notifications", "camera", "microphone"));
      second.context().addInitScript(String.format(SUBSCRIPTION, service.endpoint("agent2")));
      chromium.watch("push", screens, () -> ring(service));
    }
  }

  private void ring(PushService service) throws Exception {
    second.navigate(server.url() + "/agent/");
    CallPages.signIn(second, "agent2", server.password("agent2"));
    Locator bell = CallPages.byId(second, "push-switch");
    assertThat(bell).hasAttribute("data-state", "off");
    bell.click();
    assertThat(bell).hasAttribute("data-state", "on");
    assertThat(bell).hasAttribute("aria-checked", "true");
    screens.shoot(second, "subscribed");
    assertEquals(
        "string true",
        second.evaluate(
            "() => `${typeof window.asked.applicationServerKey} ${window.asked.userVisibleOnly}`"));
    CDPSession developer = second.context().newCDPSession(second);
    CompletableFuture<String> registration = registration(developer);
    second.navigate(server.url() + "/");
    String callId = askForAColleague();
    String body = Base64.getEncoder().encodeToString(service.next());
    String text = (String) second.evaluate(DECRYPT, body);
    assertEquals("{\"type\":\"ring\",\"callId\":\"" + callId + "\"}", text);
    JsonObject push = new JsonObject();
    push.addProperty("origin", server.url().toString());
    push.addProperty("registrationId", registration.get(30, TimeUnit.SECONDS));
    push.addProperty("data", text);
    developer.send("ServiceWorker.deliverPushMessage", push);
    second.waitForFunction("async () => (await (" + NOTIFICATIONS + ")()).length === 1");
    List<?> shown = (List<?>) second.evaluate(NOTIFICATIONS);
    assertTrue(shown.get(0).equals("Incoming video call ring " + callId), shown.toString());
    answerWhereTheNotificationLeads(callId);
  }

  private static CompletableFuture<String> registration(CDPSession developer) {
    CompletableFuture<String> found = new CompletableFuture<>();
    developer.on(
        "ServiceWorker.workerRegistrationUpdated",
        event ->
            event
                .getAsJsonArray("registrations")
                .forEach(
                    each -> {
                      JsonObject one = each.getAsJsonObject();
                      if (one.get("scopeURL").getAsString().endsWith("/agent/")) {
                        found.complete(one.get("registrationId").getAsString());
                      }
                    }));
    developer.send("ServiceWorker.enable");
    return found;
  }

  private String askForAColleague() {
    first.navigate(server.url() + "/agent/");
    CallPages.signIn(first, "agent1", server.password("agent1"));
    String callId = CallPages.newLink(first);
    Locator card = first.locator("[data-call-id='" + callId + "']");
    CallPages.openLink(customer, card);
    CallPages.byId(customer, "join").click();
    CallPages.awaitView(customer, "sl-customer-app", "waiting");
    card.getByTestId("join-call").click();
    CallPages.byId(first, "setup-join").click();
    CallPages.awaitConnected(first, "direct");
    first.keyboard().press("Alt+t");
    CallPages.byId(first, "transfer-kind-conference").check();
    CallPages.byId(first, "transfer-ask").click();
    return callId;
  }

  private void answerWhereTheNotificationLeads(String callId) {
    second.navigate(server.url() + "/agent/?ring=" + callId);
    CallPages.byId(second, "ring-accept").click();
    assertThat(second.locator("sl-call-view")).isVisible();
    CallPages.byId(first, "end-call").click();
    CallPages.byId(first, "end-dialog-confirm").click();
    CallPages.awaitView(second, "sl-agent-app", "console");
    CallPages.byId(second, "sign-out").click();
    assertThat(CallPages.byId(second, "sign-in")).isVisible();
  }
}
