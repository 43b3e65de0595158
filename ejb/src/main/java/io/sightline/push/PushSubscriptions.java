package io.sightline.push;

import io.sightline.fault.Refusal;
import io.sightline.identity.Caller;
import io.sightline.identity.Permission;
import io.sightline.link.CodeSeal;
import io.sightline.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Which browsers want to be told of what rings for whom. */
@ApplicationScoped
public class PushSubscriptions {
  /** Browsers of one user; the one that was there first goes for a further one. */
  static final int MOST = 10;

  /** A page that is opened now and then renews it. */
  static final Duration LONGEST = Duration.ofDays(90);

  private static final int LONGEST_ENDPOINT = 2_000;

  private EntityManager entities;
  private CodeSeal seal;
  private PushServices services;
  private Clock clock;

  /**
   * What a browser's {@code PushSubscription} tells.
   *
   * @param key {@code p256dh} in base64url
   * @param auth in base64url
   * @param expires null where the browser knows no end
   */
  public record Wish(String endpoint, String key, String auth, Instant expires) {}

  protected PushSubscriptions() {
    // for the container's client proxy
  }

  @Inject
  public PushSubscriptions(
      EntityManager entities, CodeSeal seal, PushServices services, Clock clock) {
    this.entities = entities;
    this.seal = seal;
    this.services = services;
    this.clock = clock;
  }

  /**
   * Notes a browser for the caller, or renews it.
   *
   * @throws Refusal naming {@code endpoint}, {@code keys.p256dh} or {@code keys.auth}
   */
  @Transactional
  public UUID subscribe(Caller caller, Wish wish) {
    caller.require(Permission.SET_PRESENCE);
    URI endpoint = endpoint(wish.endpoint());
    byte[] key = bytes(wish.key(), "keys.p256dh", PushCipher.POINT);
    bytes(wish.auth(), "keys.auth", PushCipher.AUTH);
    try {
      PushCipher.publicKey(key);
    } catch (GeneralSecurityException noPoint) {
      throw Refusal.field("field.value", "keys.p256dh", "The field must be a point of P-256.");
    }
    Instant now = clock.instant();
    Instant latest = now.plus(LONGEST);
    boolean sooner = wish.expires() != null && wish.expires().isBefore(latest);
    String hash = hash(endpoint);
    PushSubscription row =
        entities
            .createQuery(
                "select s from PushSubscription s where s.endpointHash = :hash",
                PushSubscription.class)
            .setParameter("hash", hash)
            .getResultStream()
            .findFirst()
            .orElse(null);
    boolean fresh = row == null;
    if (fresh) {
      UUID id = UUID.randomUUID();
      row = new PushSubscription(id, hash, seal.sealText(endpoint.toString(), context(id)), now);
    }
    String keys = seal.sealText(wish.key() + " " + wish.auth(), context(row.id()));
    row.belongTo(caller.tenant().value(), caller.subject(), keys, sooner ? wish.expires() : latest);
    if (fresh) {
      entities.persist(row);
      forgetOldest(caller);
    }
    return row.id();
  }

  private URI endpoint(String text) {
    try {
      URI endpoint = URI.create(text);
      if (text.length() <= LONGEST_ENDPOINT && services.permits(endpoint)) {
        return endpoint;
      }
    } catch (IllegalArgumentException malformed) {
      throw notPermitted();
    }
    throw notPermitted();
  }

  private static Refusal notPermitted() {
    return Refusal.field(
        "field.value", "endpoint", "The field must be an address of a permitted push service.");
  }

  private static byte[] bytes(String text, String field, int length) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      if (bytes.length == length) {
        return bytes;
      }
    } catch (IllegalArgumentException malformed) {
      throw Refusal.field("field.value", field, "The field must be base64url.");
    }
    throw Refusal.field("field.length", field, "The field must have " + length + " bytes.");
  }

  private void forgetOldest(Caller caller) {
    List<PushSubscription> all = rows(caller.tenant(), Set.of(caller.subject()));
    all.stream().limit(Math.max(0, all.size() - MOST)).forEach(entities::remove);
  }

  /** Takes a browser of the caller's off; one that is not there is taken off already. */
  @Transactional
  public void unsubscribe(Caller caller, UUID id) {
    PushSubscription row = entities.find(PushSubscription.class, id);
    if (row != null && row.userId().equals(caller.subject())) {
      entities.remove(row);
    }
  }

  /** Those users of a tenant who can be told. */
  @Transactional
  public Set<UUID> reachable(TenantId tenant) {
    return new HashSet<>(
        entities
            .createQuery(
                "select distinct s.userId from PushSubscription s where s.tenantId = :tenant"
                    + " and s.expiresAt > :now",
                UUID.class)
            .setParameter("tenant", tenant.value())
            .setParameter("now", clock.instant())
            .getResultList());
  }

  /** The browsers of some users. */
  @Transactional
  List<PushTarget> targets(TenantId tenant, Collection<UUID> users) {
    return rows(tenant, users).stream().map(this::target).toList();
  }

  private List<PushSubscription> rows(TenantId tenant, Collection<UUID> users) {
    return users.isEmpty()
        ? List.of()
        : entities
            .createQuery(
                "select s from PushSubscription s where s.tenantId = :tenant"
                    + " and s.userId in :users and s.expiresAt > :now order by s.createdAt, s.id",
                PushSubscription.class)
            .setParameter("tenant", tenant.value())
            .setParameter("users", users)
            .setParameter("now", clock.instant())
            .getResultList();
  }

  private PushTarget target(PushSubscription row) {
    String[] keys = seal.unsealText(row.sealedKeys(), context(row.id())).split(" ");
    return new PushTarget(
        row.id(),
        URI.create(seal.unsealText(row.sealedEndpoint(), context(row.id()))),
        Base64.getUrlDecoder().decode(keys[0]),
        Base64.getUrlDecoder().decode(keys[1]));
  }

  /** The push service says that nobody is there any more. */
  @Transactional
  void gone(UUID id) {
    PushSubscription row = entities.find(PushSubscription.class, id);
    if (row != null) {
      entities.remove(row);
    }
  }

  /** Forgets what has run out. */
  @Transactional
  public void sweep() {
    entities
        .createQuery("delete from PushSubscription s where s.expiresAt < :now")
        .setParameter("now", clock.instant())
        .executeUpdate();
  }

  private static String hash(URI endpoint) {
    try {
      byte[] bytes = endpoint.toString().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String context(UUID id) {
    return "push " + id;
  }
}
