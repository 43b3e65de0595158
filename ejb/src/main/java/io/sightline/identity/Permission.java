package io.sightline.identity;

import static io.sightline.identity.Role.ADMIN;
import static io.sightline.identity.Role.AGENT;
import static io.sightline.identity.Role.CUSTOMER;
import static io.sightline.identity.Role.EXPERT;
import static io.sightline.identity.Role.GUEST;
import static io.sightline.identity.Role.SERVICE;
import static io.sightline.identity.Role.SUPERVISOR;

import java.util.EnumSet;
import java.util.Set;

/** The table of what may be asked for and by whom; the one place where roles are compared. */
public enum Permission {
  /** Read one's own account. */
  OWN_ACCOUNT(AGENT, EXPERT, SUPERVISOR, ADMIN, SERVICE),
  /** Make a call with its link. */
  CREATE_CALL(AGENT, EXPERT, SUPERVISOR, ADMIN, SERVICE),
  /** List and read one's own open calls. */
  VIEW_OWN_CALLS(AGENT, EXPERT, SUPERVISOR, ADMIN, SERVICE),
  /** Read any call of the tenant. */
  VIEW_ALL_CALLS(SUPERVISOR, ADMIN, SERVICE),
  /** Make a link unusable before its time. */
  REVOKE_LINK(AGENT, EXPERT, SUPERVISOR, ADMIN, SERVICE),
  /** Get a one-time ticket for the signaling socket. */
  OPEN_SOCKET(AGENT, EXPERT, SUPERVISOR, ADMIN, CUSTOMER, GUEST),
  VIEW_SETTINGS(AGENT, EXPERT, SUPERVISOR, ADMIN, SERVICE),
  CHANGE_SETTINGS(ADMIN),
  /** Call data records; those who lack {@link #VIEW_ALL_CALLS} see their own calls only. */
  VIEW_REPORTS(AGENT, EXPERT, SUPERVISOR, ADMIN, SERVICE),
  /** Play and download; those who lack {@link #VIEW_ALL_CALLS} hear their own calls only. */
  PLAY_RECORDINGS(AGENT, EXPERT, SUPERVISOR, ADMIN, SERVICE),
  /** Have the files of a recording made again after that was given up. */
  RETRY_RECORDINGS(SUPERVISOR, ADMIN, SERVICE),
  /** Have further files made of a recording; those who lack VIEW_ALL_CALLS of their own calls. */
  ORDER_RENDITIONS(AGENT, EXPERT, SUPERVISOR, ADMIN, SERVICE),
  /** See the work on recordings, and what of it was given up. */
  VIEW_JOBS(ADMIN, SERVICE),
  /** Have work on recordings tried again, and end it. */
  MANAGE_JOBS(ADMIN, SERVICE),
  /** Get what the export tool needs to decrypt a recording, beside the installation's key. */
  EXPORT_KEYS(ADMIN),
  /** Be a party of a call: join, leave, exchange media. */
  TAKE_PART(AGENT, EXPERT, CUSTOMER, GUEST),
  /** Publish into a call by WHIP. */
  PUBLISH(CUSTOMER, GUEST, SERVICE),
  /** Watch a call by WHEP. */
  WATCH(CUSTOMER, GUEST, SUPERVISOR, SERVICE),
  CONTROL_RECORDING(AGENT, EXPERT),
  /** Put others on hold and take them off. */
  HOLD(AGENT, EXPERT),
  /** Switch the microphones of others off. */
  MUTE(AGENT, EXPERT),
  /** Make meeting points, and let those in who wait there. */
  ADMIT(AGENT, EXPERT),
  /** Ask further people into a call. */
  INVITE(AGENT, EXPERT),
  /** Ask a colleague into a call, hand it over, answer when asked. */
  TRANSFER(AGENT, EXPERT),
  /** An expert may end what was handed to him. */
  END_CALL(AGENT, EXPERT),
  SET_PRESENCE(AGENT, EXPERT),
  /** Ask whether the socket lives. */
  PING(AGENT, EXPERT, SUPERVISOR, ADMIN, CUSTOMER, GUEST);

  private final Set<Role> roles;

  Permission(Role first, Role... others) {
    this.roles = EnumSet.of(first, others);
  }

  public Set<Role> roles() {
    return EnumSet.copyOf(roles);
  }

  /** Whether somebody who came by a link may ever; what else a role may is for users. */
  boolean byLink() {
    return this == OPEN_SOCKET
        || this == TAKE_PART
        || this == PING
        || this == PUBLISH
        || this == WATCH;
  }

  boolean includes(Role role) {
    return roles.contains(role);
  }
}
