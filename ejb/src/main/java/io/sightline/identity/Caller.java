package io.sightline.identity;

import io.sightline.fault.Refusal;
import io.sightline.tenant.TenantId;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Somebody whose identity has been established, passed by value into every service that acts for
 * them.
 *
 * @param subject the user's id, or the participant's id for the holder of a link
 * @param name shown to people; never used to decide anything
 * @param admission the one call that the holder of a link may enter; null for users
 */
public record Caller(
    UUID subject,
    String name,
    String email,
    TenantId tenant,
    Set<Role> roles,
    Admission admission) {

  /** A link's holder is admitted to one call as one participant. */
  public record Admission(UUID callId, UUID participantId) {}

  public Caller {
    roles = Set.copyOf(roles);
  }

  public boolean may(Permission permission) {
    return (admission == null || permission.byLink())
        && roles.stream().anyMatch(permission::includes);
  }

  /**
   * @throws Refusal of kind NOT_ALLOWED when no role of the caller has the permission
   */
  public void require(Permission permission) {
    if (!may(permission)) {
      throw Refusal.notAllowed();
    }
  }

  /**
   * Lets the caller do that in their own tenant.
   *
   * @throws Refusal as {@link #require(Permission)} does, and of kind UNKNOWN for another tenant
   */
  public void require(Permission permission, TenantId own) {
    require(permission);
    if (!tenant.equals(own)) {
      throw Refusal.unknown("tenant");
    }
  }

  public Optional<Admission> admitted() {
    return Optional.ofNullable(admission);
  }

  /** The role under which the caller takes part in calls. */
  public Role partyRole() {
    for (Role role : Role.values()) {
      if (roles.contains(role)) {
        return role;
      }
    }
    throw Refusal.notAllowed();
  }
}
