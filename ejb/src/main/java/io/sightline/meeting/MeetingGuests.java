package io.sightline.meeting;

import io.sightline.audit.AuditLog;
import io.sightline.call.Admittance;
import io.sightline.call.Call;
import io.sightline.call.Calls;
import io.sightline.call.Participant;
import io.sightline.fault.Refusal;
import io.sightline.identity.AccessTokens;
import io.sightline.identity.Caller;
import io.sightline.identity.Role;
import io.sightline.identity.Secret;
import io.sightline.link.LinkCode;
import io.sightline.link.Links;
import io.sightline.tenant.TenantId;
import io.sightline.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Admits guests to meeting points' calls, where they wait to be let in. */
@ApplicationScoped
public class MeetingGuests {
  private static final int KEY_BITS = 128;

  private EntityManager entities;
  private MeetingPoints points;
  private Calls calls;
  private Tenants tenants;
  private AccessTokens tokens;
  private AuditLog audit;
  private Clock clock;

  /**
   * A guest's entry.
   *
   * @param key by which the same guest comes back; null for one who has just used it
   */
  public record Arrival(Links.Entry entry, String key, String meetingName, String message) {}

  protected MeetingGuests() {
    // for the container's client proxy
  }

  @Inject
  public MeetingGuests(
      EntityManager entities,
      MeetingPoints points,
      Calls calls,
      Tenants tenants,
      AccessTokens tokens,
      AuditLog audit,
      Clock clock) {
    this.entities = entities;
    this.points = points;
    this.calls = calls;
    this.tenants = tenants;
    this.tokens = tokens;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * A guest comes by a meeting point's link, for the first time or once more.
   *
   * @param name what the others are to call the guest, up to 64 characters; empty for a stranger
   * @param key what the guest got at the first time; a key of a call that is over counts for
   *     nothing
   * @return nothing when the code is no meeting point's
   * @throws Refusal CONFLICT {@code meeting.early}; GONE {@code link.expired}, {@code link.revoked}
   *     or {@code meeting.removed}; TOO_MANY {@code meeting.busy}
   */
  @Transactional
  public Optional<Arrival> arrive(LinkCode code, String name, Optional<String> key) {
    return points.byCode(code).map(point -> arrive(point, name, key));
  }

  private Arrival arrive(MeetingPoint point, String name, Optional<String> key) {
    requireOpen(point);
    TenantId tenant = new TenantId(point.tenantId());
    UUID callId = points.meeting(point);
    entities.flush();
    Call call = calls.lock(tenant, callId);
    Optional<Participant> known = key.flatMap(given -> returning(call, given));
    if (known.filter(guest -> guest.admittance() == Admittance.REMOVED).isPresent()) {
      throw Refusal.of(Refusal.Kind.GONE, "meeting.removed", "The host has ended your visit.");
    }
    if (known.isPresent()) {
      return arrival(point, call, known.get(), null);
    }
    Participant guest = call.door(clock.instant()).arrive(name.strip());
    String fresh = Secret.random(KEY_BITS);
    entities.flush();
    entities.persist(new GuestPass(call, guest, Secret.hash(fresh)));
    return arrival(point, call, guest, fresh);
  }

  private Arrival arrival(MeetingPoint point, Call call, Participant guest, String key) {
    Links.Entry entry = entry(call, guest, new TenantId(point.tenantId()));
    return new Arrival(entry, key, point.name(), point.message());
  }

  private void requireOpen(MeetingPoint point) {
    Instant now = clock.instant();
    if (point.closed()) {
      throw Refusal.of(Refusal.Kind.GONE, "link.revoked", "This link has been withdrawn.");
    }
    if (point.validUntil() != null && !now.isBefore(point.validUntil())) {
      throw Refusal.of(Refusal.Kind.GONE, "link.expired", "This link has expired.");
    }
    if (point.validFrom() != null && now.isBefore(point.validFrom())) {
      throw Refusal.of(
          Refusal.Kind.CONFLICT, "meeting.early", "This meeting point is not open yet.");
    }
  }

  private Optional<Participant> returning(Call call, String key) {
    return entities
        .createQuery(
            "select g.participantId from GuestPass g where g.keyHash = :hash and g.callId = :call",
            UUID.class)
        .setParameter("hash", Secret.hash(key))
        .setParameter("call", call.id())
        .getResultStream()
        .findFirst()
        .map(call::participant);
  }

  private Links.Entry entry(Call call, Participant guest, TenantId tenant) {
    Caller holder =
        new Caller(
            guest.id(),
            guest.displayName(),
            null,
            tenant,
            Set.of(Role.GUEST),
            new Caller.Admission(call.id(), guest.id()));
    audit.record(holder, "link.admitted", call.id().toString());
    return new Links.Entry(
        tokens.issue(holder),
        AccessTokens.LIFETIME,
        call.id(),
        guest.id(),
        guest.role(),
        guest.displayName(),
        tenants.settings(tenant),
        call.language(),
        call.state().wireName());
  }
}
