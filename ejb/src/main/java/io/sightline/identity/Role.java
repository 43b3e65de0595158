package io.sightline.identity;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What somebody is in this system. The first five come from the container's registry. */
public enum Role {
  AGENT,
  EXPERT,
  SUPERVISOR,
  ADMIN,
  SERVICE,
  /** The holder of a call's link. */
  CUSTOMER,
  /** A further person let in by a link. */
  GUEST;

  /** The name in tokens, messages and {@code web.xml}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public boolean holdsLink() {
    return this == CUSTOMER || this == GUEST;
  }

  public static Optional<Role> fromWire(String name) {
    return Arrays.stream(values()).filter(role -> role.wireName().equals(name)).findFirst();
  }
}
