package io.sightline.call;

import io.sightline.identity.Role;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.util.UUID;

/** One party in a call, the same over all of that person's devices and returns. */
@Entity
@Table(name = "participant")
public class Participant {
  @Id private UUID id;

  @Column(name = "tenant_id")
  private String tenantId;

  @ManyToOne(fetch = FetchType.LAZY)
  @JoinColumn(name = "call_id")
  private Call call;

  @Enumerated(EnumType.STRING)
  @Column(name = "role")
  private Role role;

  @Column(name = "user_id")
  private UUID userId;

  @Column(name = "display_name")
  private String displayName;

  @Enumerated(EnumType.STRING)
  @Column(name = "presence")
  private Presence presence;

  @Column(name = "audio")
  private boolean audio;

  @Column(name = "video")
  private boolean video;

  @Column(name = "screen")
  private boolean screen;

  @Column(name = "held")
  private boolean held;

  @Column(name = "released")
  private boolean released;

  @Column(name = "position")
  private int position;

  protected Participant() {
    // for JPA
  }

  Participant(Call call, Role role, UUID userId, String displayName, int position) {
    this.id = UUID.randomUUID();
    this.tenantId = call.tenantId();
    this.call = call;
    this.role = role;
    this.userId = userId;
    this.displayName = displayName;
    this.presence = Presence.ABSENT;
    this.position = position;
  }

  public UUID id() {
    return id;
  }

  public Call call() {
    return call;
  }

  public Role role() {
    return role;
  }

  /** The user's id; null for the holder of a link. */
  public UUID userId() {
    return userId;
  }

  public String displayName() {
    return displayName;
  }

  public Presence presence() {
    return presence;
  }

  void become(Presence now) {
    this.presence = now;
    if (now != Presence.JOINED) {
      sends(false, false, false);
    }
  }

  /** What the participant says to be sending. */
  void sends(boolean newAudio, boolean newVideo, boolean newScreen) {
    this.audio = newAudio;
    this.video = newVideo;
    this.screen = newScreen;
  }

  void hold(boolean onHold) {
    this.held = onHold;
  }

  /** Takes a user out of the call for good, or in again. */
  void release(boolean out) {
    this.released = out;
  }

  /** Whether this user has handed the call over and is no party any more. */
  public boolean released() {
    return released;
  }

  /** On hold: neither hears nor sees the others, nor is heard or seen. */
  public boolean held() {
    return held;
  }

  public boolean audio() {
    return audio;
  }

  public boolean video() {
    return video;
  }

  public boolean screen() {
    return screen;
  }
}
