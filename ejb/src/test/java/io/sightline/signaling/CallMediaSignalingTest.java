package io.sightline.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Paths of media, recordings, screens and holding, as told to those in a call. */
class CallMediaSignalingTest extends TwoInACall {
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
  void passesOnWhyTheMediaServerRefusesADescription() {
    mandatory();
    joinBoth();
    rig.say(
        customer,
        "{'type':'media.description','id':'9','generation':1,'negotiation':1,'description':{'type':'answer','sdp':'a=crypto:1'}}");
    assertEquals("description.invalid", customer.last("error").getString("code"));
    assertEquals("description.sdp", customer.last("error").getString("field"));
  }
}
