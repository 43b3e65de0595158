package io.sightline.attachment;

import io.sightline.tenant.TenantId;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The stored form of {@link AttachmentRules}, once a tenant has chosen. */
@Entity
@Table(name = "attachment_choice")
public class AttachmentChoice {
  @Id
  @Column(name = "tenant_id")
  private String tenantId;

  @Column(name = "files_allowed")
  private boolean filesAllowed;

  @Column(name = "file_types")
  private String fileTypes;

  @Column(name = "largest_bytes")
  private long largestBytes;

  @Column(name = "snapshots_allowed")
  private boolean snapshotsAllowed;

  protected AttachmentChoice() {
    // for JPA
  }

  AttachmentChoice(TenantId tenant, AttachmentRules rules) {
    this.tenantId = tenant.value();
    adopt(rules);
  }

  AttachmentRules rules() {
    return new AttachmentRules(
        filesAllowed,
        Arrays.stream(fileTypes.split(","))
            .map(FileType::ofWord)
            .flatMap(Optional::stream)
            .collect(Collectors.toSet()),
        largestBytes,
        snapshotsAllowed);
  }

  final void adopt(AttachmentRules rules) {
    this.filesAllowed = rules.filesAllowed();
    this.fileTypes = String.join(",", rules.words());
    this.largestBytes = rules.largestBytes();
    this.snapshotsAllowed = rules.snapshotsAllowed();
  }
}
