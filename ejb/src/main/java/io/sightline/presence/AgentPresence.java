package io.sightline.presence;

import io.sightline.call.Session;
import io.sightline.identity.Caller;
import io.sightline.identity.Permission;
import io.sightline.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What agents say of themselves, the same in all their tabs and after a reload, and who of them is
 * in a call. Whether somebody is connected at all is the sockets' to say.
 */
@ApplicationScoped
public class AgentPresence {
  /** Calls that began before this are not looked at; who has been free longer is so long enough. */
  private static final Duration LOOKED_BACK = Duration.ofHours(24);

  private EntityManager entities;
  private Clock clock;

  /** What an agent may say. */
  public enum Availability {
    AVAILABLE,
    BUSY,
    AWAY;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Availability> fromWire(String name) {
      return Arrays.stream(values()).filter(value -> value.wireName().equals(name)).findFirst();
    }
  }

  /**
   * An agent as colleagues see one.
   *
   * @param inCall whether a device of the agent's has joined a call
   * @param freeSince since when the agent has been available and in no call
   */
  public record Agent(
      UUID userId, String name, Availability availability, boolean inCall, Instant freeSince) {
    /** Whether a call may be offered, if the agent is connected. */
    public boolean free() {
      return availability == Availability.AVAILABLE && !inCall;
    }
  }

  protected AgentPresence() {
    // for the container's client proxy
  }

  @Inject
  public AgentPresence(EntityManager entities, Clock clock) {
    this.entities = entities;
    this.clock = clock;
  }

  /** The agent has connected; answers what the agent has said last, available to begin with. */
  @Transactional
  public Availability arrive(Caller caller) {
    return known(caller).availability();
  }

  /** The agent says something new. */
  @Transactional
  public void set(Caller caller, Availability availability) {
    caller.require(Permission.SET_PRESENCE);
    known(caller).say(availability, clock.instant());
  }

  private KnownAgent known(Caller caller) {
    KnownAgent agent = entities.find(KnownAgent.class, caller.subject());
    if (agent == null) {
      agent =
          new KnownAgent(caller.subject(), caller.tenant().value(), caller.name(), clock.instant());
      entities.persist(agent);
    }
    return agent;
  }

  /** Every agent of a tenant that has ever connected, who has been free longest first. */
  @Transactional
  public List<Agent> agents(TenantId tenant) {
    Set<UUID> talking = new HashSet<>();
    Map<UUID, Instant> lastCalls = new HashMap<>();
    entities
        .createQuery(
            "select p.userId, s.state, max(s.endedAt) from Session s join s.participant p"
                + " where s.tenantId = :tenant and p.userId is not null and s.startedAt > :since"
                + " group by p.userId, s.state",
            Object[].class)
        .setParameter("tenant", tenant.value())
        .setParameter("since", clock.instant().minus(LOOKED_BACK))
        .getResultStream()
        .forEach(
            row -> {
              if (row[1] == Session.State.JOINED) {
                talking.add((UUID) row[0]);
              } else if (row[2] != null) {
                lastCalls.merge((UUID) row[0], (Instant) row[2], (a, b) -> a.isAfter(b) ? a : b);
              }
            });
    return entities
        .createQuery("select a from KnownAgent a where a.tenantId = :tenant", KnownAgent.class)
        .setParameter("tenant", tenant.value())
        .getResultStream()
        .map(
            agent -> {
              Instant last = lastCalls.getOrDefault(agent.userId(), agent.since());
              return new Agent(
                  agent.userId(),
                  agent.name(),
                  agent.availability(),
                  talking.contains(agent.userId()),
                  last.isAfter(agent.since()) ? last : agent.since());
            })
        .sorted(Comparator.comparing(Agent::freeSince))
        .toList();
  }
}
