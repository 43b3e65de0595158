package io.sightline.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.identity.Caller;
import io.sightline.identity.Role;
import io.sightline.link.Links;
import io.sightline.tenant.ConversationSettings;
import io.sightline.testing.Domain;
import io.sightline.testing.FakeSocket;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Presence, ringing and handing over, as sockets see them. */
class HandoverTest {
  @TempDir Path home;
  private SignalingRig rig;
  private UUID call;
  private FakeSocket agent;
  private FakeSocket customer;
  private final Caller ben = Domain.user(Domain.DEMO, "ben", Role.AGENT);
  private final Caller eve = Domain.user(Domain.DEMO, "eve", Role.EXPERT);
  private FakeSocket bens;
  private FakeSocket eves;

  @BeforeEach
  void open() {
    rig = new SignalingRig(home);
    Links.Invitation invitation = rig.invite();
    call = invitation.callId();
    agent = rig.connect(rig.agent);
    customer = rig.connectCustomer(invitation);
    rig.join(customer, call);
    rig.join(agent, call);
    rig.establish(call, agent, customer);
    bens = rig.connect(ben);
    rig.domain.clock.advance(Duration.ofSeconds(1));
    eves = rig.connect(eve);
    rig.later.runAll();
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private void ask(String kind, Caller whom) {
    String target = whom == null ? "" : ",'userId':'" + whom.subject() + "'";
    rig.say(
        agent,
        "{'type':'transfer.start','id':'t','callId':'"
            + call
            + "','kind':'"
            + kind
            + "'"
            + target
            + "}");
  }

  private void accept(FakeSocket socket) {
    rig.inCall(socket, call, "ring.accept");
  }

  private static JsonObject shown(FakeSocket socket) {
    return socket.last("call.state").getJsonObject("call");
  }

  private static JsonObject party(FakeSocket socket, String role) {
    return shown(socket).getJsonArray("participants").stream()
        .map(JsonValue::asJsonObject)
        .filter(each -> role.equals(each.getString("role")))
        .findFirst()
        .orElseThrow();
  }

  private static String error(FakeSocket socket) {
    return socket.last("error").getString("code");
  }

  @Test
  void theFirstOfAllWhoAreFreeWinsAndTheOthersAreTold() {
    ask("blind", null);
    assertEquals("agent1", bens.last("ring").getString("from"));
    assertEquals("", eves.last("ring").getString("customer"));
    accept(bens);
    accept(eves);
    assertEquals("ring.over", error(eves));
    JsonObject over = eves.last("ring.over");
    assertEquals("answered", over.getString("reason"));
    assertEquals("ben", over.getString("by"));
    assertEquals(call.toString(), agent.last("call.handed").getString("callId"));
    assertEquals("joined", party(customer, "customer").getString("presence"));
    rig.join(bens, call);
    assertEquals(2, bens.last("media.path").getInt("generation"));
    agent.forgetAll();
    rig.inCall(agent, call, "call.end");
    assertEquals("not.found", error(agent), "who has handed over has no say any more");
    rig.inCall(bens, call, "call.end");
    assertFalse(customer.all("call.ended").isEmpty());
  }

  @Test
  void talksToAColleagueWhileTheCustomerIsOnHoldAndHandsOver() {
    ask("consult", ben);
    assertTrue(party(customer, "customer").getBoolean("held"));
    assertTrue(eves.all("ring").isEmpty(), "only one was asked");
    accept(bens);
    rig.join(bens, call);
    assertEquals("forwarded", shown(agent).getString("mediaPath"));
    assertEquals("answered", shown(agent).getJsonObject("ring").getString("state"));
    rig.inCall(agent, call, "transfer.complete");
    assertFalse(party(customer, "customer").getBoolean("held"));
    assertEquals(JsonValue.NULL, shown(bens).get("ring"));
    assertEquals(1, agent.all("call.handed").size());
    assertEquals("direct", shown(customer).getString("mediaPath"));
    FakeSocket again = rig.connect(rig.agent);
    assertTrue(again.last("welcome").getJsonArray("calls").isEmpty());
    FakeSocket other = rig.connect(ben);
    assertEquals(1, other.last("welcome").getJsonArray("calls").size());
  }

  @Test
  void isUnknownToColleaguesWhoWereNotAsked() {
    accept(eves);
    assertEquals("not.found", error(eves), "nobody was asked");
    ask("consult", ben);
    accept(eves);
    assertEquals("not.found", error(eves), "another was asked");
    eves.forgetAll();
    rig.inCall(eves, call, "ring.decline");
    assertEquals("not.found", error(eves));
    rig.inCall(agent, call, "transfer.cancel");
    accept(bens);
    assertEquals("ring.over", error(bens), "was asked, and is too late");
    rig.inCall(agent, call, "call.end");
    eves.forgetAll();
    accept(eves);
    assertEquals("not.found", error(eves), "not even that it is over");
  }

  @Test
  void staysWithTheAgentWhenTheColleagueDeclinesOrDoesNotAnswer() {
    ask("consult", ben);
    ask("consult", eve);
    assertEquals("transfer.pending", error(agent));
    rig.inCall(bens, call, "ring.decline");
    assertFalse(party(customer, "customer").getBoolean("held"));
    assertEquals("ended", bens.last("ring.over").getString("reason"));
    ask("blind", eve);
    rig.domain.clock.advance(Duration.ofSeconds(31));
    accept(eves);
    assertEquals("ring.over", error(eves), "too late");
    rig.later.runAll();
    assertEquals(JsonValue.NULL, shown(agent).get("ring"));
    rig.inCall(agent, call, "transfer.complete");
    assertEquals("transfer.none", error(agent));
  }

  @Test
  void sendsAColleagueAwayAgainAndTakesBackAnExpertsCall() {
    ask("conference", eve);
    assertFalse(party(customer, "customer").getBoolean("held"), "the three talk at once");
    accept(eves);
    rig.join(eves, call);
    rig.inCall(eves, call, "call.end");
    assertEquals("not.allowed", error(eves), "it is not hers");
    rig.inCall(agent, call, "transfer.cancel");
    assertEquals(1, eves.all("call.handed").size());
    ask("blind", eve);
    accept(eves);
    rig.inCall(eves, call, "call.end");
    assertFalse(customer.all("call.ended").isEmpty(), "now it is");
  }

  @Test
  void asksNobodyWhoIsBusyAwayOrGone() {
    rig.say(bens, "{'type':'presence.set','presence':'away'}");
    rig.service.disconnected(eves);
    ask("blind", null);
    assertEquals("transfer.unavailable", error(agent));
    ask("consult", ben);
    assertEquals("transfer.unavailable", error(agent));
    rig.say(agent, "{'type':'colleagues.list'}");
    List<String> seen =
        agent.last("colleagues").getJsonArray("agents").stream()
            .map(JsonValue::asJsonObject)
            .map(each -> each.getString("name") + " " + each.getString("presence"))
            .sorted()
            .toList();
    assertEquals(List.of("ben away", "eve offline"), seen);
  }

  @Test
  void keepsWhatAnAgentSaysOverTabsAndReloads() {
    FakeSocket second = rig.connect(ben);
    rig.say(bens, "{'type':'presence.set','presence':'busy'}");
    assertEquals("busy", second.last("presence.state").getString("presence"));
    rig.service.disconnected(bens);
    rig.service.disconnected(second);
    assertEquals("busy", rig.connect(ben).last("welcome").getString("presence"));
  }

  @Test
  void ringsWhoBecomesFreeWhileItRings() {
    rig.say(bens, "{'type':'presence.set','presence':'away'}");
    ask("blind", null);
    assertTrue(bens.all("ring").isEmpty());
    rig.say(bens, "{'type':'presence.set','presence':'available'}");
    rig.later.runAll();
    assertEquals(1, bens.all("ring").size());
  }

  @Test
  void asksWhoHasBeenFreeLongestFirst() {
    Caller admin = Domain.user(Domain.DEMO, "admin", Role.ADMIN);
    rig.conversations.change(
        admin,
        Domain.DEMO,
        new ConversationSettings.Change(Optional.empty(), Optional.of(true), Optional.empty()));
    ask("blind", null);
    assertEquals(1, bens.all("ring").size(), "free a second longer");
    assertTrue(eves.all("ring").isEmpty());
    rig.later.runAll();
    assertEquals(1, eves.all("ring").size());
  }

  @Test
  void belongsToOneTenant() {
    FakeSocket stranger = rig.connect(Domain.user(Domain.OTHER, "zoe", Role.AGENT));
    ask("blind", null);
    assertTrue(stranger.all("ring").isEmpty());
    accept(stranger);
    assertEquals("not.found", error(stranger));
    rig.inCall(customer, call, "ring.accept");
    assertEquals("not.allowed", error(customer));
  }
}
