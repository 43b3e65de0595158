package io.sightline.queue;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

/** By which entry point, and from which web site, a call's visitor has come. */
@Entity
@Table(name = "entry_call")
public class EntryCall {
  @Id
  @Column(name = "call_id")
  private UUID callId;

  @Column(name = "tenant_id")
  private String tenantId;

  @Column(name = "entry_point_id")
  private UUID entryPointId;

  @Column(name = "origin")
  private String origin;

  protected EntryCall() {
    // for JPA
  }

  EntryCall(UUID callId, String tenantId, UUID entryPointId, String origin) {
    this.callId = callId;
    this.tenantId = tenantId;
    this.entryPointId = entryPointId;
    this.origin = origin;
  }

  UUID entryPointId() {
    return entryPointId;
  }

  /** Null for one of the server's own pages, or a program. */
  String origin() {
    return origin;
  }
}
