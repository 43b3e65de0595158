package io.sightline.recording;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.Optional;
import java.util.UUID;

/**
 * What the export tool needs of a recording. Keys leave the database as they lie in it, wrapped:
 * without the installation's key, which stays on the server, they open nothing.
 */
@Stateless
public class ExportKeys {
  @PersistenceContext(unitName = "sightline")
  private EntityManager entities;

  @Inject private TenantKeys tenants;

  /** For the container. */
  public ExportKeys() {}

  ExportKeys(EntityManager entities, TenantKeys tenants) {
    this.entities = entities;
    this.tenants = tenants;
  }

  /**
   * A recording's keys and place.
   *
   * @param directory of its track logs, relative to the store's root
   * @param tenantKey wrapped under the installation's key (RFC 3394), Base64
   * @param recordingKey wrapped under the tenant's, Base64
   */
  public record Wrapped(UUID recordingId, String directory, String tenantKey, String recordingKey) {
    @Override
    public String toString() {
      return "Wrapped[" + recordingId + "]";
    }
  }

  /** Nothing for an unknown recording, another tenant's, or one whose keys were destroyed. */
  public Optional<Wrapped> of(String tenantId, UUID recordingId) {
    Recording recording = entities.find(Recording.class, recordingId);
    if (recording == null || !recording.tenantId().equals(tenantId)) {
      return Optional.empty();
    }
    return Optional.ofNullable(tenants.find(tenantId))
        .map(
            tenantKey ->
                new Wrapped(recordingId, recording.directory(), tenantKey, recording.wrappedKey()));
  }
}
