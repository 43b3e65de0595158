package io.sightline.presence;

import io.sightline.identity.Caller;
import io.sightline.identity.Permission;
import io.sightline.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the connected agents of this server say of themselves; forgotten with their last socket.
 * Safe from any thread.
 */
@ApplicationScoped
public class AgentPresence {
  /** What an agent may say. */
  public enum Availability {
    AVAILABLE,
    BUSY,
    AWAY;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Availability> fromWire(String name) {
      return Arrays.stream(values()).filter(value -> value.wireName().equals(name)).findFirst();
    }
  }

  private record Key(TenantId tenant, UUID user) {}

  private final Map<Key, Availability> known = new ConcurrentHashMap<>();

  public void set(Caller caller, Availability availability) {
    caller.require(Permission.SET_PRESENCE);
    known.put(new Key(caller.tenant(), caller.subject()), availability);
  }

  /** Nothing when the agent has no socket or has said nothing. */
  public Optional<Availability> of(TenantId tenant, UUID user) {
    return Optional.ofNullable(known.get(new Key(tenant, user)));
  }

  public void forget(Caller caller) {
    known.remove(new Key(caller.tenant(), caller.subject()));
  }
}
