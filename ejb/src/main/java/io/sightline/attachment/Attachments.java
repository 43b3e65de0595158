package io.sightline.attachment;

import io.sightline.call.Call;
import io.sightline.call.Participant;
import io.sightline.configuration.Settings;
import io.sightline.fault.Refusal;
import io.sightline.link.CodeSeal;
import io.sightline.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Which files belong to which calls. Who may read them is decided before. */
@ApplicationScoped
public class Attachments {
  /** Files and pictures that one call may have. */
  public static final int MOST = 200;

  private static final int BATCH = 200;

  /** A file that was handed over lives as long as the message that it came with. */
  private static final String TOLD =
      "(a.kind <> io.sightline.attachment.Attachment$Kind.FILE"
          + " or exists (select m.id from ChatMessage m where m.fileId = a.id))";

  private EntityManager entities;
  private AttachmentStore store;
  private CodeSeal seal;
  private Settings settings;
  private Clock clock;

  /** Opens a file's plaintext; each caller closes its own. */
  @FunctionalInterface
  public interface Source {
    SeekableByteChannel open() throws IOException;
  }

  /** A file to be sent. */
  public record Found(AttachmentView view, Source source) {}

  protected Attachments() {
    // for the container's client proxy
  }

  @Inject
  public Attachments(
      EntityManager entities,
      AttachmentStore store,
      CodeSeal seal,
      Settings settings,
      Clock clock) {
    this.entities = entities;
    this.store = store;
    this.seal = seal;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Asks whether there is room for one more.
   *
   * @throws Refusal TOO_MANY {@code file.full} for the call, {@code file.quota} for the tenant
   */
  @Transactional
  public void requireRoom(TenantId tenant, UUID callId, long size) {
    long files =
        entities
            .createQuery("select count(a) from Attachment a where a.callId = :call", Long.class)
            .setParameter("call", callId)
            .getSingleResult();
    if (files >= MOST) {
      throw Refusal.of(Refusal.Kind.TOO_MANY, "file.full", "This call has as many as it may.");
    }
    if (stored(tenant) + size > settings.attachmentQuota()) {
      throw Refusal.of(
          Refusal.Kind.TOO_MANY, "file.quota", "The tenant's room for files is used up.");
    }
  }

  /** Bytes that a tenant's files take. */
  @Transactional
  public long stored(TenantId tenant) {
    Long sum =
        entities
            .createQuery("select sum(a.size) from Attachment a where a.tenantId = :t", Long.class)
            .setParameter("t", tenant.value())
            .getSingleResult();
    return sum == null ? 0 : sum;
  }

  /** Gives a stored file to a call. */
  @Transactional
  public AttachmentView keep(
      Call call, Participant by, Attachment.Kind kind, String name, SealedUpload file) {
    Attachment attachment =
        new Attachment(
            call.tenantId(),
            call.id(),
            by.id(),
            kind,
            clock.instant(),
            seal.sealText(name, context(file.id())),
            file);
    entities.persist(attachment);
    return attachment.view(name);
  }

  /** What belongs to a call, the oldest first. */
  @Transactional
  public List<AttachmentView> of(UUID callId) {
    return entities
        .createQuery(
            "select a from Attachment a where a.callId = :call and "
                + TOLD
                + " order by a.createdAt, a.id",
            Attachment.class)
        .setParameter("call", callId)
        .getResultStream()
        .map(this::view)
        .toList();
  }

  /** A file of a call. */
  @Transactional
  public Optional<Found> find(UUID callId, UUID id) {
    return entities
        .createQuery(
            "select a from Attachment a where a.id = :id and a.callId = :call and " + TOLD,
            Attachment.class)
        .setParameter("id", id)
        .setParameter("call", callId)
        .getResultStream()
        .findFirst()
        .map(file -> new Found(view(file), () -> store.open(file)));
  }

  /** Removes what has lost its message or its call; may run twice. */
  @Transactional
  public void sweep() {
    entities
        .createQuery(
            "select a from Attachment a where a.callId is null or not " + TOLD, Attachment.class)
        .setMaxResults(BATCH)
        .getResultStream()
        .filter(file -> store.remove(file.path()))
        .toList()
        .forEach(entities::remove);
  }

  /** Whether a stored file belongs to anybody. */
  @Transactional
  public boolean knows(String path) {
    return entities
            .createQuery("select count(a) from Attachment a where a.path = :path", Long.class)
            .setParameter("path", path)
            .getSingleResult()
        > 0;
  }

  private AttachmentView view(Attachment file) {
    return file.view(seal.unsealText(file.sealedName(), context(file.id())));
  }

  private static String context(UUID id) {
    return "attachment " + id;
  }
}
