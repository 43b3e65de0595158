package io.sightline.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import io.sightline.testsupport.clip.Side;
import jakarta.json.JsonArray;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What people do in a call besides talking: files, pictures kept, keys, a floating picture. */
class BrowserFilesIT {
  private static final byte[] PDF =
      "%PDF-1.7\nA contract, word for word\n%%EOF".getBytes(StandardCharsets.US_ASCII);

  /** How far a JPEG's colour is from the one that was painted, per component. */
  private static final int TOLERANCE = 60;

  private static final String DROP =
      """
      (panel) => {
        const data = new DataTransfer();
        data.items.add(new File(['name;phone\\nMüller;0123'], 'list & more.csv', { type: 'text/csv' }));
        for (const type of ['dragenter', 'dragover', 'drop']) {
          panel.dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
        }
      }
      """;

  private static final String CENTRE =
      """
      (image) => {
        const canvas = document.createElement('canvas');
        canvas.width = 1; canvas.height = 1;
        const painter = canvas.getContext('2d');
        painter.drawImage(image, image.naturalWidth / 2, image.naturalHeight / 2, 1, 1, 0, 0, 1, 1);
        return [...painter.getImageData(0, 0, 1, 1).data].slice(0, 3);
      }
      """;

  private final ServerUnderTest server = ServerUnderTest.get();
  private final Screens screens = new Screens("files");
  private Page agent;
  private Page customer;

  @Test
  void goWithTheCallIntoItsRecord() throws Exception {
    try (Chromium chromium = new Chromium()) {
      agent = chromium.user("agent", Side.AGENT);
      customer = chromium.user("customer", Side.CUSTOMER);
      chromium.watch(
          "files",
          screens,
          () -> {
            String callId = meet();
            handOver();
            refuse();
            keepAPicture();
            useKeys();
            floatThePicture();
            readInTheRecord(callId);
          });
    }
  }

  private String meet() {
    agent.navigate(server.url() + "/agent/");
    CallPages.signIn(agent, "agent1", server.password("agent1"));
    String callId = CallPages.newLink(agent);
    Locator card = agent.locator("[data-call-id='" + callId + "']");
    CallPages.openLink(customer, card);
    CallPages.byId(customer, "join").click();
    CallPages.awaitView(customer, "sl-customer-app", "waiting");
    card.getByTestId("join-call").click();
    CallPages.byId(agent, "setup-join").click();
    CallPages.awaitConnected(agent, "direct");
    CallPages.awaitConnected(customer, "direct");
    return callId;
  }

  private void handOver() throws Exception {
    customer.keyboard().press("Alt+c");
    assertThat(CallPages.byId(customer, "file-attach")).isVisible();
    customer
        .getByTestId("file-input")
        .setInputFiles(new FilePayload("contract ü.pdf", "application/pdf", PDF));
    CallPages.byId(agent, "toast-answer").click();
    CallPages.awaitCall(agent, Map.of("chat", "open", "unread", "0"));
    Locator file = agent.getByTestId("chat-file");
    assertThat(file).hasCount(1);
    assertThat(file).containsText("contract ü.pdf");
    Download saved = agent.waitForDownload(file::click);
    assertEquals("contract ü.pdf", saved.suggestedFilename());
    assertArrayEquals(PDF, Files.readAllBytes(saved.path()));
    agent.locator("sl-chat-panel").evaluate(DROP);
    assertThat(customer.getByTestId("chat-file")).hasCount(2);
    assertThat(customer.getByTestId("chat-file").last()).containsText("list & more.csv");
    screens.shoot(agent, "handed-over");
    screens.shoot(customer, "handed-over");
  }

  private void refuse() {
    byte[] page = "<html><script>alert(1)</script>".getBytes(StandardCharsets.US_ASCII);
    customer
        .getByTestId("file-input")
        .setInputFiles(new FilePayload("invoice.pdf", "application/pdf", page));
    assertThat(customer.getByTestId("toasts")).containsText("not what the file’s name says");
    customer
        .getByTestId("file-input")
        .setInputFiles(new FilePayload("run.exe", "application/octet-stream", page));
    assertThat(customer.getByTestId("toasts")).containsText("run.exe cannot be sent");
    screens.shoot(customer, "refused");
    assertThat(agent.getByTestId("chat-file")).hasCount(2);
    customer.keyboard().press("Escape");
    agent.keyboard().press("Escape");
    CallPages.awaitCall(agent, Map.of("chat", "closed"));
  }

  private void keepAPicture() {
    agent.keyboard().press("Alt+b");
    assertThat(customer.getByTestId("toasts")).containsText("A picture of your video was kept");
    assertThat(agent.getByTestId("toasts")).containsText("in the call’s record");
    assertThat(customer.getByTestId("snapshot")).hasCount(0);
    screens.shoot(customer, "picture-kept");
  }

  /** Keys do nothing while somebody types, and nothing at all once they are switched off. */
  private void useKeys() {
    agent.keyboard().press("Alt+c");
    assertThat(CallPages.byId(agent, "chat-text")).isFocused();
    agent.keyboard().press("Alt+m");
    agent.keyboard().press("?");
    assertThat(CallPages.byId(agent, "chat-text")).hasValue("?");
    CallPages.awaitCall(agent, Map.of("muted", "false"));
    agent.keyboard().press("Escape");
    agent.keyboard().press("?");
    assertThat(CallPages.byId(agent, "shortcut-list")).containsText("Mute");
    screens.shoot(agent, "keys");
    CallPages.byId(agent, "shortcuts-on").uncheck();
    agent.keyboard().press("Escape");
    agent.keyboard().press("Alt+m");
    agent.keyboard().press("?");
    assertThat(agent.getByTestId("shortcuts-dialog")).hasCount(0);
    CallPages.awaitCall(agent, Map.of("muted", "false"));
    CallPages.byId(agent, "shortcuts").click();
    CallPages.byId(agent, "shortcuts-on").check();
    agent.keyboard().press("Escape");
    agent.keyboard().press("Alt+m");
    CallPages.awaitCall(agent, Map.of("muted", "true"));
    assertThat(agent.getByTestId("announcer")).containsText("Mute");
    agent.keyboard().press("Alt+m");
    CallPages.awaitCall(agent, Map.of("muted", "false"));
  }

  private void floatThePicture() {
    CallPages.byId(agent, "float").click();
    agent.waitForFunction(
        "() => document.pictureInPictureElement?.srcObject?.getVideoTracks()[0]?.readyState"
            + " === 'live'");
    assertThat(CallPages.byId(agent, "float")).containsText("Back into the page");
    CallPages.byId(agent, "float").click();
    agent.waitForFunction("() => document.pictureInPictureElement === null");
    CallPages.byId(agent, "fullscreen").click();
    agent.waitForFunction("() => document.fullscreenElement?.matches('sl-call-view')");
    assertThat(CallPages.byId(agent, "fullscreen")).containsText("Leave full screen");
    CallPages.byId(agent, "fullscreen").click();
    agent.waitForFunction("() => document.fullscreenElement === null");
  }

  private void readInTheRecord(String callId) {
    CallPages.byId(agent, "end-call").click();
    CallPages.byId(agent, "end-dialog-confirm").click();
    CallPages.awaitView(customer, "sl-customer-app", "ended");
    String path = "/api/reports/calls/" + callId + "/files";
    JsonArray kept =
        server.signedIn("supervisor1").get(path).expect(200).json().getJsonArray("entities");
    assertEquals(3, kept.size(), kept.toString());
    assertEquals(
        List.of("file", "file", "snapshot"),
        kept.stream().map(file -> file.asJsonObject().getString("kind")).toList());
    String first = path + "/" + kept.getJsonObject(0).getString("id");
    var answer = server.signedIn("supervisor1").get(first).expect(200);
    assertTrue(
        answer.headers().firstValue("content-disposition").orElse("").startsWith("attachment"));
    assertEquals("nosniff", answer.headers().firstValue("x-content-type-options").orElse(""));
    server.signedIn("agent2").get(path).expect(404);
    server.signedIn("agent2").get(first).expect(404);
    agent.navigate(server.url() + "/reports/#/calls/" + callId);
    assertThat(agent.getByTestId("kept-file")).hasCount(3);
    Locator picture = agent.getByTestId("kept-picture");
    assertThat(picture).isVisible();
    requireCustomer((List<?>) picture.evaluate(CENTRE));
    screens.shoot(agent, "record");
  }

  /** The customer's colour, or the white of the flash that comes once a second. */
  private static void requireCustomer(List<?> centre) {
    int colour = Side.CUSTOMER.colour();
    int[] wanted = {colour >> 16 & 0xff, colour >> 8 & 0xff, colour & 0xff};
    boolean like = true;
    boolean white = true;
    for (int i = 0; i < wanted.length; i++) {
      int found = ((Number) centre.get(i)).intValue();
      like &= Math.abs(found - wanted[i]) <= TOLERANCE;
      white &= found >= 255 - TOLERANCE;
    }
    assertTrue(like || white, centre.toString());
  }
}
