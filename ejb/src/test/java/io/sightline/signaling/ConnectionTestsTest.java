package io.sightline.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sightline.fault.Refusal;
import io.sightline.identity.Caller;
import io.sightline.identity.Role;
import io.sightline.testing.Domain;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectionTestsTest {
  @TempDir Path home;
  private SignalingRig rig;
  private ConnectionTests tests;

  @BeforeEach
  void open() {
    rig = new SignalingRig(home);
    tests =
        new ConnectionTests(
            rig.delivery, new IceServers(rig.domain.settings, rig.domain.clock), rig.later);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void takesBothAnswersAndLeavesNothing() {
    ConnectionTests.Begun test = tests.begin(rig.agent);
    assertEquals(2, test.offers().size());
    assertEquals(2, rig.plane.open.size());
    tests.answer(rig.agent, test.id(), 0, "v=0");
    tests.answer(rig.agent, test.id(), 1, "v=0");
    assertEquals(2, rig.plane.answers.size());
    tests.end(rig.agent, test.id());
    assertEquals(0, rig.plane.open.size());
    tests.end(rig.agent, test.id());
  }

  @Test
  void isItsCallersAlone() {
    ConnectionTests.Begun test = tests.begin(rig.agent);
    Caller other = Domain.user(Domain.DEMO, "agent2", Role.AGENT);
    Caller supervisor = Domain.user(Domain.DEMO, "boss", Role.SUPERVISOR);
    assertEquals("not.found", refusal(() -> tests.answer(other, test.id(), 0, "v=0")));
    assertEquals("not.found", refusal(() -> tests.end(other, test.id())));
    assertEquals("not.found", refusal(() -> tests.answer(rig.agent, test.id(), 2, "v=0")));
    assertEquals("not.found", refusal(() -> tests.answer(rig.agent, UUID.randomUUID(), 0, "v=0")));
    assertEquals("not.allowed", refusal(() -> tests.begin(supervisor)));
    assertEquals(
        "description.invalid",
        refusal(() -> tests.answer(rig.agent, test.id(), 0, "v=0\r\na=crypto:1")));
  }

  @Test
  void endsByItselfAndByTheNextOneAndHasALimit() {
    ConnectionTests.Begun first = tests.begin(rig.agent);
    tests.begin(rig.agent);
    assertEquals("not.found", refusal(() -> tests.answer(rig.agent, first.id(), 0, "v=0")));
    for (int i = 1; i < ConnectionTests.AT_ONCE; i++) {
      tests.begin(Domain.user(Domain.DEMO, "agent" + i, Role.AGENT));
    }
    Caller late = Domain.user(Domain.DEMO, "late", Role.AGENT);
    assertEquals("test.busy", refusal(() -> tests.begin(late)));
    rig.later.runAll();
    assertEquals(0, rig.plane.open.size());
    tests.begin(late);
    rig.plane.away = true;
    assertEquals("media.unavailable", refusal(() -> tests.begin(rig.agent)));
  }

  private static String refusal(Runnable step) {
    return assertThrows(Refusal.class, step::run).code();
  }
}
