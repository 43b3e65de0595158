package io.sightline.queue;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** The stored form of a {@link Group}. */
@Entity
@Table(name = "agent_group")
public class AgentGroup {
  @Id private UUID id;

  @Column(name = "tenant_id")
  private String tenantId;

  @Column(name = "name")
  private String name;

  @Column(name = "everybody")
  private boolean everybody;

  @Column(name = "longest_idle_first")
  private boolean longestIdleFirst;

  @Column(name = "at_once")
  private int atOnce;

  @Column(name = "ring_seconds")
  private int ringSeconds;

  @ElementCollection
  @CollectionTable(name = "agent_group_member", joinColumns = @JoinColumn(name = "group_id"))
  @Column(name = "user_id")
  private Set<UUID> members = new HashSet<>();

  protected AgentGroup() {
    // for JPA
  }

  AgentGroup(String tenantId, Group group) {
    this.id = group.id();
    this.tenantId = tenantId;
    adopt(group);
  }

  final void adopt(Group group) {
    this.name = group.name();
    this.everybody = group.everybody();
    this.longestIdleFirst = group.ringOrder().longestIdleFirst();
    this.atOnce = group.ringOrder().atOnce();
    this.ringSeconds = (int) group.ringOrder().ringTime().toSeconds();
    members.retainAll(group.members());
    members.addAll(group.members());
  }

  Group value() {
    return new Group(
        id,
        name,
        everybody,
        members,
        new Group.RingOrder(longestIdleFirst, atOnce, Duration.ofSeconds(ringSeconds)));
  }
}
