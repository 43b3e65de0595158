package io.sightline.recording;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Finds what is to be played. Who may play it is decided before. */
@Stateless
public class RecordingPlayback {
  @PersistenceContext(unitName = "sightline")
  private EntityManager entities;

  @Inject private KeyVault vault;
  @Inject private RecordingStore store;

  /** For the container. */
  public RecordingPlayback() {}

  RecordingPlayback(EntityManager entities, KeyVault vault, RecordingStore store) {
    this.entities = entities;
    this.vault = vault;
    this.store = store;
  }

  /**
   * A file of a tenant's recording.
   *
   * @param wanted a rendition's id, "webm" or "mp4"; null or empty for the mixed WebM, or before it
   *     is there the agent's capture
   */
  public Optional<Playable> find(String tenantId, UUID recordingId, String wanted) {
    Recording recording = entities.find(Recording.class, recordingId);
    if (recording == null || !recording.tenantId().equals(tenantId)) {
      return Optional.empty();
    }
    List<Rendition> files =
        entities
            .createQuery(
                "select r from Rendition r where r.recordingId = :id order by r.createdAt",
                Rendition.class)
            .setParameter("id", recordingId)
            .getResultList();
    return RenditionChoice.of(files, wanted)
        .map(
            file ->
                new Playable(
                    recordingId,
                    recording.requestedAt(),
                    file,
                    store.resolve(file.path()),
                    vault.renditionKey(recording)));
  }
}
