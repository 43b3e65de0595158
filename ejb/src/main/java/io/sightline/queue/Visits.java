package io.sightline.queue;

import io.sightline.audit.AuditLog;
import io.sightline.call.Call;
import io.sightline.call.CallRing;
import io.sightline.call.CallState;
import io.sightline.call.Calls;
import io.sightline.configuration.Settings;
import io.sightline.fault.Refusal;
import io.sightline.link.LinkCode;
import io.sightline.link.Links;
import io.sightline.tenant.TenantId;
import io.sightline.tenant.TenantSettings;
import io.sightline.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The calls that visitors have made by entry points, and those of them who wait. */
@ApplicationScoped
public class Visits {
  /** Nobody waits for longer: the link of a visitor's call ends then, if it never began. */
  public static final Duration LONGEST_WAIT = Duration.ofHours(4);

  private EntityManager entities;
  private Links links;
  private Tenants tenants;
  private AuditLog audit;
  private Settings settings;
  private Clock clock;

  /**
   * What a visitor brings along.
   *
   * @param name shown to agents; empty for one who said none
   * @param context what the web site tells of the visit, JSON text
   * @param origin the web site; null for the server's own pages
   */
  public record Wish(
      String name, Optional<String> language, Optional<String> context, String origin) {}

  /** Somebody who waits in a queue, as its agents see it. */
  public record Waiting(UUID callId, String customer, String entry, Instant since) {}

  /** Where a visitor's call was made. */
  public record Origin(Entry entry, String origin) {}

  protected Visits() {
    // for the container's client proxy
  }

  @Inject
  public Visits(
      EntityManager entities,
      Links links,
      Tenants tenants,
      AuditLog audit,
      Settings settings,
      Clock clock) {
    this.entities = entities;
    this.links = links;
    this.tenants = tenants;
    this.audit = audit;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Makes a call for a visitor. It has no agent; it rings once the visitor has joined it.
   *
   * @throws Refusal TOO_MANY {@code queue.full} when as many calls wait as a tenant may have
   */
  @Transactional
  public Links.Invitation begin(EntryPoints.Found at, Wish wish) {
    TenantId tenant = at.tenant();
    wish.language().ifPresent(TenantSettings::requireLanguage);
    tenants.lock(tenant);
    if (unanswered(tenant) >= settings.waitingCalls()) {
      throw Refusal.of(
          Refusal.Kind.TOO_MANY, "queue.full", "Very many people wait just now. Try again later.");
    }
    TenantSettings chosen = tenants.settings(tenant);
    Instant now = clock.instant();
    Call call =
        new Call(
            tenant.value(),
            Call.Owner.NOBODY,
            chosen.recordingMode(),
            wish.language().orElse(at.entry().language()),
            wish.context().orElse(null),
            now);
    call.handover(now).expectVisitor(at.entry().group(), wish.name());
    Links.Invitation invitation = links.open(call, LONGEST_WAIT);
    entities.flush();
    entities.persist(new EntryCall(call.id(), tenant.value(), at.entry().id(), wish.origin()));
    audit.record(tenant, at.entry().id().toString(), "visit.begun", call.id().toString());
    return invitation;
  }

  private long unanswered(TenantId tenant) {
    return entities
        .createQuery(
            "select count(c) from Call c where c.tenantId = :tenant and c.state <> :ended"
                + " and c.ring.kind = :queue",
            Long.class)
        .setParameter("tenant", tenant.value())
        .setParameter("ended", CallState.ENDED)
        .setParameter("queue", CallRing.Kind.QUEUE)
        .getSingleResult();
  }

  /** Those who wait for a group and are there, who came first first. */
  @Transactional
  public List<Waiting> waiting(TenantId tenant, UUID group) {
    return entities
        .createQuery(
            "select c.id, p.displayName, e.name, c.ring.since from Call c, Participant p, EntryCall"
                + " v, EntryPoint e where c.tenantId = :tenant and c.ring.groupId = :group and"
                + " c.ring.kind = :queue and c.ring.state = :ringing and p.call = c and p.position"
                + " = 0 and v.callId = c.id and e.id = v.entryPointId order by c.ring.since, c.id",
            Object[].class)
        .setParameter("tenant", tenant.value())
        .setParameter("group", group)
        .setParameter("queue", CallRing.Kind.QUEUE)
        .setParameter("ringing", CallRing.State.RINGING)
        .getResultStream()
        .map(row -> new Waiting((UUID) row[0], (String) row[1], (String) row[2], (Instant) row[3]))
        .toList();
  }

  /** Where a call was made, if by an entry point. */
  @Transactional
  public Optional<Origin> origin(UUID callId) {
    EntryCall visit = entities.find(EntryCall.class, callId);
    return visit == null
        ? Optional.empty()
        : Optional.ofNullable(entities.find(EntryPoint.class, visit.entryPointId()))
            .map(entry -> new Origin(entry.value(), visit.origin()));
  }

  /**
   * The web site in whose frame the page behind a link may be shown: the one on which the visitor
   * pressed the button, as long as the entry point permits it.
   */
  @Transactional
  public Optional<String> framer(LinkCode code) {
    return links
        .callOf(code)
        .flatMap(this::origin)
        .filter(visit -> visit.origin() != null && visit.entry().permits(visit.origin()))
        .map(Origin::origin);
  }

  /** Open calls whose visitors never came, or left unseen, before {@code deadline}. */
  @Transactional
  public List<Calls.Key> deserted(Instant deadline, int limit) {
    return entities
        .createQuery(
            "select c.id, c.tenantId from Call c where c.state <> :ended"
                + " and c.ring.kind = :queue and c.emptySince < :deadline",
            Object[].class)
        .setParameter("ended", CallState.ENDED)
        .setParameter("queue", CallRing.Kind.QUEUE)
        .setParameter("deadline", deadline)
        .setMaxResults(limit)
        .getResultStream()
        .map(row -> new Calls.Key((UUID) row[0], (String) row[1]))
        .toList();
  }
}
