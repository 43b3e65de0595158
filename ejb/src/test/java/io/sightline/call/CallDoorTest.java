package io.sightline.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.fault.Refusal;
import io.sightline.tenant.RecordingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CallDoorTest {
  private static final Instant START = Instant.parse("2026-11-20T10:00:00Z");
  private static final int WALKS = 1_000;
  private static final int STEPS = 150;

  private static Call meeting() {
    return new Call(
        "demo",
        new Call.Owner(UUID.randomUUID(), "Ann", "ann@demo.example"),
        RecordingMode.AGENT_CONTROLLED,
        "en",
        START,
        new CallMeeting(UUID.randomUUID(), "Ann's office", "Just a moment."));
  }

  private static Session enter(Call call, Participant party, Instant now) {
    return call.enter(
        party.id(), new Session.Device(UUID.randomUUID().toString(), "192.0.2.1", "test"), now);
  }

  private static Session host(Call call) {
    Session host = enter(call, call.participants().get(0), START);
    call.join(host, List.of(), List.of(), START);
    return host;
  }

  private static Session guest(Call call, Instant now) {
    Participant guest = call.door(now).arrive("Guest");
    Session session = enter(call, guest, now);
    call.door(now).knock(guest, " Gu\u202est ");
    return session;
  }

  private static String refusal(Runnable step) {
    return assertThrows(Refusal.class, step::run).code();
  }

  @Test
  void letsNobodyInUntilSomebodyOfTheStaffDoes() {
    Call call = meeting();
    Session guest = guest(call, START);
    UUID id = guest.participant().id();
    assertEquals("meeting.waiting", refusal(() -> call.join(guest, List.of(), List.of(), START)));
    assertEquals("meeting.not.started", refusal(() -> call.door(START).admit(id)));
    host(call);
    call.door(START).admit(id);
    call.join(guest, List.of(), List.of(), START);
    assertEquals(MediaPath.FORWARDED, call.mediaPath(), "so that the host decides who gets media");
    assertNotNull(guest.mediaSessionId());
    assertEquals("Gu st", guest.participant().displayName());
  }

  @Test
  void takesTheMediaOfWhomItPutsBack() {
    Call call = meeting();
    host(call);
    Session guest = guest(call, START);
    UUID id = guest.participant().id();
    call.door(START).admit(id);
    call.join(guest, List.of(), List.of(), START);
    UUID media = guest.mediaSessionId();
    CallChange change = call.door(START.plusSeconds(5)).putBack(id);
    assertTrue(change.released().contains(media));
    assertNull(guest.mediaSessionId());
    assertEquals(Session.State.LOBBY, guest.state());
    assertEquals(START.plusSeconds(5), guest.participant().knockedAt());
    assertEquals("meeting.waiting", refusal(() -> call.join(guest, List.of(), List.of(), START)));
    call.door(START).admit(id);
    call.join(guest, List.of(), List.of(), START);
    assertNotEquals(media, guest.mediaSessionId());
  }

  @Test
  void sendsAwayForGood() {
    Call call = meeting();
    host(call);
    Session guest = guest(call, START);
    UUID id = guest.participant().id();
    CallChange change = call.door(START).remove(id);
    assertEquals(List.of(guest.socketId()), change.dismissedSockets());
    assertTrue(change.farewells().isEmpty(), "that is for users");
    assertFalse(guest.open());
    assertEquals("not.found", refusal(() -> enter(call, guest.participant(), START)));
    assertEquals("not.found", refusal(() -> call.door(START).admit(id)));
  }

  @Test
  void hasRoomForEightAndLetsTheLongestWaitingInFirst() {
    Call call = meeting();
    host(call);
    List<Session> guests = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      guests.add(guest(call, START.plusSeconds(9 - i)));
    }
    call.door(START).admitAll();
    assertEquals(
        List.of(true, true, false, false, false, false, false, false, false),
        guests.stream().map(each -> each.participant().waits()).toList(),
        "who came last waits on");
    UUID left = guests.get(0).participant().id();
    assertEquals("call.full", refusal(() -> call.door(START).admit(left)));
    assertTrue(call.isFull());
    call.door(START).putBack(guests.get(8).participant().id());
    call.door(START).admit(left);
  }

  @Test
  void hasALimitOfThoseWhoWait() {
    Call call = meeting();
    for (int i = 0; i < CallDoor.MOST_WAITING; i++) {
      call.door(START).arrive("");
    }
    assertEquals("meeting.busy", refusal(() -> call.door(START).arrive("")));
    Instant later = START.plus(CallDoor.FORGOTTEN_AFTER);
    call.door(later).arrive("when those who never came any further are forgotten");
  }

  /** Random walks over hosts and guests; nobody who was not let in ever has a place. */
  @Test
  void keepsTheDoorUnderAnyInterleaving() {
    for (int seed = 0; seed < WALKS; seed++) {
      new Walk(seed).run();
    }
  }

  private static final class Walk {
    private final Random random;
    private final int seed;
    private final Call call = meeting();
    private Instant now = START;
    private int generation;

    Walk(int seed) {
      this.seed = seed;
      this.random = new Random(seed);
    }

    void run() {
      for (int i = 0; i < STEPS && call.state() != CallState.ENDED; i++) {
        now = now.plusMillis(random.nextInt(4_000));
        try {
          step(random.nextInt(100));
        } catch (Refusal refused) {
          assertNotNull(refused.code());
        }
        check();
      }
      call.end("agent", "agent", now);
      check();
      assertTrue(call.sessions().stream().noneMatch(Session::open), () -> "seed " + seed);
    }

    private void step(int dice) {
      Participant any = pick(call.participants());
      Session session = call.sessions().isEmpty() ? null : pick(call.sessions());
      if (dice < 12) {
        call.door(now).arrive("Guest");
      } else if (dice < 30) {
        enter(call, any, now);
      } else if (dice < 36) {
        call.door(now).knock(any, null);
      } else if (dice < 46) {
        call.door(now).admit(any.id());
      } else if (dice < 49) {
        call.door(now).admitAll();
      } else if (dice < 53) {
        call.door(now).putBack(any.id());
      } else if (dice < 55) {
        call.door(now).remove(any.id());
      } else if (session == null) {
        enter(call, call.participants().get(0), now);
      } else if (dice < 75 && session.open() && !session.is(Session.State.LOST)) {
        call.join(session, List.of("opus"), List.of("VP8"), now);
      } else if (dice < 85) {
        call.established(session, session.generation(), now);
      } else if (dice < 90) {
        call.lost(session.socketId(), now);
      } else if (dice < 94) {
        call.lapse(now.minusSeconds(8), now);
      } else if (dice < 97 && session.open()) {
        call.leave(session, now);
      } else if (dice == 99 && random.nextInt(20) == 0) {
        call.end("agent", "agent", now);
      }
    }

    private <T> T pick(List<T> all) {
      return all.get(Math.max(0, all.size() - 1 - random.nextInt(12)));
    }

    private void check() {
      for (Session session : call.sessions()) {
        Participant party = session.participant();
        boolean inside = session.is(Session.State.JOINED) || session.is(Session.State.LOST);
        if (party.admittance() != Admittance.ADMITTED) {
          assertFalse(inside, () -> "seed " + seed + ": in the call without having been let in");
          assertNull(session.mediaSessionId(), () -> "seed " + seed + ": media at the door");
          assertEquals(MediaPath.NONE, session.open() ? session.mediaPath() : MediaPath.NONE);
          assertNotEquals(Presence.JOINED, party.presence());
        }
        if (party.admittance() == Admittance.REMOVED) {
          assertFalse(session.open(), () -> "seed " + seed + ": sent away and still there");
        }
      }
      long present =
          call.participants().stream().filter(one -> one.presence() == Presence.JOINED).count();
      assertTrue(present <= CallParties.MAX_PRESENT, () -> "seed " + seed + ": too many");
      assertNotEquals(MediaPath.DIRECT, call.mediaPath(), () -> "seed " + seed);
      assertTrue(call.generation() >= generation, () -> "seed " + seed);
      generation = call.generation();
    }
  }
}
