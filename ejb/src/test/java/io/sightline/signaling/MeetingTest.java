package io.sightline.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.fault.Refusal;
import io.sightline.identity.Role;
import io.sightline.link.CodeSeal;
import io.sightline.meeting.MeetingGuests;
import io.sightline.meeting.MeetingPoints;
import io.sightline.testing.Domain;
import io.sightline.testing.FakeSocket;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Meetings as sockets see them: what a guest at the door gets, and what not. */
class MeetingTest {
  @TempDir Path home;
  private SignalingRig rig;
  private MeetingPoints points;
  private MeetingGuests guests;
  private MeetingPoints.View point;
  private FakeSocket host;
  private int keys;

  @BeforeEach
  void open() {
    rig = new SignalingRig(home);
    Domain domain = rig.domain;
    points =
        domain.database.transactional(
            MeetingPoints.class,
            domain.entities,
            domain.calls,
            domain.tenants,
            new CodeSeal(domain.settings),
            domain.audit,
            domain.clock);
    guests =
        domain.database.transactional(
            MeetingGuests.class,
            domain.entities,
            points,
            domain.calls,
            domain.tenants,
            domain.tokens,
            domain.audit,
            domain.clock);
    point = points.make(rig.agent, wish(null, null));
    host = rig.connect(rig.agent);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private static MeetingPoints.Wish wish(Instant from, Instant until) {
    return new MeetingPoints.Wish(" Ann's office ", "en", "Just a moment.", from, until);
  }

  private MeetingGuests.Arrival arrive(String name, String key) {
    return guests.arrive(point.code(), name, Optional.ofNullable(key)).orElseThrow();
  }

  private FakeSocket connect(MeetingGuests.Arrival arrival) {
    return rig.connect(rig.domain.tokens.verify(arrival.entry().accessToken()));
  }

  private void door(String action, UUID call, UUID guest) {
    rig.say(
        host,
        "{'type':'participant."
            + action
            + "','id':'d','callId':'"
            + call
            + "'"
            + (guest == null ? "" : ",'participantId':'" + guest + "'")
            + "}");
  }

  private void write(FakeSocket socket, UUID call, String text, UUID to) {
    rig.say(
        socket,
        "{'type':'chat.send','id':'c','callId':'"
            + call
            + "','key':'"
            + ++keys
            + "','text':'"
            + text
            + "'"
            + (to == null ? "" : ",'to':'" + to + "'")
            + "}");
  }

  private static List<String> names(JsonObject call) {
    return call.getJsonArray("participants").getValuesAs(JsonObject.class).stream()
        .map(party -> party.getString("displayName"))
        .toList();
  }

  private static List<String> texts(FakeSocket socket) {
    return socket.all("chat.message").stream()
        .map(message -> message.getJsonObject("message").getString("text"))
        .toList();
  }

  @Test
  void tellsWhoWaitsNothingOfTheMeetingAndSendsNoMedia() {
    MeetingGuests.Arrival first = arrive("Bob", null);
    UUID call = first.entry().callId();
    FakeSocket bob = connect(first);
    rig.join(bob, call);
    rig.join(host, call);
    FakeSocket eve = connect(arrive("Eve", null));
    rig.join(eve, call);
    door("admit", call, first.entry().participantId());
    rig.join(bob, call);
    assertEquals("forwarded", bob.last("media.path").getString("path"));
    write(bob, call, "hello all", null);
    JsonObject seen = eve.last("call.state").getJsonObject("call");
    assertEquals(List.of("agent1", "Eve"), names(seen));
    assertEquals(JsonValue.NULL, seen.get("recording"));
    assertEquals("Just a moment.", seen.getJsonObject("meeting").getString("message"));
    assertFalse(eve.types().stream().anyMatch(type -> type.startsWith("media.")));
    assertTrue(texts(eve).isEmpty());
    rig.say(eve, "{'type':'chat.list','id':'l'}");
    assertTrue(eve.last("chat.history").getJsonArray("messages").isEmpty());
    rig.say(
        eve,
        "{'type':'media.description','id':'m','generation':0,"
            + "'description':{'type':'offer','sdp':'v=0'}}");
    rig.say(eve, "{'type':'media.candidate','generation':0,'candidate':null}");
    for (FakeSocket inside : List.of(host, bob)) {
      assertTrue(inside.all("media.candidate").isEmpty());
      assertTrue(
          inside.all("media.description").stream()
              .allMatch(each -> "server".equals(each.getString("from"))));
    }
    assertEquals(List.of("agent1", "Bob"), names(bob.last("call.state").getJsonObject("call")));
    assertEquals(
        List.of("agent1", "Bob", "Eve"), names(host.last("call.state").getJsonObject("call")));
  }

  @Test
  void letsWhoWaitsTalkWithTheStaffAlone() {
    MeetingGuests.Arrival first = arrive("Bob", null);
    MeetingGuests.Arrival second = arrive("Eve", null);
    UUID call = first.entry().callId();
    FakeSocket bob = connect(first);
    FakeSocket eve = connect(second);
    write(bob, call, "may I come in?", null);
    write(host, call, "in a minute", first.entry().participantId());
    assertEquals(List.of("may I come in?", "in a minute"), texts(bob));
    assertEquals(List.of("may I come in?", "in a minute"), texts(host));
    assertTrue(texts(eve).isEmpty());
    write(eve, call, "what of me?", first.entry().participantId());
    assertFalse(texts(bob).contains("what of me?"), "a guest writes to nobody else's thread");
    write(host, call, "for those inside", null);
    assertEquals(2, texts(bob).size());
    rig.say(eve, "{'type':'chat.list','id':'l'}");
    assertEquals(1, eve.last("chat.history").getJsonArray("messages").size());
  }

  @Test
  void knowsTheSameGuestAgainAndNobodyWhoWasSentAway() {
    MeetingGuests.Arrival first = arrive("Bob", null);
    MeetingGuests.Arrival again = arrive("Bob", first.key());
    assertEquals(first.entry().participantId(), again.entry().participantId());
    assertNull(again.key());
    assertNotEquals(
        first.entry().participantId(), arrive("Bob", "guessed").entry().participantId());
    UUID call = first.entry().callId();
    FakeSocket bob = connect(first);
    rig.join(host, call);
    door("remove", call, first.entry().participantId());
    assertEquals("participant.removed", bob.types().get(bob.types().size() - 1));
    assertEquals(CloseReason.CALL_OVER, bob.closed());
    assertEquals(
        "meeting.removed", assertThrows(Refusal.class, () -> arrive("Bob", first.key())).code());
    FakeSocket late = connect(again);
    assertEquals("meeting.removed", late.last("error").getString("code"));
  }

  @Test
  void holdsEachMeetingAsACallOfItsOwn() {
    MeetingGuests.Arrival first = arrive("Bob", null);
    UUID call = first.entry().callId();
    assertEquals(call, points.open(rig.agent, point.id()));
    FakeSocket bob = connect(first);
    rig.join(host, call);
    rig.inCall(host, call, "call.end");
    assertEquals(1, bob.all("call.ended").size());
    MeetingGuests.Arrival next = arrive("Bob", first.key());
    assertNotEquals(call, next.entry().callId());
    assertEquals(next.entry().callId(), points.get(rig.agent, point.id()).callId());
  }

  @Test
  void admitsInItsTimeOnly() {
    Instant now = rig.domain.clock.instant();
    point =
        points.change(
            rig.agent, point.id(), wish(now.plusSeconds(60), now.plus(Duration.ofHours(1))));
    assertEquals("meeting.early", assertThrows(Refusal.class, () -> arrive("", null)).code());
    rig.domain.clock.advance(Duration.ofSeconds(60));
    arrive("", null);
    rig.domain.clock.advance(Duration.ofHours(1));
    assertEquals("link.expired", assertThrows(Refusal.class, () -> arrive("", null)).code());
    points.change(rig.agent, point.id(), wish(null, null));
    arrive("", null);
    points.close(rig.agent, point.id());
    assertEquals("link.revoked", assertThrows(Refusal.class, () -> arrive("", null)).code());
  }

  @Test
  void isItsHostsAlone() {
    var other = Domain.user(Domain.DEMO, "agent2", Role.AGENT);
    assertEquals(
        "not.found", assertThrows(Refusal.class, () -> points.get(other, point.id())).code());
    assertEquals(
        "not.found", assertThrows(Refusal.class, () -> points.open(other, point.id())).code());
    MeetingGuests.Arrival first = arrive("Bob", null);
    FakeSocket stranger = rig.connect(other);
    FakeSocket bob = connect(first);
    String admit =
        "{'type':'participant.admit','id':'a','callId':'" + first.entry().callId() + "'}";
    rig.say(stranger, admit);
    assertEquals("not.found", stranger.last("error").getString("code"));
    rig.say(bob, admit);
    assertEquals("not.allowed", bob.last("error").getString("code"));
  }
}
