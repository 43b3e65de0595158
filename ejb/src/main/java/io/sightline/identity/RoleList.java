package io.sightline.identity;

import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/** Roles as they are stored: wire names with commas between. */
public final class RoleList {
  private RoleList() {}

  public static String join(Collection<Role> roles) {
    return roles.stream().sorted().map(Role::wireName).collect(Collectors.joining(","));
  }

  public static Set<Role> split(String stored) {
    return Arrays.stream(stored.split(","))
        .flatMap(name -> Role.fromWire(name).stream())
        .collect(Collectors.toUnmodifiableSet());
  }
}
