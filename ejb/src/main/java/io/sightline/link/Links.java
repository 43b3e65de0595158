package io.sightline.link;

import io.sightline.audit.AuditLog;
import io.sightline.call.Call;
import io.sightline.call.Calls;
import io.sightline.call.Participant;
import io.sightline.configuration.Settings;
import io.sightline.fault.Refusal;
import io.sightline.identity.AccessTokens;
import io.sightline.identity.Caller;
import io.sightline.identity.Permission;
import io.sightline.identity.Role;
import io.sightline.identity.Secret;
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
import java.util.Set;
import java.util.UUID;

/** Makes calls with their links, admits by links and withdraws them. */
@ApplicationScoped
public class Links {
  private static final int CUSTOM_DATA_LIMIT = 20_000;

  private EntityManager entities;
  private Calls calls;
  private Tenants tenants;
  private CodeSeal seal;
  private AccessTokens tokens;
  private AuditLog audit;
  private Settings settings;
  private Clock clock;

  /** A wish for a call; absent values take the tenant's. {@code customData} is JSON text. */
  public record Wish(
      Optional<Duration> validity, Optional<String> language, Optional<String> customData) {}

  /** A call made, with what its link ends with. */
  public record Invitation(UUID callId, LinkCode code, Instant expiresAt) {}

  /** A wish for a further person in a call; {@code role} is guest or expert. */
  public record GuestWish(Role role, Optional<String> name, Optional<Duration> validity) {
    public GuestWish {
      if (role != Role.GUEST && role != Role.EXPERT) {
        throw Refusal.field("field.value", "role", "The field must be guest or expert.");
      }
    }
  }

  /** A further person's link. */
  public record GuestInvitation(UUID participantId, LinkCode code, Instant expiresAt) {}

  /** Entry for the holder of a link. */
  public record Entry(
      String accessToken,
      Duration expiresIn,
      UUID callId,
      UUID participantId,
      Role role,
      String displayName,
      TenantSettings tenant,
      String language,
      String callState) {}

  /** A link as its call's parties see it; {@code code} is for the agent only. */
  public record View(LinkState state, Instant expiresAt, LinkCode code) {}

  protected Links() {
    // for the container's client proxy
  }

  @Inject
  public Links(
      EntityManager entities,
      Calls calls,
      Tenants tenants,
      CodeSeal seal,
      AccessTokens tokens,
      AuditLog audit,
      Settings settings,
      Clock clock) {
    this.entities = entities;
    this.calls = calls;
    this.tenants = tenants;
    this.seal = seal;
    this.tokens = tokens;
    this.audit = audit;
    this.settings = settings;
    this.clock = clock;
  }

  /** Makes a call of the caller's with a link for its customer. */
  @Transactional
  public Invitation invite(Caller caller, TenantId tenant, Wish wish) {
    caller.require(Permission.CREATE_CALL);
    if (!caller.tenant().equals(tenant)) {
      throw Refusal.unknown("tenant");
    }
    wish.language().ifPresent(TenantSettings::requireLanguage);
    wish.customData()
        .filter(data -> data.length() > CUSTOM_DATA_LIMIT)
        .ifPresent(
            data -> {
              throw Refusal.field("field.length", "customData", "The field is too long.");
            });
    TenantSettings chosen = tenants.settings(tenant);
    Duration validity = validity(wish.validity(), chosen);
    Instant now = clock.instant();
    Call call =
        new Call(
            tenant.value(),
            new Call.Owner(caller.subject(), caller.name(), caller.email()),
            chosen.recordingMode(),
            wish.language().orElse(chosen.language()),
            wish.customData().orElse(null),
            now);
    calls.add(call);
    Instant expiresAt = now.plus(validity);
    LinkCode code = link(call, call.customer().orElseThrow(), now, expiresAt);
    audit.record(caller, "call.created", call.id().toString());
    return new Invitation(call.id(), code, expiresAt);
  }

  /** Keeps a new call that has no agent yet, with a link for its visitor. */
  @Transactional
  public Invitation open(Call call, Duration validity) {
    calls.add(call);
    Instant now = clock.instant();
    Instant expiresAt = now.plus(validity);
    return new Invitation(
        call.id(), link(call, call.customer().orElseThrow(), now, expiresAt), expiresAt);
  }

  /** The call that a code leads to; nothing for one that is not known. */
  @Transactional
  public Optional<UUID> callOf(LinkCode code) {
    return found(code).map(Link::callId);
  }

  private Optional<Link> found(LinkCode code) {
    return entities
        .createQuery("select l from Link l where l.codeHash = :hash", Link.class)
        .setParameter("hash", code.hash())
        .getResultStream()
        .filter(each -> Secret.same(each.codeHash(), code.hash()))
        .findFirst();
  }

  private Duration validity(Optional<Duration> asked, TenantSettings chosen) {
    return asked
        .map(wanted -> TenantSettings.requireValidity(wanted, "validity"))
        .or(() -> Optional.ofNullable(chosen.linkValidity()))
        .orElseGet(settings::linkValidity);
  }

  private LinkCode link(Call call, Participant party, Instant now, Instant expiresAt) {
    LinkCode code = LinkCode.random();
    entities.persist(
        new Link(call, party.id(), code.hash(), seal.seal(code, call.id()), now, expiresAt));
    return code;
  }

  /**
   * Asks a further person into a call of the caller's, by a link of that person's own.
   *
   * @throws Refusal UNKNOWN for a call that is not the caller's, GONE for one that is over
   */
  @Transactional
  public GuestInvitation inviteGuest(Caller caller, UUID callId, GuestWish wish) {
    caller.require(Permission.INVITE);
    Call call = calls.lock(caller.tenant(), callId);
    if (call.participantOfUser(caller.subject()).isEmpty()) {
      throw Refusal.unknown("call");
    }
    Instant now = clock.instant();
    Instant expiresAt = now.plus(validity(wish.validity(), tenants.settings(caller.tenant())));
    String name = wish.name().map(String::strip).filter(given -> !given.isEmpty()).orElse("");
    Participant party = call.invite(wish.role(), name);
    entities.flush();
    LinkCode code = link(call, party, now, expiresAt);
    audit.record(caller, "link.guest", callId.toString());
    return new GuestInvitation(party.id(), code, expiresAt);
  }

  /**
   * Admits the holder of a code. Whoever comes by a link may do what a link's holder may: an expert
   * asked into a call is one to the others, and has none of the rights of an expert who signs in.
   *
   * @throws Refusal UNKNOWN {@code link.not.found}, or GONE {@code link.expired}, {@code
   *     link.ended}, {@code link.revoked}
   */
  @Transactional
  public Entry admit(LinkCode code) {
    Link link = require(code);
    TenantId tenant = new TenantId(link.tenantId());
    Call call = open(link);
    Participant participant = call.participant(link.participantId());
    Caller holder = holder(call, participant);
    audit.record(holder, "link.admitted", call.id().toString());
    return new Entry(
        tokens.issue(holder),
        AccessTokens.LIFETIME,
        call.id(),
        participant.id(),
        participant.role(),
        participant.displayName(),
        tenants.settings(tenant),
        call.language(),
        call.state().wireName());
  }

  /**
   * The holder of a code, for clients that send it with each request in place of a token.
   *
   * @throws Refusal as {@link #admit} does
   */
  @Transactional
  public Caller holder(LinkCode code) {
    Link link = require(code);
    Call call = open(link);
    return holder(call, call.participant(link.participantId()));
  }

  private Link require(LinkCode code) {
    return found(code)
        .orElseThrow(
            () ->
                Refusal.of(Refusal.Kind.UNKNOWN, "link.not.found", "This link is not known here."));
  }

  private Call open(Link link) {
    Call call =
        calls
            .find(new TenantId(link.tenantId()), link.callId())
            .orElseThrow(() -> Refusal.unknown("call"));
    requireActive(link, call);
    return call;
  }

  private static Caller holder(Call call, Participant participant) {
    return new Caller(
        participant.id(),
        participant.displayName(),
        null,
        new TenantId(call.tenantId()),
        Set.of(participant.role().holdsLink() ? participant.role() : Role.GUEST),
        new Caller.Admission(call.id(), participant.id()));
  }

  /**
   * Refuses those who would start a call by a link that does not admit any more.
   *
   * @throws Refusal GONE with the reason as its code
   */
  @Transactional
  public void requireActive(Call call, UUID participantId) {
    of(call, participantId).ifPresent(link -> requireActive(link, call));
  }

  private void requireActive(Link link, Call call) {
    String message =
        switch (link.state(call, clock.instant())) {
          case ACTIVE -> null;
          case EXPIRED -> "This link has expired.";
          case ENDED -> "This call is over.";
          case REVOKED -> "This link has been withdrawn.";
        };
    if (message != null) {
      String code = "link." + link.state(call, clock.instant()).wireName();
      throw Refusal.of(Refusal.Kind.GONE, code, message);
    }
  }

  /** Withdraws the customer's link to a call of the caller's; again it has no effect. */
  @Transactional
  public void revoke(Caller caller, UUID callId) {
    revoke(caller, callId, Optional.empty());
  }

  /** Withdraws the link of a further person in a call of the caller's. */
  @Transactional
  public void revoke(Caller caller, UUID callId, UUID participantId) {
    revoke(caller, callId, Optional.of(participantId));
  }

  private void revoke(Caller caller, UUID callId, Optional<UUID> participantId) {
    caller.require(Permission.REVOKE_LINK);
    Call call = calls.lock(caller.tenant(), callId);
    if (!call.agentId().equals(caller.subject()) && !caller.may(Permission.VIEW_ALL_CALLS)) {
      throw Refusal.unknown("call");
    }
    UUID party =
        participantId
            .or(() -> call.customer().map(Participant::id))
            .orElseThrow(() -> Refusal.unknown("link"));
    of(call, call.participant(party).id()).ifPresent(link -> link.revoke(clock.instant()));
    audit.record(caller, "link.revoked", callId.toString());
  }

  /** The customer's link to a call as its agent sees it. */
  @Transactional
  public Optional<View> view(Call call) {
    return call.customer()
        .flatMap(customer -> of(call, customer.id()))
        .map(
            link ->
                new View(
                    link.state(call, clock.instant()),
                    link.expiresAt(),
                    seal.unseal(link.sealedCode(), call.id())));
  }

  /** Calls of all tenants that never started and whose links' time has run out. */
  @Transactional
  public List<Calls.Key> expired(int limit) {
    return entities
        .createQuery(
            "select c.id, c.tenantId from Link l, Call c, Participant p where c.id = l.callId and"
                + " p.id = l.participantId and p.role = :customer and l.expiresAt <= :now and"
                + " c.activeAt is null and c.endedAt is null",
            Object[].class)
        .setParameter("now", clock.instant())
        .setParameter("customer", Role.CUSTOMER)
        .setMaxResults(limit)
        .getResultStream()
        .map(row -> new Calls.Key((UUID) row[0], (String) row[1]))
        .toList();
  }

  private Optional<Link> of(Call call, UUID participantId) {
    return entities
        .createQuery(
            "select l from Link l where l.callId = :call and l.tenantId = :tenant"
                + " and l.participantId = :party",
            Link.class)
        .setParameter("call", call.id())
        .setParameter("party", participantId)
        .setParameter("tenant", call.tenantId())
        .getResultStream()
        .findFirst();
  }
}
