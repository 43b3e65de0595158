package io.sightline.signaling;

import io.sightline.fault.Refusal;
import io.sightline.identity.Caller;
import io.sightline.identity.Permission;
import io.sightline.identity.Secret;
import io.sightline.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * One-time tickets for the socket, because browsers cannot send a bearer token with its handshake
 * and a cookie would let foreign pages open one.
 */
@ApplicationScoped
public class SocketTickets {
  /** How long a ticket may wait for its use. */
  public static final Duration LIFETIME = Duration.ofSeconds(30);

  private EntityManager entities;
  private Tenants tenants;
  private Clock clock;

  protected SocketTickets() {
    // for the container's client proxy
  }

  @Inject
  public SocketTickets(EntityManager entities, Tenants tenants, Clock clock) {
    this.entities = entities;
    this.tenants = tenants;
    this.clock = clock;
  }

  /**
   * A ticket of 128 random bits.
   *
   * @throws Refusal UNAUTHENTICATED for a caller whose tenant has been removed since the sign-in
   */
  @Transactional
  public String issue(Caller caller) {
    caller.require(Permission.OPEN_SOCKET);
    if (!tenants.exists(caller.tenant())) {
      throw Refusal.unauthenticated();
    }
    String ticket = Secret.random(128);
    entities.persist(new SocketTicket(Secret.hash(ticket), caller, clock.instant().plus(LIFETIME)));
    return ticket;
  }

  /** Uses the ticket up; nothing when it is unknown, used or too old. */
  @Transactional
  public Optional<Caller> redeem(String ticket) {
    SocketTicket found =
        entities.find(SocketTicket.class, Secret.hash(ticket), LockModeType.PESSIMISTIC_WRITE);
    if (found == null) {
      return Optional.empty();
    }
    entities.remove(found);
    return found.valid(clock.instant()) ? Optional.of(found.caller()) : Optional.empty();
  }

  /** Removes those that nobody used; may run any number of times. */
  @Transactional
  public int sweep() {
    return entities
        .createQuery("delete from SocketTicket t where t.expiresAt < :now")
        .setParameter("now", clock.instant())
        .executeUpdate();
  }
}
