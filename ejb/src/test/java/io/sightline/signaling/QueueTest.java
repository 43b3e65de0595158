package io.sightline.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.fault.Refusal;
import io.sightline.identity.Caller;
import io.sightline.identity.Role;
import io.sightline.link.Links;
import io.sightline.queue.Entry;
import io.sightline.queue.EntryPoints;
import io.sightline.queue.Group;
import io.sightline.queue.Visits;
import io.sightline.recording.RecordingQueries;
import io.sightline.report.CallFilter;
import io.sightline.report.CallRecord;
import io.sightline.report.CallReports;
import io.sightline.testing.Domain;
import io.sightline.testing.FakeSocket;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Visitors who wait for a group, and the agents whom they wait for, as sockets see them. */
class QueueTest {
  private static final String SHOP = "https://shop.example";

  @TempDir Path home;
  private SignalingRig rig;
  private final Caller admin = Domain.user(Domain.DEMO, "admin", Role.ADMIN);
  private final Caller ben = Domain.user(Domain.DEMO, "ben", Role.AGENT);
  private final Caller eve = Domain.user(Domain.DEMO, "eve", Role.AGENT);
  private final Caller zoe = Domain.user(Domain.DEMO, "zoe", Role.AGENT);
  private Group group;
  private EntryPoints.Found entry;

  @BeforeEach
  void open() {
    rig = new SignalingRig(home);
    group = put(Group.RingOrder.STANDARD);
    Entry made =
        rig.domain.entries.put(
            admin,
            Domain.DEMO,
            new Entry(
                UUID.randomUUID(), "Shop", group.id(), "de", "One moment.", List.of(SHOP + "/")));
    entry = new EntryPoints.Found(Domain.DEMO, made);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private Group put(Group.RingOrder order) {
    UUID id = group == null ? UUID.randomUUID() : group.id();
    return rig.domain.groups.put(
        admin,
        Domain.DEMO,
        new Group(id, "Sales", false, Set.of(ben.subject(), eve.subject()), order));
  }

  private FakeSocket comes(Caller agent) {
    FakeSocket socket = rig.connect(agent);
    rig.domain.clock.advance(Duration.ofSeconds(1));
    rig.later.runAll();
    return socket;
  }

  private Links.Invitation visit() {
    Links.Invitation made =
        rig.reception.begin(
            entry, new Visits.Wish("Ann", Optional.empty(), Optional.empty(), SHOP));
    rig.domain.clock.advance(Duration.ofSeconds(1));
    return made;
  }

  /** A visitor presses the button, looks at the camera and joins. */
  private FakeSocket waits(Links.Invitation visit) {
    FakeSocket visitor = rig.connectCustomer(visit);
    rig.join(visitor, visit.callId());
    rig.domain.clock.advance(Duration.ofSeconds(1));
    rig.later.runAll();
    return visitor;
  }

  private void accept(FakeSocket agent, UUID callId) {
    rig.inCall(agent, callId, "ring.accept");
    rig.join(agent, callId);
    rig.later.runAll();
  }

  private static List<String> ringing(FakeSocket socket) {
    return socket.all("ring").stream().map(ring -> ring.getString("callId")).toList();
  }

  private static int waiting(FakeSocket agent) {
    return agent.last("queue.state").getJsonArray("calls").size();
  }

  @Test
  void ringsTheGroupOnceTheVisitorIsThereAndTheFirstToAnswerHasTheCall() {
    FakeSocket bens = comes(ben);
    FakeSocket eves = comes(eve);
    FakeSocket zoes = comes(zoe);
    Links.Invitation visit = visit();
    FakeSocket visitor = rig.connectCustomer(visit);
    rig.later.runAll();
    assertTrue(bens.all("ring").isEmpty(), "whoever looks at the first page rings nobody");
    rig.join(visitor, visit.callId());
    rig.later.runAll();
    assertEquals("queue", bens.last("ring").getString("kind"));
    assertEquals("Ann", eves.last("ring").getString("customer"));
    assertTrue(zoes.all("ring").isEmpty(), "not of the group");
    JsonObject queued = bens.last("queue.state").getJsonArray("calls").getJsonObject(0);
    assertEquals("Shop", queued.getString("entry"));
    assertEquals(1, visitor.last("queue.place").getInt("place"));
    rig.inCall(zoes, visit.callId(), "ring.accept");
    assertEquals("not.found", zoes.last("error").getString("code"));
    accept(bens, visit.callId());
    rig.inCall(eves, visit.callId(), "ring.accept");
    assertEquals("ring.over", eves.last("error").getString("code"));
    assertEquals("ben", eves.last("ring.over").getString("by"));
    assertEquals(0, waiting(eves));
    JsonObject call = visitor.last("call.state").getJsonObject("call");
    assertEquals(JsonValue.NULL, call.get("ring"));
    assertEquals(2, call.getJsonArray("participants").size());
    rig.establish(visit.callId(), bens, visitor);
    rig.inCall(bens, visit.callId(), "call.end");
    assertFalse(visitor.all("call.ended").isEmpty());
  }

  @Test
  void reportsTellByWhichEntryPointAVisitorCameAndHowLongItWaited() {
    FakeSocket bens = comes(ben);
    Links.Invitation visit = visit();
    waits(visit);
    rig.domain.clock.advance(Duration.ofSeconds(20));
    rig.invite();
    CallRecord waiting = reported(entry.entry().id());
    assertEquals("Shop", waiting.entryPoint());
    assertEquals(21_000, waiting.waitMs());
    accept(bens, visit.callId());
    rig.domain.clock.advance(Duration.ofMinutes(5));
    assertEquals(21_000, reported(entry.entry().id()).waitMs(), "served");
    assertEquals(null, reported(UUID.randomUUID()));
    assertThrows(Refusal.class, () -> CallFilter.of("", "", "", "", "").byEntryPoint("Shop"));
  }

  /** The only call by an entry point; null where there is none. */
  private CallRecord reported(UUID entryPoint) {
    CallReports reports =
        rig.domain.database.transactional(
            CallReports.class, rig.domain.entities, new RecordingQueries(), rig.domain.clock);
    CallFilter filter =
        CallFilter.of(null, null, null, "waitTime", "desc").byEntryPoint(entryPoint.toString());
    CallReports.Page page = reports.list(admin, filter, 0, 10);
    return page.total() == 1 ? page.records().get(0) : null;
  }

  @Test
  void tellsPlacesAndRingsOneCallAtATimeInTheOrderOfComing() {
    FakeSocket bens = comes(ben);
    Links.Invitation first = visit();
    Links.Invitation second = visit();
    FakeSocket firsts = waits(first);
    FakeSocket seconds = waits(second);
    assertEquals(List.of(first.callId().toString()), ringing(bens));
    assertEquals(2, waiting(bens));
    assertEquals(2, seconds.last("queue.place").getInt("place"));
    accept(bens, first.callId());
    assertEquals(1, seconds.last("queue.place").getInt("place"));
    assertEquals(1, ringing(bens).size(), "an agent in a call is not rung");
    FakeSocket eves = comes(eve);
    assertEquals(List.of(second.callId().toString()), ringing(eves));
    rig.establish(first.callId(), bens, firsts);
    rig.inCall(bens, first.callId(), "call.end");
    rig.later.runAll();
    assertEquals(second.callId().toString(), bens.last("ring").getString("callId"));
  }

  @Test
  void whoSaysNoIsNotAskedAgainUntilAvailableAnew() {
    FakeSocket bens = comes(ben);
    Links.Invitation visit = visit();
    waits(visit);
    rig.inCall(bens, visit.callId(), "ring.decline");
    rig.later.runAll();
    assertEquals(1, ringing(bens).size());
    FakeSocket eves = comes(eve);
    assertEquals(1, ringing(eves).size());
    rig.say(bens, "{'type':'presence.set','presence':'away'}");
    rig.say(bens, "{'type':'presence.set','presence':'available'}");
    rig.later.runAll();
    assertEquals(2, ringing(bens).size());
  }

  @Test
  void asksTheLongestFreeFirstWhereTheGroupWantsThat() {
    group = put(new Group.RingOrder(true, 1, Duration.ofSeconds(20)));
    FakeSocket bens = comes(ben);
    FakeSocket eves = comes(eve);
    Links.Invitation visit = visit();
    FakeSocket visitor = rig.connectCustomer(visit);
    rig.join(visitor, visit.callId());
    assertEquals(1, ringing(bens).size());
    assertTrue(ringing(eves).isEmpty(), "comes after the ring time");
    rig.later.runAll();
    assertEquals(1, ringing(eves).size());
  }

  @Test
  void endsWhenTheVisitorGivesUpAndWhenNobodyEverCame() {
    FakeSocket bens = comes(ben);
    Links.Invitation visit = visit();
    FakeSocket visitor = waits(visit);
    rig.inCall(visitor, visit.callId(), "leave");
    rig.later.runAll();
    assertEquals("ended", bens.last("ring.over").getString("reason"));
    assertEquals(0, waiting(bens));
    assertEquals("ended", rig.reception.progress(entry, visit.code()).state());
    visit();
    rig.domain.clock.advance(Duration.ofMinutes(3));
    var deadline = rig.domain.clock.instant().minus(Duration.ofMinutes(2));
    assertEquals(1, rig.domain.visits.deserted(deadline, 10).size());
    rig.domain.visits.deserted(deadline, 10).forEach(key -> rig.service.desert(key, deadline));
    assertEquals(List.of(), rig.domain.visits.deserted(deadline, 10));
  }

  @Test
  void refusesWhereNobodyIsThereOrTooManyWait() {
    assertEquals("queue.nobody", assertThrows(Refusal.class, this::visit).code());
    assertFalse(rig.reception.status(entry.entry().id()).staffed());
    comes(ben);
    rig.domain.configuration.put("sightline.queue.waiting-calls", "1");
    Links.Invitation visit = visit();
    assertEquals("queue.full", assertThrows(Refusal.class, this::visit).code());
    assertEquals("preparing", rig.reception.progress(entry, visit.code()).state());
    assertEquals(Optional.of(SHOP), rig.domain.visits.framer(visit.code()));
  }

  @Test
  void keepsGroupsAndEntryPointsWithinTheirTenant() {
    Caller other = Domain.user(Domain.OTHER, "admin", Role.ADMIN);
    assertThrows(
        Refusal.class,
        () -> rig.domain.groups.put(other, Domain.DEMO, group),
        "another tenant's administrator");
    assertThrows(
        Refusal.class,
        () -> rig.domain.entries.put(other, Domain.OTHER, entry.entry()),
        "a group of another tenant");
    assertEquals(
        "group.in.use",
        assertThrows(Refusal.class, () -> rig.domain.groups.remove(admin, Domain.DEMO, group.id()))
            .code());
    rig.domain.entries.remove(admin, Domain.DEMO, entry.entry().id());
    rig.domain.groups.remove(admin, Domain.DEMO, group.id());
    assertEquals(List.of(), rig.domain.groups.all(admin, Domain.DEMO));
  }

  @Test
  void handsACallToAGroup() {
    FakeSocket bens = comes(ben);
    FakeSocket zoes = comes(zoe);
    Links.Invitation invitation = rig.invite();
    FakeSocket agent = comes(rig.agent);
    FakeSocket customer = rig.connectCustomer(invitation);
    rig.join(customer, invitation.callId());
    rig.join(agent, invitation.callId());
    rig.establish(invitation.callId(), agent, customer);
    rig.say(agent, "{'type':'colleagues.list'}");
    JsonObject listed = agent.last("colleagues").getJsonArray("groups").getJsonObject(0);
    assertEquals("Sales", listed.getString("name"));
    assertEquals(1, listed.getInt("free"));
    rig.say(
        agent,
        "{'type':'transfer.start','id':'t','kind':'blind','callId':'"
            + invitation.callId()
            + "','groupId':'"
            + group.id()
            + "'}");
    assertEquals("blind", bens.last("ring").getString("kind"));
    assertTrue(zoes.all("ring").isEmpty());
    accept(bens, invitation.callId());
    assertFalse(agent.all("call.handed").isEmpty());
  }
}
