package io.sightline.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.identity.Caller;
import io.sightline.link.Links;
import io.sightline.testing.FakeSocket;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two tabs of an agent and two devices of a customer, doing anything at any time, often two things
 * at once: both leaving, double clicks, breaks and returns. Over the database, by real messages.
 */
class InterleavingTest {
  /** So many in every build; the property asks for more, such as 1000. */
  private static final int WALKS = Integer.getInteger("sightline.interleavings", 60);

  private static final int STEPS = 14;
  private static final List<String> REFUSALS =
      List.of(
          "not.joined",
          "not.allowed",
          "call.ended",
          "link.ended",
          "hold.refused",
          "recording.off",
          "recording.not.running",
          "recording.unavailable",
          "media.failed",
          "call.sessions");

  @TempDir Path home;

  @Test
  void holdsItsPromisesUnderAnyInterleaving() throws Exception {
    ExecutorService two = Executors.newFixedThreadPool(2);
    try (SignalingRig rig = new SignalingRig(home)) {
      for (int seed = 0; seed < WALKS; seed++) {
        new Walk(rig, two, seed).run();
      }
    } finally {
      two.shutdownNow();
    }
  }

  private static final class Walk {
    private final SignalingRig rig;
    private final ExecutorService two;
    private final int seed;
    private final Random random;
    private final Links.Invitation invitation;
    private final UUID call;
    private final Caller customer;

    /** Two tabs, two devices; null where none is open. */
    private final FakeSocket[] sockets = new FakeSocket[4];

    private final List<FakeSocket> all = new ArrayList<>();
    private boolean ended;

    Walk(SignalingRig rig, ExecutorService two, int seed) {
      this.rig = rig;
      this.two = two;
      this.seed = seed;
      this.random = new Random(seed);
      this.invitation = rig.invite();
      this.call = invitation.callId();
      this.customer =
          rig.domain.tokens.verify(rig.domain.links.admit(invitation.code()).accessToken());
    }

    void run() throws Exception {
      for (int i = 0; i < sockets.length; i++) {
        open(i);
      }
      for (int step = 0; step < STEPS && !ended; step++) {
        int first = random.nextInt(sockets.length);
        int second = random.nextBoolean() ? first : random.nextInt(sockets.length);
        Runnable one = action(first);
        if (random.nextInt(3) == 0) {
          atOnce(one, random.nextBoolean() ? one : action(second));
        } else {
          one.run();
        }
        if (random.nextInt(4) == 0) {
          rig.domain.clock.advance(Duration.ofMillis(random.nextInt(9_000)));
          rig.later.runAll();
        }
        check();
      }
      if (!ended) {
        talkAfterAll();
        rig.inCall(sockets[0], call, "call.end");
      }
      for (FakeSocket socket : all) {
        rig.service.disconnected(socket);
      }
      rig.later.runAll();
    }

    private void open(int i) {
      FakeSocket socket = rig.connect(i < 2 ? rig.agent : customer);
      sockets[i] = socket;
      all.add(socket);
    }

    private Runnable action(int i) {
      FakeSocket socket = sockets[i];
      if (socket == null || socket.closed() != null) {
        return () -> open(i);
      }
      int choice = random.nextInt(100);
      if (choice < 30) {
        return () -> rig.join(socket, call);
      } else if (choice < 45) {
        return () -> report(socket, "media.established");
      } else if (choice < 50) {
        return () -> report(socket, "media.failed");
      } else if (choice < 55) {
        return () -> report(socket, "media.restart");
      } else if (choice < 67) {
        return () -> rig.inCall(socket, call, "leave");
      } else if (choice < 79) {
        sockets[i] = null;
        return () -> rig.service.disconnected(socket);
      } else if (choice < 84) {
        return () -> rig.inCall(socket, call, "recording.start");
      } else if (choice < 88) {
        return () -> rig.inCall(socket, call, "recording.stop");
      } else if (choice < 97) {
        return () -> hold(socket, choice % 2 == 0);
      } else {
        ended = ended || i < 2;
        return () -> rig.inCall(socket, call, "call.end");
      }
    }

    private void report(FakeSocket socket, String type) {
      List<JsonObject> paths = socket.all("media.path");
      int generation = paths.isEmpty() ? 1 : paths.get(paths.size() - 1).getInt("generation");
      rig.say(
          socket,
          "{'type':'" + type + "','callId':'" + call + "','generation':" + generation + "}");
    }

    private void hold(FakeSocket socket, boolean on) {
      rig.say(
          socket,
          "{'type':'participant."
              + (on ? "hold" : "resume")
              + "','callId':'"
              + call
              + "','participantId':'"
              + customer.admitted().orElseThrow().participantId()
              + "'}");
    }

    private void atOnce(Runnable one, Runnable other) throws Exception {
      List<Future<Object>> both = two.invokeAll(List.of(callable(one), callable(other)));
      for (Future<Object> each : both) {
        each.get();
      }
    }

    private static Callable<Object> callable(Runnable work) {
      return Executors.callable(work);
    }

    private void check() {
      JsonObject view = null;
      for (FakeSocket socket : all) {
        for (JsonObject error : socket.all("error")) {
          assertTrue(REFUSALS.contains(error.getString("code")), () -> tell(error.toString()));
        }
        if (rig.sockets.find(socket.id()).isEmpty() || socket.closed() != null) {
          continue;
        }
        JsonObject shown = shown(socket);
        if (view == null) {
          view = shown;
        }
        assertEquals(view.getString("state"), shown.getString("state"), tell("one state"));
        assertEquals(
            view.getJsonArray("participants"),
            shown.getJsonArray("participants"),
            tell("one view of who is there"));
        assertEquals(ended, "ended".equals(shown.getString("state")), tell("the agent ends it"));
      }
      long customers =
          all.stream()
              .filter(socket -> socket.caller().admitted().isPresent())
              .filter(socket -> socket.closed() == CloseReason.CALL_OVER)
              .count();
      assertTrue(ended || customers == 0, tell("nobody is sent away"));
    }

    private JsonObject shown(FakeSocket socket) {
      List<JsonObject> states =
          socket.all("call.state").stream()
              .map(message -> message.getJsonObject("call"))
              .filter(snapshot -> snapshot.getString("id").equals(call.toString()))
              .toList();
      if (!states.isEmpty()) {
        return states.get(states.size() - 1);
      }
      return socket.last("welcome").getJsonArray("calls").stream()
          .map(value -> value.asJsonObject())
          .filter(snapshot -> snapshot.getString("id").equals(call.toString()))
          .findFirst()
          .orElseThrow();
    }

    /** Whatever has happened, two who come anew see and hear each other. */
    private void talkAfterAll() {
      open(0);
      open(2);
      rig.join(sockets[0], call);
      rig.join(sockets[2], call);
      for (int tries = 0; tries < 3; tries++) {
        rig.establish(call, sockets[0], sockets[2]);
      }
      assertEquals("active", shown(sockets[0]).getString("state"), tell("they talk"));
      assertFalse(sockets[2].all("media.complete").isEmpty(), tell("media is complete"));
      int generation = shown(sockets[0]).getInt("generation");
      for (FakeSocket socket : all) {
        socket.forgetAll();
      }
      rig.inCall(sockets[0], call, "recording.start");
      rig.inCall(sockets[0], call, "recording.stop");
      // one whose direct path failed before is forwarded already and may not move
      boolean moved = shown(sockets[0]).getInt("generation") != generation;
      for (FakeSocket socket : all) {
        boolean in = socket == sockets[0] || socket == sockets[2];
        assertEquals(
            in && moved,
            !socket.all("media.path").isEmpty(),
            () -> tell("one device of each is in: " + all.indexOf(socket) + socket.types()));
      }
    }

    private String tell(String what) {
      return "seed " + seed + ": " + what;
    }
  }
}
