package io.sightline.meeting;

import io.sightline.audit.AuditLog;
import io.sightline.call.Call;
import io.sightline.call.CallState;
import io.sightline.call.Calls;
import io.sightline.fault.Refusal;
import io.sightline.identity.Caller;
import io.sightline.identity.Permission;
import io.sightline.identity.Secret;
import io.sightline.link.CodeSeal;
import io.sightline.link.LinkCode;
import io.sightline.tenant.TenantId;
import io.sightline.tenant.TenantSettings;
import io.sightline.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A host's meeting points: made, changed, closed, and the call that is held at each. */
@ApplicationScoped
public class MeetingPoints {
  /** Open meeting points that one host may have. */
  public static final int MOST = 100;

  private static final int NAME_LIMIT = 100;
  private static final int MESSAGE_LIMIT = 500;

  private EntityManager entities;
  private Calls calls;
  private Tenants tenants;
  private CodeSeal seal;
  private AuditLog audit;
  private Clock clock;

  /**
   * What a host says of a meeting point. Names and messages are stripped; a message that is then
   * empty is none.
   *
   * @param name 1 to {@value #NAME_LIMIT} characters
   * @param message what waiting guests read, up to {@value #MESSAGE_LIMIT} characters; null for
   *     none
   * @param validFrom null for at once
   * @param validUntil null for permanent
   */
  public record Wish(
      String name, String language, String message, Instant validFrom, Instant validUntil) {
    public Wish {
      name = name == null ? "" : name.strip();
      message = message == null || message.isBlank() ? null : message.strip();
      requireLength("name", name, 1, NAME_LIMIT);
      requireLength("message", message == null ? "" : message, 0, MESSAGE_LIMIT);
      TenantSettings.requireLanguage(language);
      if (validFrom != null && validUntil != null && !validFrom.isBefore(validUntil)) {
        throw Refusal.field("field.value", "validUntil", "The field must be later than validFrom.");
      }
    }

    private static void requireLength(String field, String text, int least, int most) {
      if (text.length() < least || text.length() > most) {
        throw Refusal.field(
            "field.length", field, "The field must have " + least + " to " + most + " characters.");
      }
    }
  }

  /**
   * A meeting point as its host sees it.
   *
   * @param callId the open call that is held there; null while there is none
   */
  public record View(
      UUID id, Wish told, LinkCode code, String hostName, Instant createdAt, UUID callId) {}

  protected MeetingPoints() {
    // for the container's client proxy
  }

  @Inject
  public MeetingPoints(
      EntityManager entities,
      Calls calls,
      Tenants tenants,
      CodeSeal seal,
      AuditLog audit,
      Clock clock) {
    this.entities = entities;
    this.calls = calls;
    this.tenants = tenants;
    this.seal = seal;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Makes a meeting point of the caller's.
   *
   * @throws Refusal of kind TOO_MANY after {@value #MOST} open ones
   */
  @Transactional
  public View make(Caller host, Wish wish) {
    host.require(Permission.ADMIT);
    if (wish.validUntil() != null && !wish.validUntil().isAfter(clock.instant())) {
      throw Refusal.field("field.value", "validUntil", "The field must be in the future.");
    }
    if (count(host) >= MOST) {
      throw Refusal.of(
          Refusal.Kind.TOO_MANY, "meeting.points", "Close a meeting point before you make more.");
    }
    UUID id = UUID.randomUUID();
    LinkCode code = LinkCode.random();
    MeetingPoint point =
        new MeetingPoint(
            id,
            host.tenant().value(),
            new Call.Owner(host.subject(), host.name(), host.email()),
            clock.instant());
    point.describe(wish);
    point.admitBy(code.hash(), seal.seal(code, id));
    entities.persist(point);
    audit.record(host, "meeting.point.created", id.toString());
    return view(point);
  }

  /** The caller's open meeting points, the newest first. */
  @Transactional
  public List<View> of(Caller host) {
    host.require(Permission.ADMIT);
    return entities
        .createQuery(
            "select m from MeetingPoint m where m.tenantId = :tenant and m.hostId = :host"
                + " and m.closedAt is null order by m.createdAt desc, m.id",
            MeetingPoint.class)
        .setParameter("tenant", host.tenant().value())
        .setParameter("host", host.subject())
        .setMaxResults(MOST)
        .getResultStream()
        .map(this::view)
        .toList();
  }

  private long count(Caller host) {
    return entities
        .createQuery(
            "select count(m) from MeetingPoint m where m.tenantId = :tenant and m.hostId = :host"
                + " and m.closedAt is null",
            Long.class)
        .setParameter("tenant", host.tenant().value())
        .setParameter("host", host.subject())
        .getSingleResult();
  }

  /**
   * @throws Refusal of kind UNKNOWN for one that is closed or not the caller's
   */
  @Transactional
  public View get(Caller host, UUID id) {
    return view(own(host, id));
  }

  /** Says something else of it; those who wait there read the new message. */
  @Transactional
  public View change(Caller host, UUID id, Wish wish) {
    MeetingPoint point = own(host, id);
    point.describe(wish);
    openCall(point).ifPresent(call -> calls.lock(host.tenant(), call).retell(point.meeting()));
    audit.record(host, "meeting.point.changed", id.toString());
    return view(point);
  }

  /** Closes it: its link admits nobody any more; who is in its call stays. */
  @Transactional
  public void close(Caller host, UUID id) {
    own(host, id).close(clock.instant());
    audit.record(host, "meeting.point.closed", id.toString());
  }

  /** The open call there, a new one where there is none. */
  @Transactional
  public UUID open(Caller host, UUID id) {
    return meeting(own(host, id));
  }

  private MeetingPoint own(Caller host, UUID id) {
    host.require(Permission.ADMIT);
    return entities
        .createQuery(
            "select m from MeetingPoint m where m.id = :id and m.tenantId = :tenant"
                + " and m.hostId = :host and m.closedAt is null",
            MeetingPoint.class)
        .setParameter("id", id)
        .setParameter("tenant", host.tenant().value())
        .setParameter("host", host.subject())
        .setLockMode(LockModeType.PESSIMISTIC_WRITE)
        .getResultStream()
        .findFirst()
        .orElseThrow(() -> Refusal.unknown("meeting point"));
  }

  /** The meeting point of a guest's code, locked in its row; none when it is another link's. */
  Optional<MeetingPoint> byCode(LinkCode code) {
    return entities
        .createQuery("select m from MeetingPoint m where m.codeHash = :hash", MeetingPoint.class)
        .setParameter("hash", code.hash())
        .setLockMode(LockModeType.PESSIMISTIC_WRITE)
        .getResultStream()
        .filter(found -> Secret.same(found.codeHash(), code.hash()))
        .findFirst();
  }

  /** The open call at a meeting point that is locked, a new one where there is none. */
  UUID meeting(MeetingPoint point) {
    return openCall(point).orElseGet(() -> begin(point));
  }

  /** By its id alone: whoever wants the call locks it, and is to see it as it is then. */
  private Optional<UUID> openCall(MeetingPoint point) {
    return entities
        .createQuery(
            "select c.id from Call c where c.id = :id and c.tenantId = :tenant"
                + " and c.state <> :ended",
            UUID.class)
        .setParameter("id", point.callId())
        .setParameter("tenant", point.tenantId())
        .setParameter("ended", CallState.ENDED)
        .getResultStream()
        .findFirst();
  }

  private UUID begin(MeetingPoint point) {
    TenantSettings settings = tenants.settings(new TenantId(point.tenantId()));
    String language = point.language() == null ? settings.language() : point.language();
    Call call =
        new Call(
            point.tenantId(),
            point.host(),
            settings.recordingMode(),
            language,
            clock.instant(),
            point.meeting());
    calls.add(call);
    point.hold(call.id());
    audit.record(new TenantId(point.tenantId()), "system", "call.created", call.id().toString());
    return call.id();
  }

  private View view(MeetingPoint point) {
    return new View(
        point.id(),
        new Wish(
            point.name(), point.language(), point.message(), point.validFrom(), point.validUntil()),
        seal.unseal(point.sealedCode(), point.id()),
        point.host().name(),
        point.createdAt(),
        openCall(point).orElse(null));
  }
}
