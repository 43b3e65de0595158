package io.sightline.identity;

import io.sightline.configuration.Settings;
import io.sightline.fault.Refusal;
import io.sightline.tenant.TenantId;
import io.sightline.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Gives tokens to those whom the container has authenticated. Refresh tokens are used once; showing
 * a used one ends the whole family, since one of its two bearers has stolen it (RFC 9700 4.14).
 */
@ApplicationScoped
public class SignIn {
  private static final Duration REFRESHABLE = Duration.ofHours(12);

  private EntityManager entities;
  private AccessTokens accessTokens;
  private Tenants tenants;
  private Settings settings;
  private Clock clock;

  /** What a successful sign-in gets. */
  public record Tokens(String accessToken, Duration expiresIn, String refreshToken, Caller user) {}

  protected SignIn() {
    // for the container's client proxy
  }

  @Inject
  public SignIn(
      EntityManager entities,
      AccessTokens accessTokens,
      Tenants tenants,
      Settings settings,
      Clock clock) {
    this.entities = entities;
    this.accessTokens = accessTokens;
    this.tenants = tenants;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Tokens for a user of the container's registry.
   *
   * @throws Refusal of kind UNAUTHENTICATED for a user without any role here
   */
  @Transactional
  public Tokens signedIn(String login, Set<Role> roles) {
    if (roles.isEmpty()) {
      throw Refusal.unauthenticated();
    }
    TenantId tenant = new TenantId(settings.identityTenant());
    tenants.ensure(tenant);
    User user = find(tenant, login).orElseGet(() -> remember(tenant, login));
    return tokens(user.as(roles), UUID.randomUUID(), clock.instant().plus(REFRESHABLE));
  }

  /**
   * Fresh tokens for a refresh token, which is thereby used up.
   *
   * @return nothing when it is unknown, used or expired
   */
  @Transactional
  public Optional<Tokens> refresh(String refreshToken) {
    RefreshToken known = known(refreshToken);
    Instant now = clock.instant();
    if (known == null) {
      return Optional.empty();
    }
    if (!known.usable(now)) {
      if (known.used()) {
        endFamily(known.family());
      }
      return Optional.empty();
    }
    known.use(now);
    User user = entities.find(User.class, known.userId());
    return Optional.of(
        tokens(user.as(RoleList.split(known.roles())), known.family(), known.expiresAt()));
  }

  /** Ends the token's family; unknown tokens are ignored. */
  @Transactional
  public void signOut(String refreshToken) {
    RefreshToken known = known(refreshToken);
    if (known != null) {
      endFamily(known.family());
    }
  }

  /** Removes what has expired; may run any number of times. */
  @Transactional
  public int sweep() {
    return entities
        .createQuery("delete from RefreshToken t where t.expiresAt < :now")
        .setParameter("now", clock.instant())
        .executeUpdate();
  }

  private RefreshToken known(String refreshToken) {
    return entities.find(
        RefreshToken.class, Secret.hash(refreshToken), LockModeType.PESSIMISTIC_WRITE);
  }

  private void endFamily(UUID family) {
    entities
        .createQuery("delete from RefreshToken t where t.family = :family")
        .setParameter("family", family)
        .executeUpdate();
  }

  private Tokens tokens(Caller caller, UUID family, Instant expiresAt) {
    String refreshToken = Secret.random(256);
    entities.persist(new RefreshToken(Secret.hash(refreshToken), caller, family, expiresAt));
    return new Tokens(accessTokens.issue(caller), AccessTokens.LIFETIME, refreshToken, caller);
  }

  private Optional<User> find(TenantId tenant, String login) {
    return entities
        .createQuery(
            "select u from User u where u.tenantId = :tenant and u.login = :login", User.class)
        .setParameter("tenant", tenant.value())
        .setParameter("login", login)
        .getResultStream()
        .findFirst();
  }

  private User remember(TenantId tenant, String login) {
    User user = new User(tenant, login, login + "@" + settings.emailDomain(), clock.instant());
    entities.persist(user);
    return user;
  }
}
