package io.sightline.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.fault.Refusal;
import io.sightline.identity.Role;
import io.sightline.tenant.RecordingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CallTest {
  private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");
  private static final int WALKS = 1_000;
  private static final int PARTIES = 5;
  private static final int STEPS = 120;
  private static final List<UUID> COLLEAGUES =
      List.of(new UUID(1, 1), new UUID(1, 2), new UUID(1, 3));

  private static Call call(RecordingMode mode) {
    return new Call(
        "demo",
        new Call.Owner(UUID.randomUUID(), "Ann", "ann@demo.example"),
        mode,
        null,
        null,
        START);
  }

  private static Session enter(Call call, int party, Instant now) {
    return call.enter(
        call.participants().get(party).id(),
        new Session.Device(UUID.randomUUID().toString(), "192.0.2.1", "test"),
        now);
  }

  @Test
  void countsTalkWhileTwoAreThere() {
    Call call = call(RecordingMode.OFF);
    Session agent = enter(call, 0, START);
    Session customer = enter(call, 1, START);
    call.join(agent, List.of(), List.of(), START);
    call.join(customer, List.of(), List.of(), START);
    call.established(agent, 1, START);
    call.established(customer, 1, START.plusSeconds(2));
    call.lost(customer.socketId(), START.plusSeconds(12));
    call.lapse(START.plusSeconds(12), START.plusSeconds(22));
    Session back = enter(call, 1, START.plusSeconds(30));
    call.join(back, List.of(), List.of(), START.plusSeconds(30));
    call.established(agent, 2, START.plusSeconds(31));
    call.established(back, 2, START.plusSeconds(31));
    call.end("agent", "agent", START.plusSeconds(36));
    assertEquals(Duration.ofSeconds(15), call.talkTime(START.plusSeconds(100)));
    assertEquals(START.plusSeconds(2), call.activeAt());
    assertEquals(START.plusSeconds(12), customer.endedAt(), "the socket broke then");
  }

  @Test
  void cutsAndCleansWhatDevicesSayOfThemselves() {
    Session.Device device = new Session.Device("s", "192.0.2.1", "a\r\nb" + "x".repeat(1_000));
    assertEquals(400, device.userAgent().length());
    assertTrue(device.userAgent().startsWith("a  b"));
    assertEquals("", new Session.Device("s", "192.0.2.1", null).userAgent());
  }

  @Test
  void beginsAPathAgainThatIsNotCompleteInTime() {
    Call call = call(RecordingMode.AGENT_CONTROLLED);
    Session agent = enter(call, 0, START);
    Session customer = enter(call, 1, START);
    call.join(agent, List.of(), List.of(), START);
    call.join(customer, List.of(), List.of(), START);
    call.established(agent, 1, START);
    Instant late = START.plusSeconds(12);
    assertTrue(call.mediaOverdue(START.minusSeconds(1), late).begun().isEmpty(), "in time");
    CallChange again = call.mediaOverdue(START, late);
    assertEquals(List.of(agent, customer), again.begun(), "a direct path is of two");
    assertEquals(2, call.generation());
    assertEquals(late, call.mediaPendingSince());
    call.established(agent, 2, late);
    assertTrue(call.established(customer, 2, late).completed());
    assertNull(call.mediaPendingSince());
    assertTrue(call.mediaOverdue(late, late.plusSeconds(60)).begun().isEmpty(), "all is well");
  }

  @Test
  void keepsTheWorkingConnectionWhileTheNextOneIsTriedAgain() {
    Call call = call(RecordingMode.AGENT_CONTROLLED);
    Session agent = enter(call, 0, START);
    Session customer = enter(call, 1, START);
    call.join(agent, List.of(), List.of(), START);
    call.join(customer, List.of(), List.of(), START);
    call.requestRecording("user", START);
    for (Session each : List.of(agent, customer)) {
      call.established(each, each.generation(), START);
    }
    UUID working = agent.mediaSessionId();
    call.withdrawRecording(START);
    CallChange failed = call.failed(customer, customer.generation(), START);
    assertEquals(MediaPath.DIRECT, call.mediaPath());
    assertTrue(failed.released().isEmpty(), "the old picture stays");
    call.established(agent, agent.generation(), START);
    CallChange complete = call.established(customer, customer.generation(), START);
    assertTrue(complete.completed());
    assertTrue(complete.released().contains(working), "and goes when the new one is there");
  }

  @Test
  void forwardsThreeAndGoesBackToTwo() {
    Call call = call(RecordingMode.AGENT_CONTROLLED);
    Session agent = enter(call, 0, START);
    Session customer = enter(call, 1, START);
    call.join(agent, List.of(), List.of(), START);
    call.join(customer, List.of(), List.of(), START);
    call.invite(Role.EXPERT, "Eve");
    Session expert = enter(call, 2, START);
    assertEquals(3, call.join(expert, List.of(), List.of(), START).begun().size());
    assertEquals(MediaPath.FORWARDED, call.mediaPath());
    for (Session each : call.joined()) {
      call.established(each, each.generation(), START);
    }
    assertNull(call.mediaPendingSince());
    call.lost(expert.socketId(), START.plusSeconds(1));
    assertEquals(MediaPath.FORWARDED, call.mediaPath(), "still in the time of grace");
    CallChange left = call.lapse(START.plusSeconds(1), START.plusSeconds(11));
    assertEquals(MediaPath.DIRECT, call.mediaPath());
    assertEquals(2, left.begun().size());
    assertEquals(
        List.of(CallEvent.Type.LEAVE), left.events().stream().map(CallEvent::type).toList());
  }

  @Test
  void offersWhoRemainAnewWhenOneOfManyLeaves() {
    Call call = call(RecordingMode.MANDATORY);
    call.invite(Role.GUEST, "Gus");
    List<Session> all = new ArrayList<>();
    for (int party = 0; party < 3; party++) {
      Session session = enter(call, party, START);
      call.join(session, List.of(), List.of(), START);
      all.add(session);
    }
    for (Session each : all.subList(0, 2)) {
      call.established(each, each.generation(), START);
    }
    assertNotNull(call.mediaPendingSince());
    CallChange left = call.leave(all.get(2), START);
    assertTrue(left.begun().isEmpty());
    assertTrue(left.needsOffers());
    assertTrue(left.completed(), "those who remain see each other already");
    assertEquals(CallState.ACTIVE, call.state());
  }

  @Test
  void hasRoomForEight() {
    Call call = call(RecordingMode.OFF);
    for (int more = 0; more < 7; more++) {
      call.invite(Role.GUEST, "Guest " + more);
    }
    for (int party = 0; party < 8; party++) {
      call.join(enter(call, party, START), List.of(), List.of(), START);
    }
    Session ninth = enter(call, 8, START);
    Refusal refusal =
        assertThrows(Refusal.class, () -> call.join(ninth, List.of(), List.of(), START));
    assertEquals("call.full", refusal.code());
    Session again = enter(call, 7, START);
    assertEquals(1, call.join(again, List.of(), List.of(), START).replacedSockets().size());
  }

  @Test
  void tellsWhatRecordingsAreToNote() {
    Call call = call(RecordingMode.OFF);
    Session agent = enter(call, 0, START);
    Session customer = enter(call, 1, START);
    call.join(agent, List.of(), List.of(), START);
    call.join(customer, List.of(), List.of(), START);
    call.declareMedia(customer, true, true, false);
    assertEquals(
        List.of(
            new CallEvent(CallEvent.Type.MUTE, customer.participant().id(), CallEvent.MICROPHONE),
            new CallEvent(
                CallEvent.Type.SCREEN_START, customer.participant().id(), CallEvent.SCREEN)),
        call.declareMedia(customer, false, true, true).events());
    assertTrue(call.declareMedia(customer, false, true, true).events().isEmpty());
    CallChange held = call.hold(customer.participant().id(), true);
    assertTrue(held.rearranged() && customer.participant().held());
    assertFalse(call.hold(customer.participant().id(), true).rearranged());
    assertThrows(Refusal.class, () -> call.hold(agent.participant().id(), true));
    assertTrue(call.hold(customer.participant().id(), false).rearranged());
  }

  /** Random walks over everything that can happen to a call; what must always hold, holds. */
  @ParameterizedTest
  @EnumSource(RecordingMode.class)
  void holdsItsInvariantsUnderAnyInterleaving(RecordingMode mode) {
    for (int seed = 0; seed < WALKS; seed++) {
      new Walk(mode, seed).run();
    }
  }

  private static final class Walk {
    private final Random random;
    private final Call call;
    private final int seed;
    private final Set<UUID> open = new HashSet<>();
    private final Set<UUID> everReleased = new HashSet<>();
    private Instant now = START;
    private int generation;
    private Instant activeAt;

    Walk(RecordingMode mode, int seed) {
      this.random = new Random(seed);
      this.seed = seed;
      this.call = call(mode);
      for (int party = 2; party < PARTIES; party++) {
        call.invite(party % 2 == 0 ? Role.GUEST : Role.EXPERT, "Party " + party);
      }
    }

    void run() {
      for (int i = 0; i < STEPS; i++) {
        now = now.plusMillis(random.nextInt(5_000));
        try {
          CallChange change = step(random.nextInt(100));
          if (change != null) {
            account(change);
          }
        } catch (Refusal refused) {
          assertNotNull(refused.code());
        }
        check();
      }
      account(call.end("agent", "agent", now));
      assertTrue(open.isEmpty(), () -> "seed " + seed + " leaves media sessions " + open);
      assertEquals(CallState.ENDED, call.state());
    }

    private CallChange step(int dice) {
      if (dice < 15) {
        enter(call, party(), now);
        return null;
      }
      List<Session> sessions = call.sessions();
      if (sessions.isEmpty()) {
        return null;
      }
      Session any = pick(sessions);
      if (dice < 35) {
        return any.open() && !any.is(Session.State.LOST)
            ? call.join(any, List.of("opus"), List.of("VP8"), now)
            : null;
      } else if (dice < 62) {
        return call.established(any, random.nextInt(10) == 0 ? 0 : any.generation(), now);
      } else if (dice < 65) {
        return call.mediaOverdue(now.minusSeconds(12), now);
      } else if (dice < 68) {
        return call.failed(any, any.generation(), now);
      } else if (dice < 69) {
        return handOver();
      } else if (dice < 70) {
        return call.hold(call.participants().get(party()).id(), random.nextBoolean());
      } else if (dice < 72) {
        return call.declareMedia(
            any, random.nextBoolean(), random.nextBoolean(), random.nextBoolean());
      } else if (dice < 78) {
        return call.requestRecording("user", now);
      } else if (dice < 86) {
        return call.withdrawRecording(now);
      } else if (dice < 92) {
        return call.lost(any.socketId(), now);
      } else if (dice < 96) {
        return call.lapse(now.minusSeconds(10), now);
      } else if (dice < 99) {
        return any.open() ? call.leave(any, now) : null;
      }
      return random.nextInt(10) == 0 ? call.end("agent", "agent", now) : null;
    }

    private CallChange handOver() {
      CallHandover handover = call.handover(now);
      UUID colleague = COLLEAGUES.get(random.nextInt(COLLEAGUES.size()));
      CallRing.Kind[] kinds = {
        CallRing.Kind.BLIND, CallRing.Kind.CONSULT, CallRing.Kind.CONFERENCE
      };
      return switch (random.nextInt(7)) {
        case 0, 1 ->
            handover.ask(
                kinds[random.nextInt(kinds.length)],
                call.agentId(),
                new CallRing.Asked(random.nextBoolean() ? colleague : null, null),
                now.plusSeconds(30));
        case 2, 3 ->
            handover.answer(new Call.Owner(colleague, "Colleague", "c@example"), Role.AGENT);
        case 4 -> handover.complete(call.agentId());
        case 5 -> random.nextBoolean() ? handover.decline(colleague) : handover.overdue();
        default -> handover.cancel(call.agentId());
      };
    }

    /** The first two come more often than the others. */
    private int party() {
      return random.nextBoolean() ? random.nextInt(2) : random.nextInt(PARTIES);
    }

    private Session pick(List<Session> sessions) {
      List<Session> recent =
          new ArrayList<>(sessions.subList(Math.max(0, sessions.size() - 8), sessions.size()));
      return recent.get(random.nextInt(recent.size()));
    }

    private void checkHandover(List<Session> joined) {
      assertTrue(
          joined.stream().noneMatch(each -> each.participant().released()),
          () -> "seed " + seed + ": somebody who handed over is in the call");
      assertTrue(
          call.participantOfUser(call.agentId()).isPresent(),
          () -> "seed " + seed + ": nobody answers for the call");
      call.ring()
          .filter(ring -> ring.colleague() != null)
          .ifPresent(
              ring -> assertFalse(call.participant(ring.colleague()).released(), "seed " + seed));
      assertTrue(
          call.state() != CallState.ENDED || call.ring().isEmpty(),
          () -> "seed " + seed + ": rings after the end");
    }

    private void account(CallChange change) {
      for (Session begun : change.begun()) {
        assertEquals(begun.generation(), call.generation(), () -> "seed " + seed);
        if (begun.mediaSessionId() != null) {
          assertTrue(open.add(begun.mediaSessionId()), () -> "seed " + seed + " reuses an id");
        }
      }
      for (UUID released : change.released()) {
        assertTrue(everReleased.add(released), () -> "seed " + seed + " releases twice");
        open.remove(released);
      }
    }

    private void check() {
      assertTrue(call.generation() >= generation);
      generation = call.generation();
      if (activeAt != null) {
        assertEquals(activeAt, call.activeAt());
      }
      activeAt = call.activeAt();
      List<Session> joined = call.joined();
      checkHandover(joined);
      assertEquals(
          joined.size(),
          joined.stream().map(Session::participant).distinct().count(),
          () -> "seed " + seed + ": a participant joined by two devices");
      if (call.mediaPath() == MediaPath.DIRECT && joined.size() == 2) {
        assertEquals(
            1, joined.stream().map(Session::generation).distinct().count(), () -> "seed " + seed);
      }
      boolean many = call.present() > 2 && joined.size() > 1;
      if (many && joined.stream().noneMatch(each -> each.mediaPath() == MediaPath.NONE)) {
        assertEquals(MediaPath.FORWARDED, call.mediaPath(), () -> "seed " + seed + ": three");
      }
      if (joined.size() >= 2 && !joined.stream().allMatch(Session::established)) {
        assertNotNull(
            call.mediaPendingSince(), () -> "seed " + seed + ": nobody watches the change");
      }
      for (Participant party : call.participants()) {
        assertTrue(
            party.presence() == Presence.JOINED || !party.screen(),
            () -> "seed " + seed + ": shows a screen from afar");
      }
      if (call.state() == CallState.ENDED) {
        assertTrue(joined.isEmpty() && call.forwarded().isEmpty());
      }
      for (Session session : call.forwarded()) {
        assertTrue(open.contains(session.mediaSessionId()), () -> "seed " + seed);
      }
    }
  }
}
