package io.sightline.web.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.identity.Caller;
import io.sightline.identity.Role;
import io.sightline.signaling.CloseReason;
import io.sightline.tenant.TenantId;
import io.sightline.web.OriginRule;
import jakarta.json.Json;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SocketPartsTest {
  private final List<String> sent = new ArrayList<>();
  private final Queue<SendHandler> underWay = new ArrayDeque<>();
  private Integer closedWith;

  private SessionSocket socket() {
    return socket(sender());
  }

  private FrameSender sender() {
    RemoteEndpoint.Async remote =
        (RemoteEndpoint.Async)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {RemoteEndpoint.Async.class},
                (proxy, method, arguments) -> {
                  assertTrue(underWay.isEmpty(), "two sends at once");
                  sent.add((String) arguments[0]);
                  underWay.add((SendHandler) arguments[1]);
                  return null;
                });
    Session session =
        (Session)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Session.class},
                (proxy, method, arguments) -> {
                  if ("close".equals(method.getName())) {
                    closedWith =
                        ((jakarta.websocket.CloseReason) arguments[0]).getCloseCode().getCode();
                  }
                  return "getAsyncRemote".equals(method.getName()) ? remote : null;
                });
    return new FrameSender(session, Runnable::run);
  }

  private SessionSocket socket(FrameSender sender) {
    Caller caller =
        new Caller(UUID.randomUUID(), "Ann", null, new TenantId("demo"), Set.of(Role.AGENT), null);
    return new SessionSocket(
        new SocketPrincipal(
            caller,
            new io.sightline.call.Session.Device("s", "192.0.2.1", "t"),
            "https://x",
            Resumption.of("sightline.v1, ticket.x, resume")),
        sender,
        new FrameBudget(50));
  }

  private void sendAll() {
    while (!underWay.isEmpty()) {
      underWay.poll().onResult(new SendResult());
    }
  }

  private void say(SessionSocket socket, int number) {
    socket.send(Json.createObjectBuilder().add("n", number).build());
  }

  @Test
  void sendsOneAfterTheOtherInOrderWithSequenceNumbers() {
    SessionSocket socket = socket();
    for (int i = 0; i < 5; i++) {
      say(socket, i);
    }
    assertEquals(1, sent.size());
    sendAll();
    assertEquals(5, sent.size());
    assertEquals("{\"n\":4,\"seq\":5,\"received\":0}", sent.get(4));
  }

  @Test
  void sendsWhatIsQueuedBeforeItCloses() {
    FrameSender sender = sender();
    SessionSocket socket = socket(sender);
    say(socket, 1);
    say(socket, 2);
    socket.close(CloseReason.REPLACED);
    say(socket, 3);
    assertFalse(socket.isOpen(sender));
    sendAll();
    assertEquals(2, sent.size());
    assertEquals(4001, closedWith);
  }

  @Test
  void closesAClientThatDoesNotRead() {
    FrameSender sender = sender();
    SessionSocket socket = socket(sender);
    for (int i = 0; i < 10_000; i++) {
      say(socket, i);
    }
    assertFalse(socket.isOpen(sender));
    underWay.poll().onResult(new SendResult());
    assertEquals(1, sent.size());
    assertEquals(4003, closedWith);
  }

  @Test
  void countsFramesAgainstTheBudget() {
    FrameBudget budget = new FrameBudget(50);
    int taken = 0;
    while (budget.take(0)) {
      taken++;
    }
    assertEquals(200, taken);
    assertTrue(budget.take(20_000_000L));
    assertFalse(budget.take(20_000_000L));
  }

  @Test
  void putsPartsTogetherUpToTheLimit() {
    FrameAssembly assembly = new FrameAssembly();
    assertTrue(assembly.add("ab"));
    assertTrue(assembly.add("c"));
    assertEquals("abc", assembly.take());
    assertTrue(assembly.add("ä".repeat(32_768)));
    assertFalse(assembly.add("x"));
    assertFalse(new FrameAssembly().add("x".repeat(1_000_000)));
  }

  @Test
  void permitsOwnAndConfiguredOriginsOnly() {
    Optional<URI> url = Optional.of(URI.create("https://video.example"));
    List<String> allowed = List.of("https://apps.mypurecloud.com");
    for (String good :
        List.of("https://10.0.0.5:9443", "https://video.example", "https://apps.mypurecloud.com")) {
      assertTrue(OriginRule.permits(good, true, "10.0.0.5:9443", allowed, url), good);
    }
    for (String bad :
        List.of(
            "null",
            "",
            "http://10.0.0.5:9443",
            "https://10.0.0.5",
            "https://10.0.0.5:94430",
            "https://video.example.evil.com",
            "https://evilvideo.example",
            "https://video.example@evil.com",
            "https://xn--vdeo-0pa.example")) {
      assertFalse(OriginRule.permits(bad, true, "10.0.0.5:9443", allowed, url), bad);
    }
    assertFalse(OriginRule.permits(null, true, "10.0.0.5:9443", allowed, url));
  }
}
