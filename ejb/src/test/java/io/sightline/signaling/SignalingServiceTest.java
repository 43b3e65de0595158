package io.sightline.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.call.CallEvent;
import io.sightline.call.Calls;
import io.sightline.call.MediaSessionChanged;
import io.sightline.call.RecordingNotice;
import io.sightline.identity.Caller;
import io.sightline.identity.Role;
import io.sightline.link.Links;
import io.sightline.tenant.RecordingMode;
import io.sightline.tenant.TenantSettings;
import io.sightline.testing.Domain;
import io.sightline.testing.FakeSocket;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignalingServiceTest {
  @TempDir Path home;
  private SignalingRig rig;
  private Links.Invitation invitation;
  private UUID call;
  private FakeSocket agent;
  private FakeSocket customer;

  @BeforeEach
  void open() {
    rig = new SignalingRig(home);
    invite();
  }

  private void invite() {
    invitation = rig.invite();
    call = invitation.callId();
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private void connectBoth() {
    agent = rig.connect(rig.agent);
    customer = rig.connectCustomer(invitation);
  }

  private void joinBoth() {
    connectBoth();
    rig.join(customer, call);
    rig.join(agent, call);
  }

  private void talk() {
    joinBoth();
    rig.establish(call, agent, customer);
  }

  private static JsonObject shown(FakeSocket socket) {
    return socket.last("call.state").getJsonObject("call");
  }

  private static String presence(FakeSocket socket, String role) {
    return shown(socket).getJsonArray("participants").stream()
        .map(value -> value.asJsonObject())
        .filter(party -> role.equals(party.getString("role")))
        .map(party -> party.getString("presence"))
        .findFirst()
        .orElseThrow();
  }

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

  /** Whoever is told first of a new path may answer before the other has been told of it. */
  @Test
  void letsNoDescriptionOvertakeTheNewsOfItsPath() throws Exception {
    connectBoth();
    rig.join(customer, call);
    CountDownLatch said = new CountDownLatch(1);
    Thread eager =
        new Thread(
            () -> {
              rig.say(
                  agent,
                  "{'type':'media.description','callId':'%s','generation':1,'description':{'type':'offer','sdp':'v=0'}}"
                      .formatted(call));
              said.countDown();
            });
    agent.onMessage(
        message -> {
          if ("media.path".equals(message.getString("type"))) {
            eager.start();
            await(said, HASTE);
          }
        });
    rig.join(agent, call);
    eager.join();
    List<String> types =
        customer.types().stream().filter(type -> type.startsWith("media.")).toList();
    assertEquals(List.of("media.path", "media.description"), types);
  }

  /** Time for a message that may overtake to do so; one that may not is waited for in vain. */
  private static final Duration HASTE = Duration.ofMillis(500);

  private static void await(CountDownLatch latch, Duration time) {
    try {
      boolean unused = latch.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void recordsAScreenForAsLongAsItIsShown() {
    talk();
    rig.inCall(agent, call, "recording.start");
    rig.establish(call, agent, customer);
    shows(customer, true);
    assertEquals("recording", shown(agent).getJsonObject("screenRecording").getString("state"));
    shows(customer, false);
    assertTrue(shown(agent).isNull("screenRecording"));
    shows(agent, true);
    rig.inCall(agent, call, "recording.stop");
    assertTrue(shown(agent).isNull("screenRecording"), "it ends with the other");
    assertEquals(
        List.of("start " + rig.agent.subject(), "start screen", "stop screen", "start screen"),
        rig.recorder.log.subList(0, 4));
    assertTrue(
        rig.recorder.events.stream()
            .map(CallEvent::type)
            .toList()
            .containsAll(
                List.of(
                    CallEvent.Type.JOIN, CallEvent.Type.SCREEN_START, CallEvent.Type.SCREEN_STOP)));
  }

  @Test
  void tellsTheAgentAloneThatTheRecordingHasAGap() {
    talk();
    rig.news.onNotice(new RecordingNotice(call, RecordingNotice.SUSPENDED));
    rig.later.runAll();
    assertEquals("recording.suspended", agent.last("error").getString("code"));
    assertEquals(call.toString(), agent.last("error").getString("callId"));
    assertTrue(customer.all("error").isEmpty());
  }

  @Test
  void recordsNoScreenWhereTheTenantWantsNone() {
    rig.recorder.screens = false;
    talk();
    rig.inCall(agent, call, "recording.start");
    rig.establish(call, agent, customer);
    shows(customer, true);
    assertTrue(shown(agent).isNull("screenRecording"));
    assertEquals(List.of("start " + rig.agent.subject()), rig.recorder.log);
  }

  private void shows(FakeSocket socket, boolean screen) {
    rig.say(
        socket,
        "{'type':'media.state','callId':'%s','audio':true,'video':true,'screen':%s}"
            .formatted(call, screen));
  }

  @Test
  void holdsTheCustomer() {
    talk();
    rig.inCall(agent, call, "recording.start");
    rig.establish(call, agent, customer);
    String party =
        shown(agent).getJsonArray("participants").stream()
            .map(value -> value.asJsonObject())
            .filter(each -> each.getString("role").equals("customer"))
            .findFirst()
            .orElseThrow()
            .getString("id");
    String message = "{'type':'participant.%s','id':'h','callId':'%s','participantId':'%s'}";
    rig.say(customer, message.formatted("hold", call, party));
    assertEquals("not.allowed", customer.last("error").getString("code"));
    rig.say(agent, message.formatted("hold", call, party));
    assertEquals(List.of(UUID.fromString(party)), rig.plane.held);
    assertTrue(held(customer, party));
    assertEquals(
        CallEvent.Type.HOLD,
        rig.recorder.events.get(rig.recorder.events.size() - 1).type(),
        "its recordings note it");
    rig.say(agent, message.formatted("resume", call, party));
    assertEquals(List.of(), rig.plane.held);
    assertFalse(held(customer, party));
  }

  private static boolean held(FakeSocket socket, String party) {
    return shown(socket).getJsonArray("participants").stream()
        .map(value -> value.asJsonObject())
        .anyMatch(each -> each.getString("id").equals(party) && each.getBoolean("held"));
  }

  @Test
  void bringsAThirdInAndTwoBackTogether() {
    talk();
    Links.GuestInvitation made =
        rig.domain.links.inviteGuest(
            rig.agent, call, new Links.GuestWish(Role.GUEST, Optional.of("Gus"), Optional.empty()));
    FakeSocket guest =
        rig.connect(rig.domain.tokens.verify(rig.domain.links.admit(made.code()).accessToken()));
    rig.join(guest, call);
    for (FakeSocket each : List.of(agent, customer, guest)) {
      assertEquals("forwarded", each.last("media.path").getString("path"));
      assertEquals("server", each.last("media.description").getString("from"));
    }
    rig.establish(call, agent, customer, guest);
    assertFalse(guest.all("media.complete").isEmpty());
    assertFalse(shown(guest).getJsonObject("link").containsKey("url"));
    rig.inCall(guest, call, "leave");
    for (FakeSocket each : List.of(agent, customer)) {
      assertEquals("direct", each.last("media.path").getString("path"));
    }
    rig.establish(call, agent, customer);
    assertTrue(rig.plane.open.isEmpty(), "nothing stays at the media server");
  }

  @Test
  void beginsAPathAgainThatDoesNotComeAbout() {
    talk();
    rig.inCall(agent, call, "recording.start");
    rig.establish(call, agent, customer);
    rig.inCall(agent, call, "recording.stop");
    int lost = agent.last("media.path").getInt("generation");
    rig.establish(call, agent);
    rig.later.runAll();
    assertEquals(lost, agent.last("media.path").getInt("generation"), "there is time yet");
    rig.domain.clock.advance(rig.domain.settings.mediaPatience());
    rig.service.mediaOverdue(new Calls.Key(call, Domain.DEMO));
    for (FakeSocket each : List.of(agent, customer)) {
      assertEquals(lost + 1, each.last("media.path").getInt("generation"));
      assertEquals("direct", each.last("media.path").getString("path"));
    }
    rig.establish(call, agent, customer);
    assertEquals(lost + 1, customer.last("media.complete").getInt("generation"));
  }

  @Test
  void leadsTwoToADirectConversation() {
    joinBoth();
    assertEquals("direct", agent.last("media.path").getString("path"));
    assertTrue(agent.last("media.path").getBoolean("offerer"));
    assertFalse(customer.last("media.path").getBoolean("offerer"));
    rig.say(
        agent,
        "{'type':'media.description','callId':'%s','generation':1,'description':{'type':'offer','sdp':'v=0'}}"
            .formatted(call));
    assertEquals(
        "v=0", customer.last("media.description").getJsonObject("description").getString("sdp"));
    rig.say(
        customer,
        "{'type':'media.candidate','generation':1,'candidate':{'candidate':'candidate:1','sdpMid':'0','sdpMLineIndex':0}}");
    assertEquals(
        "candidate:1",
        agent.last("media.candidate").getJsonObject("candidate").getString("candidate"));
    assertEquals("waiting", shown(agent).getString("state"));
    rig.establish(call, agent, customer);
    assertEquals("active", shown(agent).getString("state"));
    assertEquals(1, customer.last("media.complete").getInt("generation"));
    assertTrue(rig.plane.open.isEmpty());
  }

  @Test
  void dropsMediaMessagesOfAGenerationThatIsOver() {
    joinBoth();
    rig.say(
        agent,
        "{'type':'media.description','callId':'%s','generation':7,'description':{'type':'offer','sdp':'v=0'}}"
            .formatted(call));
    assertTrue(customer.all("media.description").isEmpty());
    rig.say(agent, "{'type':'media.established','callId':'%s','generation':0}".formatted(call));
    assertEquals("waiting", shown(agent).getString("state"));
  }

  @Test
  void movesMediaToTheServerForARecordingAndBack() {
    talk();
    rig.inCall(agent, call, "recording.start");
    assertEquals("forwarded", customer.last("media.path").getString("path"));
    assertEquals(2, customer.last("media.path").getInt("generation"));
    JsonObject offer = customer.last("media.description");
    assertEquals("server", offer.getString("from"));
    assertTrue(shown(customer).isNull("recording"));
    rig.say(
        customer,
        "{'type':'media.description','generation':2,'negotiation':1,'description':{'type':'answer','sdp':'v=0'}}");
    assertEquals(1, rig.plane.answers.size());
    rig.establish(call, agent, customer);
    assertEquals(List.of("start " + rig.agent.subject()), rig.recorder.log);
    assertEquals("recording", shown(customer).getJsonObject("recording").getString("state"));
    assertEquals(2, rig.plane.open.size());
    rig.inCall(agent, call, "recording.pause");
    rig.inCall(agent, call, "recording.resume");
    rig.inCall(agent, call, "recording.stop");
    assertEquals("stop", rig.recorder.log.get(3));
    assertEquals("direct", agent.last("media.path").getString("path"));
    assertEquals(2, rig.plane.open.size(), "the old connection stays until the new one works");
    rig.establish(call, agent, customer);
    assertTrue(rig.plane.open.isEmpty());
  }

  @Test
  void recordsFromTheStartWhereItIsMandatory() {
    mandatory();
    joinBoth();
    assertEquals("forwarded", agent.last("media.path").getString("path"));
    rig.service.onMedia(
        new MediaSessionChanged(call, rig.plane.open.get(0), MediaSessionChanged.State.CONNECTED));
    rig.later.runAll();
    assertEquals(List.of("start policy"), rig.recorder.log);
    for (String refused : List.of("recording.stop", "recording.pause", "recording.resume")) {
      rig.inCall(agent, call, refused);
      assertEquals("recording.mandatory", agent.last("error").getString("code"));
    }
    assertEquals(List.of("start policy"), rig.recorder.log);
  }

  private void mandatory() {
    Caller admin = Domain.user(Domain.DEMO, "admin", Role.ADMIN);
    rig.domain.tenants.change(
        admin,
        Domain.DEMO,
        TenantSettings.Change.NOTHING.withRecordingMode(RecordingMode.MANDATORY));
    invite();
  }

  @Test
  void endsARecordingOfNobodyAndBeginsAnotherWithTheirReturn() {
    mandatory();
    talk();
    rig.inCall(customer, call, "leave");
    rig.inCall(agent, call, "leave");
    assertEquals(List.of("start policy", "stop"), rig.recorder.log);
    assertTrue(rig.plane.open.isEmpty());
    rig.join(customer, call);
    rig.join(agent, call);
    rig.establish(call, agent, customer);
    assertEquals(List.of("start policy", "stop", "start policy"), rig.recorder.log);
  }

  @Test
  void tellsBothAndKeepsTheCallWhenARecordingIsRefused() {
    talk();
    rig.recorder.refusal = "storage.full";
    rig.inCall(agent, call, "recording.start");
    rig.establish(call, agent, customer);
    assertEquals("storage.full", agent.last("error").getString("code"));
    assertEquals("storage.full", customer.last("error").getString("code"));
    assertEquals("direct", agent.last("media.path").getString("path"));
    rig.establish(call, agent, customer);
    assertEquals("active", shown(agent).getString("state"));
  }

  @Test
  void goesBackToTheDirectPathWhenTheMediaServerIsAway() {
    talk();
    rig.plane.away = true;
    rig.inCall(agent, call, "recording.start");
    assertEquals("media.unavailable", agent.last("error").getString("code"));
    assertEquals("direct", agent.last("media.path").getString("path"));
    assertEquals(3, agent.last("media.path").getInt("generation"));
  }

  @Test
  void triesTheMediaServerAfterTheDirectPathFailedTwice() {
    joinBoth();
    fail(customer);
    assertEquals("direct", customer.last("media.path").getString("path"));
    fail(customer);
    assertEquals("forwarded", customer.last("media.path").getString("path"));
    rig.establish(call, agent, customer);
    assertEquals("active", shown(agent).getString("state"));
    assertTrue(rig.recorder.log.isEmpty());
  }

  private void fail(FakeSocket socket) {
    int generation = socket.last("media.path").getInt("generation");
    rig.say(socket, "{'type':'media.failed','generation':" + generation + ",'reason':'ice'}");
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
  void aReturnOnTheForwardedPathLeavesTheOthersConnectionAlone() {
    mandatory();
    talk();
    agent.forgetAll();
    FakeSocket phone = rig.connectCustomer(invitation);
    rig.join(phone, call);
    assertTrue(agent.all("media.path").isEmpty());
    assertEquals(2, agent.last("media.description").getInt("negotiation"));
    assertEquals(2, phone.last("media.path").getInt("generation"));
    assertEquals(2, rig.plane.open.size());
    rig.establish(call, phone);
    assertEquals(1, agent.last("media.complete").getInt("generation"));
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
  void passesOnWhyTheMediaServerRefusesADescription() {
    mandatory();
    joinBoth();
    rig.say(
        customer,
        "{'type':'media.description','id':'9','generation':1,'negotiation':1,'description':{'type':'answer','sdp':'a=crypto:1'}}");
    assertEquals("description.invalid", customer.last("error").getString("code"));
    assertEquals("description.sdp", customer.last("error").getString("field"));
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
