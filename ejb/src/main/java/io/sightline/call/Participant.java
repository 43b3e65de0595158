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
import java.time.Instant;
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

  @Column(name = "brought_by")
  private UUID broughtBy;

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

  /** Null while the hand is down. */
  @Column(name = "hand_raised_at")
  private Instant handRaisedAt;

  @Column(name = "released")
  private boolean released;

  /** Null for all who need not be let in. */
  @Enumerated(EnumType.STRING)
  @Column(name = "admittance")
  private Admittance admittance;

  @Column(name = "arrived_at")
  private Instant arrivedAt;

  @Column(name = "knocked_at")
  private Instant knockedAt;

  @Column(name = "admitted_at")
  private Instant admittedAt;

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

  void named(String name) {
    this.displayName = name;
  }

  /** A user brings a device or a looker-on, who acts for that user and holds no link. */
  void broughtBy(UUID user) {
    this.broughtBy = user;
  }

  boolean isBroughtBy(UUID user) {
    return user.equals(broughtBy);
  }

  /** Whether it is a person who came by a link; a device that a service brought is none. */
  public boolean cameByLink() {
    return role.holdsLink() && broughtBy == null;
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
      this.handRaisedAt = null;
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

  /** Asks to speak, or no more; again it has no effect. */
  void raiseHand(boolean up, Instant now) {
    if (up != (handRaisedAt != null)) {
      this.handRaisedAt = up ? now : null;
    }
  }

  /** Since when this one asks to speak; null while not. */
  public Instant handRaisedAt() {
    return handRaisedAt;
  }

  /** Whether it only watches: nobody can talk to it. */
  boolean looksOn() {
    return role == Role.SUPERVISOR;
  }

  /** Takes a user out of the call for good, or in again. */
  void release(boolean out) {
    this.released = out;
  }

  // --- the door of a meeting ----------------------------------------------------------------

  void arrive(Instant now) {
    this.admittance = Admittance.WAITING;
    this.arrivedAt = now;
  }

  void rename(String name) {
    this.displayName = name;
  }

  void knock(Instant now) {
    if (waits() && knockedAt == null) {
      this.knockedAt = now;
    }
  }

  void admit(Instant now) {
    this.admittance = Admittance.ADMITTED;
    this.admittedAt = now;
  }

  void putBack(Instant now) {
    this.admittance = Admittance.WAITING;
    this.knockedAt = now;
  }

  void remove() {
    this.admittance = Admittance.REMOVED;
  }

  /** Whether a host has let this one in, which most need not be. */
  public Admittance admittance() {
    return admittance == null ? Admittance.ADMITTED : admittance;
  }

  /** At a meeting's door: gets no media and learns nothing of the others. */
  public boolean waits() {
    return admittance == Admittance.WAITING;
  }

  /** When a meeting's guest came by the link; null for all others. */
  public Instant arrivedAt() {
    return arrivedAt;
  }

  /** Since when a meeting's guest is ready to be let in; null before. */
  public Instant knockedAt() {
    return knockedAt;
  }

  /** When a meeting's guest was last let in; null before, and for all others. */
  public Instant admittedAt() {
    return admittedAt;
  }

  /** Whether this one has handed the call over or was sent away, and is no party any more. */
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
