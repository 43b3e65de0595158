package io.sightline.composition;

import io.sightline.tenant.TenantId;
import io.sightline.tenant.TenantSettings;
import io.sightline.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/** What is made of every recording of a tenant without being asked for. */
@ApplicationScoped
public class StandardRenditions {
  private Tenants tenants;

  /** For the container. */
  public StandardRenditions() {}

  @Inject
  StandardRenditions(Tenants tenants) {
    this.tenants = tenants;
  }

  /** Nothing when the tenant wants nothing mixed by itself. */
  Optional<MixParameters> of(String tenantId) {
    TenantSettings settings = tenants.settings(new TenantId(tenantId));
    return settings.defaultRenditions().isEmpty()
        ? Optional.empty()
        : Optional.of(
            MixParameters.standard(
                settings.defaultRenditions(),
                settings.renditionProfile(),
                settings.renditionLayout()));
  }
}
