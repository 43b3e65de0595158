package io.sightline.web.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.identity.Caller;
import io.sightline.identity.Role;
import io.sightline.signaling.CloseReason;
import io.sightline.signaling.MessageDecoder;
import io.sightline.signaling.MessageDecoder.DecodingException;
import io.sightline.signaling.Numbering;
import io.sightline.signaling.Socket;
import io.sightline.tenant.TenantId;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.StringReader;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A socket that breaks and comes back: none lost, none twice, whatever is on the way. */
class ResumptionTest {
  private static final int MESSAGES = 12;
  private static final int WALKS = 500;

  /** Frames that pass from break to break; one that is cut may lose what is on its way. */
  private final class Wire {
    private final Deque<String> toClient = new ArrayDeque<>();
    private Integer closedWith;
    private final FrameSender sender = new FrameSender(session(), Runnable::run);

    private Session session() {
      RemoteEndpoint.Async remote =
          proxy(
              RemoteEndpoint.Async.class,
              (name, arguments) -> {
                toClient.add((String) arguments[0]);
                ((SendHandler) arguments[1]).onResult(new SendResult());
                return null;
              });
      return proxy(
          Session.class,
          (name, arguments) -> {
            if (name.equals("close")) {
              closedWith = ((jakarta.websocket.CloseReason) arguments[0]).getCloseCode().getCode();
            }
            return name.equals("getAsyncRemote") ? remote : null;
          });
    }
  }

  private interface Call {
    Object answer(String name, Object... arguments);
  }

  private static <T> T proxy(Class<T> type, Call call) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> call.answer(method.getName(), arguments)));
  }

  /** The client's half, as signaling/numbering.js counts. */
  private static final class Client {
    final List<String> kept = new ArrayList<>();
    final List<String> heard = new ArrayList<>();
    int sent;
    int confirmed;
    int received;

    String say() {
      sent++;
      kept.add("{\"type\":\"ping\",\"id\":\"c" + sent + "\"");
      return frame(sent);
    }

    String frame(int seq) {
      return kept.get(seq - 1) + ",\"seq\":" + seq + ",\"received\":" + received + "}";
    }

    void hear(String frame) {
      JsonObject message = object(frame);
      confirmed = Math.max(confirmed, message.getInt("received", 0));
      int seq = message.getInt("seq", 0);
      if (seq > received) {
        received = seq;
        heard.add(message.getString("text"));
      }
    }
  }

  private final Client client = new Client();
  private final List<String> carriedOut = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private Wire wire = new Wire();
  private final SessionSocket socket = socket(wire.sender);

  private static SessionSocket socket(FrameSender sender) {
    Caller caller =
        new Caller(UUID.randomUUID(), "Ann", null, new TenantId("demo"), Set.of(Role.AGENT), null);
    return new SessionSocket(
        new SocketPrincipal(
            caller,
            new io.sightline.call.Session.Device(UUID.randomUUID().toString(), "192.0.2.1", "test"),
            "https://x",
            Resumption.of("sightline.v1, ticket.x, resume")),
        sender,
        new FrameBudget(1_000_000));
  }

  private static JsonObject object(String frame) {
    try (JsonReader reader = Json.createReader(new StringReader(frame))) {
      return reader.readObject();
    }
  }

  private void carryOut(Socket from, String frame) {
    try {
      MessageDecoder.decode(frame, null);
    } catch (DecodingException bad) {
      throw new AssertionError(bad);
    }
    JsonObject message = object(frame);
    if (from.takes(new Numbering(message.getInt("seq"), message.getInt("received")))) {
      carriedOut.add(message.getString("id"));
      tell("answer to " + message.getString("id"));
    }
  }

  private void tell(String text) {
    told.add(text);
    socket.send(Json.createObjectBuilder().add("type", "pong").add("text", text).build());
  }

  private void deliver(int frames) {
    for (int i = 0; i < frames && !wire.toClient.isEmpty(); i++) {
      client.hear(wire.toClient.poll());
    }
  }

  /** Breaks, and comes back by another wire. */
  private void comeBack(boolean serverNoticed) {
    if (serverNoticed) {
      assertTrue(socket.suspend(wire.sender, 1));
    }
    Wire next = new Wire();
    assertTrue(socket.resume(next.sender, client.received));
    wire = next;
    JsonObject resumed = object(wire.toClient.poll());
    assertEquals("resumed", resumed.getString("type"));
    int taken = resumed.getInt("received");
    for (int seq = taken + 1; seq <= client.sent; seq++) {
      socket.receive(wire.sender, client.frame(seq), this::carryOut);
    }
  }

  private void check() {
    deliver(Integer.MAX_VALUE);
    assertEquals(IntStream.rangeClosed(1, client.sent).mapToObj(i -> "c" + i).toList(), carriedOut);
    assertEquals(told, client.heard);
  }

  @Test
  void cutAtEveryPosition() {
    for (int cut = 0; cut < 3 * MESSAGES; cut++) {
      ResumptionTest run = new ResumptionTest();
      int at = 0;
      for (int i = 0; i < MESSAGES; i++) {
        String frame = run.client.say();
        if (at++ == cut) {
          run.comeBack(cut % 2 == 0); // lost on its way to the server
        } else {
          run.socket.receive(run.wire.sender, frame, run::carryOut);
        }
        if (at++ == cut) {
          run.comeBack(cut % 2 == 0); // the answer is lost
        }
        run.tell("news " + i);
        run.deliver(1);
        if (at++ == cut) {
          run.comeBack(cut % 2 == 0); // between one message and the next
        }
        run.deliver(Integer.MAX_VALUE);
      }
      run.check();
    }
  }

  @Test
  void cutAnywhereAnyNumberOfTimes() {
    for (int seed = 0; seed < WALKS; seed++) {
      Random random = new Random(seed);
      ResumptionTest run = new ResumptionTest();
      for (int i = 0; i < 60; i++) {
        switch (random.nextInt(6)) {
          case 0, 1 -> run.socket.receive(run.wire.sender, run.client.say(), run::carryOut);
          case 2 -> run.client.say();
          case 3 -> run.tell("news " + i);
          case 4 -> run.deliver(random.nextInt(4));
          default -> run.comeBack(random.nextBoolean());
        }
        if (run.carriedOut.size() < run.client.sent) {
          run.comeBack(random.nextBoolean()); // what was said while the wire was broken
        }
      }
      run.comeBack(false);
      run.check();
    }
  }

  @Test
  void framesOfAFormerConnectionCountNoMore() {
    FrameSender former = wire.sender;
    comeBack(false);
    socket.receive(former, client.say(), this::carryOut);
    assertEquals(List.of(), carriedOut);
    assertFalse(socket.suspend(former, 1), "its end says nothing of the session");
    assertFalse(socket.end(former));
  }

  @Test
  void tellsWhoComesBackThatAnotherDeviceHasTakenOver() {
    assertTrue(socket.suspend(wire.sender, 1));
    tell("replaced");
    socket.close(CloseReason.REPLACED);
    Wire next = new Wire();
    assertTrue(socket.resume(next.sender, 0));
    assertEquals("resumed", object(next.toClient.poll()).getString("type"));
    assertEquals("replaced", object(next.toClient.poll()).getString("text"));
    assertEquals(CloseReason.REPLACED.code(), next.closedWith);
  }

  @Test
  void nobodyComesBackTooLate() {
    assertTrue(socket.suspend(wire.sender, 7));
    assertFalse(socket.expire(6));
    assertTrue(socket.expire(7));
    assertFalse(socket.expire(7), "told once");
    Wire next = new Wire();
    assertFalse(socket.resume(next.sender, 0));
    assertNull(next.toClient.peek());
  }

  @Test
  void aKeyServesOnce() {
    socket.giveKey();
    String key = object(wire.toClient.poll()).getString("key");
    assertTrue(socket.opensWith(key));
    assertFalse(socket.opensWith(key + "A"));
    assertFalse(socket.opensWith(""));
    comeBack(true);
    assertFalse(socket.opensWith(key));
  }

  @Test
  void readsWhatIsOffered() {
    String id = UUID.randomUUID().toString();
    assertEquals(new Resumption(false, null, 0, null), Resumption.of("sightline.v1, ticket.abc"));
    assertEquals(
        new Resumption(true, null, 0, null), Resumption.of("sightline.v1,ticket.abc,resume"));
    assertEquals(
        new Resumption(true, id, 17, null), Resumption.of("ticket.abc, resume." + id + ".17"));
    assertEquals(
        new Resumption(true, id, 0, "abcdefghijklmnop_-"),
        Resumption.of("sightline.v1, resume." + id + ".0.abcdefghijklmnop_-"));
    for (String bad :
        List.of("resume." + id, "resume.x.1", "resume." + id + ".1234567890", "resume..", "x")) {
      assertEquals(new Resumption(false, null, 0, null), Resumption.of(bad), bad);
    }
    assertEquals(new Resumption(false, null, 0, null), Resumption.of(null));
  }
}
