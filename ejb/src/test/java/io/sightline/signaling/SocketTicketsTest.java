package io.sightline.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sightline.fault.Refusal;
import io.sightline.identity.Caller;
import io.sightline.identity.Role;
import io.sightline.tenant.TenantId;
import io.sightline.testing.Domain;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketTicketsTest {
  @TempDir Path home;
  private Domain domain;
  private SocketTickets tickets;

  @BeforeEach
  void open() {
    domain = new Domain(home);
    tickets =
        domain.database.transactional(
            SocketTickets.class, domain.entities, domain.tenants, domain.clock);
  }

  @AfterEach
  void close() {
    domain.close();
  }

  @Test
  void aTicketIsGoodOnceAndForAWhile() {
    Caller agent = Domain.user(Domain.DEMO, "agent1", Role.AGENT);
    String ticket = tickets.issue(agent);
    assertEquals(Optional.of(agent), tickets.redeem(ticket));
    assertEquals(Optional.empty(), tickets.redeem(ticket));
    String late = tickets.issue(agent);
    domain.clock.advance(SocketTickets.LIFETIME);
    assertEquals(Optional.empty(), tickets.redeem(late));
  }

  @Test
  void nobodyOfARemovedTenantGetsOne() {
    Caller left = Domain.user(new TenantId("removed"), "agent1", Role.AGENT);
    Refusal refusal = assertThrows(Refusal.class, () -> tickets.issue(left));
    assertEquals(Refusal.Kind.UNAUTHENTICATED, refusal.kind());
  }

  @Test
  void someoneWithoutAnAddressGetsOne() {
    Caller nameless =
        new Caller(
            UUID.randomUUID(),
            "agent1",
            null,
            Domain.DEMO,
            Domain.user(Domain.DEMO, "agent1", Role.AGENT).roles(),
            null);
    assertEquals(Optional.of(nameless), tickets.redeem(tickets.issue(nameless)));
  }
}
