package io.sightline.meeting;

import io.sightline.call.Call;
import io.sightline.call.Participant;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

/** By what a guest who comes back to a meeting is known; the key itself has only the guest. */
@Entity
@Table(name = "guest_pass")
public class GuestPass {
  @Id
  @Column(name = "participant_id")
  private UUID participantId;

  @Column(name = "tenant_id")
  private String tenantId;

  @Column(name = "call_id")
  private UUID callId;

  @Column(name = "key_hash")
  private String keyHash;

  protected GuestPass() {
    // for JPA
  }

  GuestPass(Call call, Participant guest, String keyHash) {
    this.participantId = guest.id();
    this.tenantId = call.tenantId();
    this.callId = call.id();
    this.keyHash = keyHash;
  }

  UUID participantId() {
    return participantId;
  }
}
