package io.sightline.signaling;

import io.sightline.call.Calls;
import io.sightline.identity.Caller;
import io.sightline.identity.Permission;
import io.sightline.presence.AgentPresence.Availability;
import io.sightline.queue.Group;
import io.sightline.queue.Groups;
import io.sightline.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Notices who becomes free and who is not any more: by coming and going, by what agents say of
 * themselves, and by the calls they enter and leave. Bell and queues follow. Safe from any thread.
 */
@ApplicationScoped
public class FreeAgents {
  private CallDesk desk;
  private RingDesk rings;
  private RingBell bell;
  private QueueBoard queues;
  private Groups groups;
  private ConnectedSockets sockets;
  private CallLocks locks;
  private Background background;

  protected FreeAgents() {
    // for the container's client proxy
  }

  @Inject
  public FreeAgents(
      CallDesk desk,
      RingDesk rings,
      RingBell bell,
      QueueBoard queues,
      Groups groups,
      ConnectedSockets sockets,
      CallLocks locks,
      Background background) {
    this.desk = desk;
    this.rings = rings;
    this.bell = bell;
    this.queues = queues;
    this.groups = groups;
    this.sockets = sockets;
    this.locks = locks;
    this.background = background;
  }

  /** An agent's socket has opened. */
  void came(Socket socket) {
    background.run(
        () -> {
          queues.greet(socket);
          ringFor(socket.caller());
        });
  }

  /** A socket has closed; with the last one an agent hears nothing any more. */
  void went(Caller caller) {
    if (caller.admitted().isEmpty() && !sockets.hasUser(caller.tenant(), caller.subject())) {
      bell.occupied(caller.tenant(), caller.subject());
      background.run(() -> queues.staffChanged(caller));
    }
  }

  void says(Caller caller, Availability availability) {
    if (availability == Availability.AVAILABLE) {
      background.run(() -> ringFor(caller));
    } else {
      bell.occupied(caller.tenant(), caller.subject());
    }
    background.run(() -> queues.staffChanged(caller));
  }

  void declined(Caller caller, UUID callId) {
    bell.declined(caller.tenant(), callId, caller.subject());
  }

  /** Somebody who joins a call is not free; somebody who is out of one may be. */
  void follow(Outcome outcome) {
    if (outcome.view() == null) {
      return;
    }
    TenantId tenant = new TenantId(outcome.view().tenantId());
    outcome.joined().forEach(user -> bell.occupied(tenant, user));
    Set<UUID> freed = outcome.freed();
    if (!freed.isEmpty()) {
      background.run(() -> freed.forEach(user -> bell.becameFree(tenant, user)));
    }
  }

  /** The tenant's groups, for those who hand calls over. */
  List<Group> groups(TenantId tenant) {
    return groups.all(tenant);
  }

  private void ringFor(Caller caller) {
    if (!caller.may(Permission.TRANSFER)) {
      return;
    }
    for (Calls.Key key : rings.ringing(Optional.of(caller.tenant()))) {
      if (!bell.knows(key.id())) {
        locks.under(key.id(), () -> remember(key));
      }
    }
    bell.cameAnew(caller.tenant(), caller.subject());
  }

  /** A call that has been ringing since before the server's last start. */
  private Void remember(Calls.Key key) {
    CallView view = desk.refresh(key).view();
    if (view.ring() != null && view.ring().ringing()) {
      bell.remember(view);
      queues.follow(view);
    }
    return null;
  }
}
