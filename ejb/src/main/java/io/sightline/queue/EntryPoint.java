package io.sightline.queue;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.List;
import java.util.UUID;

/** The stored form of an {@link Entry}. */
@Entity
@Table(name = "entry_point")
public class EntryPoint {
  @Id private UUID id;

  @Column(name = "tenant_id")
  private String tenantId;

  @Column(name = "group_id")
  private UUID groupId;

  @Column(name = "name")
  private String name;

  @Column(name = "language")
  private String language;

  @Column(name = "opening")
  private String opening;

  @Column(name = "origins")
  private String origins;

  protected EntryPoint() {
    // for JPA
  }

  EntryPoint(String tenantId, Entry entry) {
    this.id = entry.id();
    this.tenantId = tenantId;
    adopt(entry);
  }

  final void adopt(Entry entry) {
    this.groupId = entry.group();
    this.name = entry.name();
    this.language = entry.language();
    this.opening = entry.opening();
    this.origins = String.join(" ", entry.origins());
  }

  String tenantId() {
    return tenantId;
  }

  Entry value() {
    return new Entry(
        id,
        name,
        groupId,
        language,
        opening,
        origins.isEmpty() ? List.of() : List.of(origins.split(" ")));
  }
}
