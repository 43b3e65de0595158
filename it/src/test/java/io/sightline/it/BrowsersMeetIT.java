package io.sightline.it;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import io.sightline.testsupport.clip.Side;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Chromium and Firefox in a forwarded call, with each codec that a tenant may want first. Firefox
 * has no H.264 here, and whether it sends AV1 is its matter: they meet all the same.
 */
class BrowsersMeetIT {
  private final ServerUnderTest server = ServerUnderTest.get();
  private final Screens screens = new Screens("browsers-meet");

  @ParameterizedTest
  @CsvSource({"VP8,VP8", "VP9,VP9", "H264,VP8", "AV1,AV1|VP8"})
  void seeEachOther(String wanted, String expected) throws Exception {
    try (Chromium chromium = new Chromium()) {
      Page agent = chromium.user("agent", Side.AGENT);
      chromium.watch(
          "meet-" + wanted,
          screens,
          () -> {
            try (FirefoxCustomer customer = new FirefoxCustomer(server, agent)) {
              customer.order(
                  wanted.equals("VP8") ? new String[] {"VP8"} : new String[] {wanted, "VP8"});
              customer.talk();
              Pictures.awaitColour(agent, "remote-video", Side.CUSTOMER, 0.5, 0.3);
              String byAgent = (String) agent.evaluate(BrowserCodecsIT.RECEIVED);
              String byCustomer = customer.ask(BrowserCodecsIT.RECEIVED);
              String codec = "video/(" + expected + ")";
              assertTrue(byAgent.matches(codec), "Chromium receives " + byAgent);
              assertTrue(byCustomer.matches(codec), "Firefox receives " + byCustomer);
              System.getLogger("browser")
                  .log(
                      System.Logger.Level.INFO,
                      "%s wanted: Chromium receives %s, Firefox %s"
                          .formatted(wanted, byAgent, byCustomer));
              customer.screenshot("browsers-meet-" + wanted);
              customer.end();
            }
          });
    }
  }
}
