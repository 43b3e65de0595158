package io.sightline.queue;

import io.sightline.configuration.Settings;
import io.sightline.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The help desk and the shop that come along to be tried out. Their ids are fixed, so that their
 * pages are written as any web site's would be.
 */
@ApplicationScoped
public class Demonstration {
  /** The entry point of the help desk's page. */
  public static final UUID HELP_DESK = UUID.fromString("5e1f0000-0000-4000-8000-00000000de5c");

  /** The entry point of the shop's page. */
  public static final UUID SHOP = UUID.fromString("5e1f0000-0000-4000-8000-0000000050b5");

  private static final UUID GROUP = UUID.fromString("5e1f0000-0000-4000-8000-000000009409");

  private Settings settings;
  private Groups groups;
  private EntryPoints entries;

  protected Demonstration() {
    // for the container's client proxy
  }

  @Inject
  public Demonstration(Settings settings, Groups groups, EntryPoints entries) {
    this.settings = settings;
    this.groups = groups;
    this.entries = entries;
  }

  /** Makes its group and entry points where the demonstration is on; again it has no effect. */
  @Transactional
  public void ensure() {
    if (!settings.demonstration()) {
      return;
    }
    TenantId tenant = new TenantId(settings.identityTenant());
    groups.ensure(tenant, new Group(GROUP, "Help desk", true, Set.of(), Group.RingOrder.STANDARD));
    entries.ensure(tenant, new Entry(HELP_DESK, "Help desk", GROUP, null, null, List.of()));
    entries.ensure(tenant, new Entry(SHOP, "Shop", GROUP, null, null, List.of()));
  }
}
