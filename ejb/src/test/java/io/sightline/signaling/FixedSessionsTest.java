package io.sightline.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sightline.call.CallState;
import io.sightline.call.MediaSessionChanged;
import io.sightline.call.Presence;
import io.sightline.fault.Refusal;
import io.sightline.identity.Caller;
import io.sightline.identity.Role;
import io.sightline.link.Links;
import io.sightline.testing.Domain;
import io.sightline.testing.FakeSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FixedSessionsTest {
  private static final FixedSessions.Client CLIENT =
      new FixedSessions.Client("192.0.2.9", "whipsink");

  @TempDir Path home;
  private SignalingRig rig;
  private Links.Invitation call;
  private FakeSocket agent;
  private final Caller service = Domain.user(Domain.DEMO, "service", Role.SERVICE);

  @BeforeEach
  void begin() {
    rig = new SignalingRig(home);
    call = rig.invite();
    agent = rig.connect(rig.agent);
    rig.join(agent, call.callId());
  }

  @AfterEach
  void end() {
    rig.close();
  }

  private FixedSessions.Wish wish(boolean publishes, String sdp) {
    return new FixedSessions.Wish(
        sdp, publishes, false, Optional.of(call.callId()), Optional.empty(), Optional.of("Door"));
  }

  private CallView view() {
    return rig.domain
        .database
        .transactional(
            CallDirectory.class, rig.domain.calls, rig.domain.links, rig.service, rig.recordings)
        .view(rig.agent, call.callId());
  }

  private CallView.Party door() {
    return view().participants().stream()
        .filter(party -> party.displayName().equals("Door"))
        .findFirst()
        .orElseThrow();
  }

  private void tell(MediaSessionChanged.State state) {
    for (UUID session : List.copyOf(rig.plane.open)) {
      rig.fixed.onMedia(new MediaSessionChanged(call.callId(), session, state));
    }
    rig.later.runAll();
  }

  @Test
  void movesTheCallToTheMediaServerAndIsAPartyOfIt() {
    rig.fixed.open(service, CLIENT, wish(true, "offer"));

    assertEquals("forwarded", agent.last("media.path").getString("path"));
    assertEquals(Presence.JOINED, door().presence());
    assertEquals(Role.GUEST, door().role());
    assertEquals(true, door().audio() && door().video());
    assertEquals(false, door().screen());
  }

  @Test
  void staysUntilItsMediaCeases() {
    rig.fixed.open(service, CLIENT, wish(true, "offer"));
    tell(MediaSessionChanged.State.CONNECTED);
    rig.fixed.sweep();
    assertEquals(Presence.JOINED, door().presence());

    tell(MediaSessionChanged.State.DISCONNECTED);
    assertEquals(Presence.ABSENT, door().presence());
  }

  @Test
  void whoOnlyWatchesMakesNoCallOfAnAgentAlone() {
    rig.fixed.open(service, CLIENT, wish(false, "offer"));
    rig.establish(call.callId(), agent);
    tell(MediaSessionChanged.State.CONNECTED);
    assertEquals(CallState.WAITING, view().state());

    FakeSocket customer = rig.connectCustomer(call);
    rig.join(customer, call.callId());
    rig.establish(call.callId(), customer);
    assertEquals(CallState.ACTIVE, view().state());
  }

  @Test
  void comesBackAsTheSamePartyAndReplacesItself() {
    FixedSessions.Opened first = rig.fixed.open(service, CLIENT, wish(true, "offer"));
    FixedSessions.Opened second = rig.fixed.open(service, CLIENT, wish(true, "offer"));

    assertEquals(3, view().participants().size());
    assertThrows(Refusal.class, () -> rig.fixed.close(service, first.id()));
    rig.fixed.close(service, second.id());
    assertEquals(Presence.ABSENT, door().presence());
  }

  @Test
  void leavesNothingBehindWhenItCannotBeAnswered() {
    Refusal refusal =
        assertThrows(
            Refusal.class, () -> rig.fixed.open(service, CLIENT, wish(true, "nothing known")));

    assertEquals(Refusal.Kind.UNACCEPTABLE, refusal.kind());
    assertEquals(2, view().participants().size());
    rig.plane.away = true;
    assertEquals(
        Refusal.Kind.UNAVAILABLE,
        assertThrows(Refusal.class, () -> rig.fixed.open(service, CLIENT, wish(true, "offer")))
            .kind());
  }

  @Test
  void letsInWhoMayAndNobodyElsesSession() {
    Caller supervisor = Domain.user(Domain.DEMO, "supervisor", Role.SUPERVISOR);
    assertThrows(Refusal.class, () -> rig.fixed.open(supervisor, CLIENT, wish(true, "offer")));
    assertThrows(Refusal.class, () -> rig.fixed.open(rig.agent, CLIENT, wish(false, "offer")));
    FixedSessions.Opened watching = rig.fixed.open(supervisor, CLIENT, wish(false, "offer"));
    assertEquals(Role.SUPERVISOR, door().role());
    assertThrows(Refusal.class, () -> rig.fixed.close(service, watching.id()));

    rig.inCall(agent, call.callId(), "call.end");
    assertThrows(Refusal.class, () -> rig.fixed.close(supervisor, watching.id()));
    assertEquals(
        Refusal.Kind.GONE,
        assertThrows(Refusal.class, () -> rig.fixed.open(service, CLIENT, wish(true, "offer")))
            .kind());
  }
}
