package io.sightline.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.call.Calls;
import io.sightline.identity.Caller;
import io.sightline.identity.Role;
import io.sightline.link.Links;
import io.sightline.testing.Domain;
import io.sightline.testing.FakeSocket;
import jakarta.json.JsonObject;
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

class SignalingServiceTest extends TwoInACall {
  @Test
  void tellsTheAgentAtOnceThatTheCustomerIsThere() {
    connectBoth();
    assertEquals("welcome", agent.types().get(0));
    assertEquals("welcome", customer.types().get(0));
    assertEquals("lobby", presence(agent, "customer"));
    assertEquals("waiting", shown(agent).getString("state"));
  }

  @Test
  void showsTheLinkToTheAgentOnly() {
    connectBoth();
    assertEquals(
        "https://sightline.example/ve/" + invitation.code().value(),
        shown(agent).getJsonObject("link").getString("url"));
    assertFalse(shown(customer).getJsonObject("link").containsKey("url"));
    assertFalse(customer.all("welcome").toString().contains(invitation.code().value()));
  }

  @Test
  void aSecondDeviceReplacesTheFirst() {
    talk();
    FakeSocket phone = rig.connectCustomer(invitation);
    assertNull(customer.closed());
    rig.join(phone, call);
    assertEquals(CloseReason.REPLACED, customer.closed());
    assertEquals("session.replaced", customer.types().get(customer.types().size() - 1));
    assertEquals(2, phone.last("media.path").getInt("generation"));
    rig.service.disconnected(customer);
    assertEquals("joined", presence(agent, "customer"));
    rig.establish(call, agent, phone);
    assertEquals(2, phone.last("media.complete").getInt("generation"));
  }

  @Test
  void aBrokenSocketHasATimeOfGraceAndNeverEndsTheCall() {
    talk();
    rig.service.disconnected(customer);
    assertEquals("joined", presence(agent, "customer"));
    rig.domain.clock.advance(Duration.ofSeconds(11));
    rig.later.runAll();
    assertEquals("absent", presence(agent, "customer"));
    assertEquals("active", shown(agent).getString("state"));
    rig.domain.clock.advance(Duration.ofHours(2));
    FakeSocket again = rig.connectCustomer(invitation);
    rig.join(again, call);
    rig.establish(call, agent, again);
    assertEquals("joined", presence(agent, "customer"));
  }

  @Test
  void aRestartOfTheServerLosesSocketsAndNoCall() {
    talk();
    rig.sockets.remove(agent);
    rig.sockets.remove(customer);
    rig.service.forgetSockets(new Calls.Key(call, Domain.DEMO));
    rig.service.forgetSockets(new Calls.Key(call, Domain.DEMO));
    FakeSocket agentAgain = rig.connect(rig.agent);
    rig.join(agentAgain, call);
    FakeSocket customerAgain = rig.connectCustomer(invitation);
    rig.join(customerAgain, call);
    rig.establish(call, agentAgain, customerAgain);
    assertEquals("active", shown(agentAgain).getString("state"));
  }

  @Test
  void onlyTheAgentEndsTheCall() {
    talk();
    rig.inCall(customer, call, "call.end");
    assertEquals("not.allowed", customer.last("error").getString("code"));
    rig.inCall(agent, call, "call.end");
    assertEquals("agent", customer.last("call.ended").getString("reason"));
    assertEquals(CloseReason.CALL_OVER, customer.closed());
    assertNull(agent.closed());
    rig.join(agent, call);
    assertEquals("call.ended", agent.last("error").getString("code"));
  }

  @Test
  void refusesCustomersWhatAgentsMay() {
    talk();
    for (String type :
        List.of("recording.start", "recording.stop", "recording.pause", "recording.resume")) {
      customer.forgetAll();
      rig.inCall(customer, call, type);
      assertEquals("not.allowed", customer.last("error").getString("code"), type);
      assertEquals("x", customer.last("error").getString("id"));
    }
    rig.say(customer, "{'type':'presence.set','presence':'away'}");
    assertEquals("not.allowed", customer.last("error").getString("code"));
  }

  @Test
  void knowsNoCallsOfOtherTenantsAndColleagues() {
    talk();
    for (Caller stranger :
        List.of(
            Domain.user(Domain.OTHER, "agent1", Role.AGENT),
            Domain.user(Domain.DEMO, "agent2", Role.AGENT))) {
      FakeSocket socket = rig.connect(stranger);
      for (String type : List.of("join", "leave", "media.state", "recording.start", "call.end")) {
        rig.inCall(socket, call, type);
        assertEquals("not.found", socket.last("error").getString("code"), type);
        assertEquals("There is no such call.", socket.last("error").getString("message"));
      }
      rig.inCall(socket, UUID.randomUUID(), "call.end");
      assertEquals("There is no such call.", socket.last("error").getString("message"));
      assertTrue(socket.all("call.state").isEmpty());
    }
    Links.Invitation own = rig.invite();
    rig.inCall(customer, own.callId(), "media.state");
    assertEquals("not.found", customer.last("error").getString("code"));
  }

  @Test
  void endsACallWhoseLinkRanOutUnused() {
    connectBoth();
    rig.domain.clock.advance(Duration.ofMinutes(30));
    Calls.Key key = rig.domain.links.expired(10).get(0);
    rig.service.expire(key);
    rig.service.expire(key);
    assertEquals(1, agent.all("call.ended").size());
    assertEquals("link.expired", agent.last("call.ended").getString("reason"));
    assertEquals(CloseReason.CALL_OVER, customer.closed());
    assertEquals("expired", shown(agent).getJsonObject("link").getString("state"));
  }

  @Test
  void doesNotStartACallAfterItsLinkRanOut() {
    connectBoth();
    rig.join(customer, call);
    rig.domain.clock.advance(Duration.ofMinutes(30));
    rig.join(agent, call);
    assertEquals("link.expired", agent.last("call.ended").getString("reason"));
    assertTrue(agent.all("media.path").isEmpty());
  }

  @Test
  void leavesARunningCallAloneWhenItsLinkRunsOut() {
    talk();
    rig.domain.clock.advance(Duration.ofHours(3));
    rig.service.expire(new Calls.Key(call, Domain.DEMO));
    assertTrue(agent.all("call.ended").isEmpty());
  }

  @Test
  void closesACallInWhichNobodyHasBeenForLong() {
    talk();
    rig.service.disconnected(customer);
    rig.service.disconnected(agent);
    rig.domain.clock.advance(Duration.ofSeconds(11));
    rig.later.runAll();
    rig.domain.clock.advance(Duration.ofHours(13));
    var deadline = rig.domain.clock.instant().minus(Duration.ofHours(12));
    rig.service.abandon(new Calls.Key(call, Domain.DEMO), deadline);
    String reason =
        rig.domain.database.inTransaction(
            () -> rig.domain.calls.find(Domain.DEMO, call).orElseThrow().endReason());
    assertEquals("abandoned", reason);
  }

  @Test
  void namesTheFieldThatIsWrong() {
    connectBoth();
    rig.say(
        agent,
        "{'type':'media.established','callId':'%s','generation':'1','id':'7'}".formatted(call));
    assertEquals("generation", agent.last("error").getString("field"));
    assertEquals("message.malformed", agent.last("error").getString("code"));
    assertEquals("7", agent.last("error").getString("id"));
    rig.say(agent, "{'type':'dance'}");
    assertEquals("message.unknown", agent.last("error").getString("code"));
    rig.say(agent, "{'type':");
    assertEquals("message.malformed", agent.last("error").getString("code"));
    rig.say(agent, "{'type':'join'}");
    assertEquals("callId", agent.last("error").getString("field"));
  }

  @Test
  void keepsItsOrderUnderManyThreads() throws Exception {
    joinBoth();
    Random random = new Random(20261121);
    List<Callable<Void>> storm = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      FakeSocket from = random.nextBoolean() ? agent : customer;
      int what = random.nextInt(4);
      storm.add(
          () -> {
            switch (what) {
              case 0 -> rig.inCall(from, call, "media.state");
              case 1 -> rig.join(from, call);
              case 2 -> rig.establish(call, from);
              default -> rig.inCall(from, call, from == agent ? "recording.start" : "ping");
            }
            return null;
          });
    }
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      for (Future<Void> each : pool.invokeAll(storm)) {
        each.get();
      }
    } finally {
      pool.shutdown();
    }
    for (FakeSocket socket : List.of(agent, customer)) {
      assertTrue(
          socket.all("error").stream()
              .noneMatch(error -> "internal.error".equals(error.getString("code"))));
      int before = 0;
      for (JsonObject state : socket.all("call.state")) {
        int generation = state.getJsonObject("call").getInt("generation");
        assertTrue(generation >= before, "an older snapshot came after a newer one");
        before = generation;
      }
    }
    assertEquals(shown(agent).getInt("generation"), shown(customer).getInt("generation"));
  }
}
