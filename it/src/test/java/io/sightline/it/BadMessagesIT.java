package io.sightline.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.testsupport.client.ApiClient;
import io.sightline.testsupport.client.ScriptedParticipant;
import io.sightline.testsupport.client.SignalingClient;
import io.sightline.testsupport.clip.Side;
import io.sightline.testsupport.peer.PeerOptions;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the signaling socket answers to what it must not accept. */
class BadMessagesIT {
  private static final Duration LIMIT = ServerUnderTest.patience(10);

  private ServerUnderTest server;

  @BeforeEach
  void findServer() {
    server = ServerUnderTest.get();
  }

  /** The status by which the server refuses the upgrade; the JDK's client tells it plainly. */
  private int refused(List<String> subprotocols, String origin) {
    WebSocket.Builder builder =
        HttpClient.newBuilder().sslContext(server.trust().context()).build().newWebSocketBuilder();
    builder.header("Origin", origin).connectTimeout(LIMIT);
    builder.subprotocols(subprotocols.get(0), subprotocols.stream().skip(1).toArray(String[]::new));
    URI socket = URI.create("wss://" + server.url().getAuthority() + "/signaling");
    CompletionException failure =
        assertThrows(
            CompletionException.class,
            () -> builder.buildAsync(socket, new WebSocket.Listener() {}).join());
    return assertInstanceOf(WebSocketHandshakeException.class, failure.getCause())
        .getResponse()
        .statusCode();
  }

  private String origin() {
    return server.url().getScheme() + "://" + server.url().getAuthority();
  }

  @Test
  void noTicketNoSocket() {
    assertEquals(401, refused(List.of("sightline.v1"), origin()));
    assertEquals(401, refused(List.of("sightline.v1", "ticket.invented"), origin()));
  }

  @Test
  void aTicketServesOnce() throws Exception {
    String ticket = server.signedIn("agent1").ticket();
    SignalingClient first =
        SignalingClient.connect(server.url(), server.trust(), ticket, message -> {});
    first.await("welcome");
    assertEquals("sightline.v1", first.subprotocol());
    assertEquals(401, refused(List.of("sightline.v1", "ticket." + ticket), origin()));
    first.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://evil.example", "null", "https://localhost.evil.example:9443"})
  void foreignOrigins(String origin) {
    String ticket = server.signedIn("agent1").ticket();
    assertEquals(403, refused(List.of("sightline.v1", "ticket." + ticket), origin));
  }

  @Test
  void aCustomerSendsAgentsMessages() throws Exception {
    try (ScriptedCall call = new ScriptedCall(server);
        ScriptedParticipant agent = call.agent(PeerOptions.of(Side.AGENT));
        ScriptedParticipant customer = call.customer(PeerOptions.of(Side.CUSTOMER))) {
      customer.join(call.id);
      for (String type : List.of("recording.start", "recording.stop", "call.end")) {
        customer.send(customer.message(type).add("id", "bad-" + type));
        JsonObject error = error(customer.socket(), "bad-" + type);
        assertFalse(error.getString("code").isEmpty(), error.toString());
      }
      assertTrue(
          agent.socket().received().stream()
              .noneMatch(m -> m.getString("type", "").equals("call.ended")));
      server.anonymous().admission(call.code).expect(200);
      agent.join(call.id);
      agent.send("call.end");
      customer.socket().await("call.ended");
    }
  }

  private static JsonObject error(SignalingClient socket, String id) throws TimeoutException {
    return socket.await(
        LIMIT, m -> m.getString("type", "").equals("error") && m.getString("id", "").equals(id));
  }

  @Test
  void unknownCallsAndTypes() throws Exception {
    try (SignalingClient socket = agentSocket()) {
      String foreign = UUID.randomUUID().toString();
      for (String type : List.of("join", "call.end", "recording.start", "no.such.type")) {
        socket.send(
            Json.createObjectBuilder()
                .add("type", type)
                .add("id", type)
                .add("callId", foreign)
                .build());
        JsonObject error = error(socket, type);
        assertFalse(error.getString("message").isEmpty(), error.toString());
      }
      assertFalse(socket.closed().isDone());
    }
  }

  @Test
  void malformedDescription() throws Exception {
    try (ScriptedCall call = new ScriptedCall(server);
        ScriptedParticipant agent = call.agent(PeerOptions.of(Side.AGENT));
        ScriptedParticipant customer = call.customer(PeerOptions.of(Side.CUSTOMER))) {
      customer.join(call.id);
      agent.join(call.id);
      agent.awaitPath("direct", 0);
      agent.send("recording.start");
      int generation = agent.awaitPath("forwarded", 0);
      int negotiation = lastNegotiation(customer.socket());
      int i = 0;
      for (String sdp :
          List.of("nonsense", "v=0", "v=0\r\nm=audio x y z\r\n", "a".repeat(60_000))) {
        String id = "sdp-" + i++;
        JsonObject description =
            Json.createObjectBuilder().add("type", "answer").add("sdp", sdp).build();
        customer.send(
            customer
                .message("media.description")
                .add("id", id)
                .add("generation", generation)
                .add("negotiation", negotiation)
                .add("description", description));
        assertFalse(error(customer.socket(), id).getString("code").isEmpty());
      }
      long packets = customer.peer(generation).awaitPackets(false, 1, LIMIT).packets();
      customer.peer(generation).awaitPackets(false, packets + 50, LIMIT);
      agent.send("call.end");
      customer.socket().await("call.ended");
    }
  }

  private static int lastNegotiation(SignalingClient socket) {
    return socket.received().stream()
        .filter(m -> m.getString("from", "").equals("server"))
        .mapToInt(m -> m.getInt("negotiation"))
        .max()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[]", "no json", "{\"type\":7}", "{\"type\":\"join\",\"callId\":7}"})
  void malformedText(String text) throws Exception {
    try (SignalingClient socket = agentSocket()) {
      socket.sendText(text);
      JsonObject error = socket.await(LIMIT, m -> m.getString("type", "").equals("error"));
      assertEquals("message.malformed", error.getString("code"));
      socket.send(Json.createObjectBuilder().add("type", "ping").build());
      socket.await("pong");
    }
  }

  @Test
  void oversizeFrame() throws Exception {
    try (SignalingClient socket = agentSocket()) {
      socket.sendText("{\"type\":\"ping\",\"pad\":\"" + "x".repeat(200_000) + "\"}");
      int code = closingCode(socket);
      // 1009 is the container's own answer, before the application sees the frame.
      assertTrue(code == 4003 || code == 1009, "closed with " + code);
    }
  }

  private static int closingCode(SignalingClient socket) throws Exception {
    return socket.closed().get(LIMIT.toSeconds(), TimeUnit.SECONDS).getCloseCode().getCode();
  }

  private SignalingClient agentSocket() throws IOException, TimeoutException {
    ApiClient api = server.signedIn("agent1");
    SignalingClient socket =
        SignalingClient.connect(server.url(), server.trust(), api.ticket(), message -> {});
    socket.await("welcome");
    return socket;
  }
}
