package io.sightline.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.fault.Refusal;
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
  private static final int WALKS = 400;
  private static final int STEPS = 120;

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
        enter(call, random.nextInt(2), now);
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
      } else if (dice < 65) {
        return call.established(any, random.nextInt(10) == 0 ? 0 : any.generation(), now);
      } else if (dice < 70) {
        return call.failed(any, any.generation());
      } else if (dice < 78) {
        return call.requestRecording("user");
      } else if (dice < 86) {
        return call.withdrawRecording();
      } else if (dice < 92) {
        return call.lost(any.socketId(), now);
      } else if (dice < 96) {
        return call.lapse(now.minusSeconds(10), now);
      } else if (dice < 99) {
        return any.open() ? call.leave(any, now) : null;
      }
      return random.nextInt(10) == 0 ? call.end("agent", "agent", now) : null;
    }

    private Session pick(List<Session> sessions) {
      List<Session> recent =
          new ArrayList<>(sessions.subList(Math.max(0, sessions.size() - 4), sessions.size()));
      return recent.get(random.nextInt(recent.size()));
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
      assertEquals(
          joined.size(),
          joined.stream().map(Session::participant).distinct().count(),
          () -> "seed " + seed + ": a participant joined by two devices");
      if (call.mediaPath() == MediaPath.DIRECT && joined.size() == 2) {
        assertEquals(
            1, joined.stream().map(Session::generation).distinct().count(), () -> "seed " + seed);
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
