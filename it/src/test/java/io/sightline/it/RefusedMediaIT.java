package io.sightline.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.sightline.testsupport.client.ApiClient;
import io.sightline.testsupport.client.ApiResponse;
import io.sightline.testsupport.client.ScriptedParticipant;
import io.sightline.testsupport.clip.Side;
import io.sightline.testsupport.peer.PeerOptions;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What callers are told while the media server refuses new work: 503 by HTTP, an error by the
 * socket, each with its code, and when to come again, and a call that runs directly is left as it
 * is.
 */
class RefusedMediaIT {
  private static final Map<String, String> SDP =
      Map.of("Content-Type", "application/sdp", "Accept", "*/*");
  private static final String OFFER =
      String.join(
          "\r\n",
          "v=0",
          "o=- 1 1 IN IP4 127.0.0.1",
          "s=-",
          "t=0 0",
          "a=group:BUNDLE 0",
          "m=audio 9 UDP/TLS/RTP/SAVPF 111",
          "c=IN IP4 0.0.0.0",
          "a=mid:0",
          "a=sendonly",
          "a=rtcp-mux",
          "a=setup:actpass",
          "a=ice-ufrag:abcd",
          "a=ice-pwd:abcdefghijklmnopqrstuv",
          "a=fingerprint:sha-256 " + "AA:".repeat(31) + "AA",
          "a=rtpmap:111 opus/48000/2",
          "");

  private final ServerUnderTest server = ServerUnderTest.get();

  @Test
  void drainedMediaServerIsToldWithItsRemedy() throws Exception {
    try (ScriptedCall call = new ScriptedCall(server);
        ScriptedParticipant agent = call.agent(PeerOptions.of(Side.AGENT));
        ScriptedParticipant customer = call.customer(PeerOptions.of(Side.CUSTOMER))) {
      SpineIT.join(call, agent, customer);
      int back;
      ServerManagement.invoke(server, "drain");
      try {
        assertRefused(post(call.agentApi, "/api/connection-tests"));
        assertRefused(publish());
        agent.send("recording.start");
        JsonObject told = customer.socket().await("error");
        assertEquals("media.unavailable", told.getString("code"));
        assertFalse(told.getString("message").isEmpty(), told.toString());
        assertEquals("media.unavailable", agent.socket().await("error").getString("code"));
        back = agent.awaitPath("direct", 1);
        assertEquals(back, customer.awaitPath("direct", 1));
      } finally {
        ServerManagement.invoke(server, "resume");
      }
      post(call.agentApi, "/api/connection-tests").expect(201);
      agent.send("recording.start");
      agent.awaitPath("forwarded", back);
      agent.send("call.end");
      customer.socket().await("call.ended");
      assertNull(call.fault());
    }
  }

  private static ApiResponse post(ApiClient client, String path) {
    return client.post(path, Json.createObjectBuilder().build());
  }

  /** A tool that publishes into a call of its own by WHIP. */
  private ApiResponse publish() {
    String code =
        server
            .signedIn("agent2")
            .createInteraction(server.tenant())
            .getJsonObject("visitor")
            .getString("fullUrl")
            .replaceAll(".*/", "");
    return server.anonymous().with(code).send("POST", "/api/whip", OFFER, SDP);
  }

  /** Genesys' shape, and when to come again (RFC 9110 section 10.2.3). */
  private static void assertRefused(ApiResponse response) {
    JsonObject body = response.expect(503).json();
    assertEquals("media.unavailable", body.getString("code"));
    assertEquals(503, body.getInt("status"));
    assertFalse(body.getString("message").isEmpty(), body.toString());
    assertEquals("30", response.headers().firstValue("Retry-After").orElse(""));
  }
}
