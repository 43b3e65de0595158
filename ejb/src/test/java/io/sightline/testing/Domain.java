package io.sightline.testing;

import io.sightline.audit.AuditLog;
import io.sightline.call.Calls;
import io.sightline.configuration.Settings;
import io.sightline.consent.Consents;
import io.sightline.identity.AccessTokens;
import io.sightline.identity.Caller;
import io.sightline.identity.Role;
import io.sightline.identity.SignIn;
import io.sightline.identity.SigningKeys;
import io.sightline.link.CodeSeal;
import io.sightline.link.Links;
import io.sightline.queue.EntryPoints;
import io.sightline.queue.Groups;
import io.sightline.queue.Visits;
import io.sightline.tenant.TenantId;
import io.sightline.tenant.Tenants;
import jakarta.persistence.EntityManager;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The beans of the domain as a container would wire them, over a {@link TestDatabase}. */
public final class Domain implements AutoCloseable {
  public static final TenantId DEMO = new TenantId("demo");
  public static final TenantId OTHER = new TenantId("other");

  public final TestDatabase database = new TestDatabase();
  public final SettableClock clock = new SettableClock();
  public final Map<String, String> configuration = new HashMap<>();
  public final Settings settings;
  public final EntityManager entities = database.entityManager();
  public final AuditLog audit;
  public final Tenants tenants;
  public final AccessTokens tokens;
  public final Calls calls;
  public final Links links;
  public final SignIn signIn;
  public final Consents consents;
  public final Groups groups;
  public final EntryPoints entries;
  public final Visits visits;

  public Domain(Path home) {
    configuration.put("sightline.home", home.toString());
    settings = new Settings(name -> Optional.ofNullable(configuration.get(name)));
    audit = new AuditLog(entities, clock);
    tenants = database.transactional(Tenants.class, entities, audit, clock);
    tokens = new AccessTokens(new SigningKeys(settings), clock);
    calls = new Calls(entities);
    links =
        database.transactional(
            Links.class,
            entities,
            calls,
            tenants,
            new CodeSeal(settings),
            tokens,
            audit,
            settings,
            clock);
    groups = database.transactional(Groups.class, entities, calls, audit);
    entries = database.transactional(EntryPoints.class, entities, groups, audit);
    visits = database.transactional(Visits.class, entities, links, tenants, audit, settings, clock);
    consents = database.transactional(Consents.class, entities, tenants, calls, audit, clock);
    signIn = database.transactional(SignIn.class, entities, tokens, tenants, settings, clock);
    tenants.ensure(DEMO);
    tenants.ensure(OTHER);
  }

  /** A user that nobody has seen before. */
  public static Caller user(TenantId tenant, String name, Role... roles) {
    return new Caller(
        UUID.randomUUID(), name, name + "@" + tenant + ".example", tenant, Set.of(roles), null);
  }

  @Override
  public void close() {
    database.close();
  }
}
