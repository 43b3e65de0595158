package io.sightline.presence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** What an agent has said last, kept over reloads, tabs and restarts of the server. */
@Entity
@Table(name = "agent_presence")
public class KnownAgent {
  @Id
  @Column(name = "user_id")
  private UUID userId;

  @Column(name = "tenant_id")
  private String tenantId;

  @Column(name = "name")
  private String name;

  @Enumerated(EnumType.STRING)
  @Column(name = "availability")
  private AgentPresence.Availability availability;

  @Column(name = "since")
  private Instant since;

  protected KnownAgent() {
    // for JPA
  }

  KnownAgent(UUID userId, String tenantId, String name, Instant now) {
    this.userId = userId;
    this.tenantId = tenantId;
    this.name = name;
    this.availability = AgentPresence.Availability.AVAILABLE;
    this.since = now;
  }

  void say(AgentPresence.Availability word, Instant now) {
    if (availability != word) {
      this.availability = word;
      this.since = now;
    }
  }

  UUID userId() {
    return userId;
  }

  String name() {
    return name;
  }

  AgentPresence.Availability availability() {
    return availability;
  }

  Instant since() {
    return since;
  }
}
