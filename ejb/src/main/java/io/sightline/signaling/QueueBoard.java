package io.sightline.signaling;

import io.sightline.identity.Caller;
import io.sightline.identity.Permission;
import io.sightline.presence.AgentPresence;
import io.sightline.presence.AgentPresence.Agent;
import io.sightline.presence.AgentPresence.Availability;
import io.sightline.queue.Group;
import io.sightline.queue.Groups;
import io.sightline.queue.Visits;
import io.sightline.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tells a group's members who waits for them, and those who wait where they stand. It is read anew
 * after every change and sent under the group's lock, so that nobody is left with what is old. Safe
 * from any thread.
 */
@ApplicationScoped
public class QueueBoard {
  private Groups groups;
  private Visits visits;
  private AgentPresence presence;
  private ConnectedSockets sockets;
  private CallLocks locks;
  private Background background;
  private final Map<UUID, Standing> queued = new ConcurrentHashMap<>();
  private final Map<Reader, JsonObject> told = new ConcurrentHashMap<>();

  /** A call in a group's queue; {@code rings} says whether its visitor is there. */
  private record Standing(UUID group, boolean rings) {}

  /** A socket that is told of a group's queue. */
  private record Reader(String socketId, UUID group) {}

  protected QueueBoard() {
    // for the container's client proxy
  }

  @Inject
  public QueueBoard(
      Groups groups,
      Visits visits,
      AgentPresence presence,
      ConnectedSockets sockets,
      CallLocks locks,
      Background background) {
    this.groups = groups;
    this.visits = visits;
    this.presence = presence;
    this.sockets = sockets;
    this.locks = locks;
    this.background = background;
  }

  /** A call has changed: when it enters or leaves a queue, those whom that concerns are told. */
  void follow(CallView view) {
    TenantId tenant = new TenantId(view.tenantId());
    boolean now = view.ring() != null && view.ring().queued();
    Standing stands = now ? new Standing(view.ring().group(), view.ring().ringing()) : null;
    Standing before = now ? queued.put(view.id(), stands) : queued.remove(view.id());
    if (stands != null ? !stands.equals(before) || stands.rings() : before != null) {
      UUID group = stands != null ? stands.group() : before.group();
      background.run(() -> tell(tenant, group));
    }
  }

  /** Whether there is anybody for a group's visitors has changed, or who its members are. */
  void staffChanged(Caller agent) {
    groups.of(agent.tenant(), agent.subject()).stream()
        .filter(group -> queued.values().stream().anyMatch(each -> each.group().equals(group.id())))
        .forEach(group -> tell(agent.tenant(), group.id()));
  }

  /** An agent who has just connected sees all queues of his groups. */
  void greet(Socket socket) {
    Caller agent = socket.caller();
    if (!agent.may(Permission.TRANSFER)) {
      return;
    }
    for (Group group : groups.of(agent.tenant(), agent.subject())) {
      locks.under(
          group.id(),
          () -> {
            JsonObject state =
                QueueMessages.state(group, visits.waiting(agent.tenant(), group.id()));
            told.put(new Reader(socket.id(), group.id()), state);
            socket.send(state);
            return null;
          });
    }
    staffChanged(agent);
  }

  private void tell(TenantId tenant, UUID groupId) {
    locks.under(
        groupId,
        () -> {
          groups.find(tenant, groupId).ifPresent(group -> tell(tenant, group));
          return null;
        });
  }

  private void tell(TenantId tenant, Group group) {
    List<Visits.Waiting> waiting = visits.waiting(tenant, group.id());
    JsonObject state = QueueMessages.state(group, waiting);
    Map<UUID, JsonObject> places = new HashMap<>();
    boolean staffed = staffed(tenant, group);
    for (int i = 0; i < waiting.size(); i++) {
      UUID callId = waiting.get(i).callId();
      places.put(callId, QueueMessages.place(callId, i + 1, waiting.size(), staffed));
    }
    told.keySet().removeIf(to -> sockets.find(to.socketId()).isEmpty());
    for (Socket socket : sockets.all()) {
      Caller caller = socket.caller();
      if (!caller.tenant().equals(tenant)) {
        continue;
      }
      JsonObject news =
          caller
              .admitted()
              .map(admission -> places.get(admission.callId()))
              .orElseGet(() -> member(group, caller) ? state : null);
      Reader to = new Reader(socket.id(), group.id());
      if (news != null && !news.equals(told.put(to, news))) {
        socket.send(news);
      }
    }
  }

  private static boolean member(Group group, Caller caller) {
    return caller.admitted().isEmpty()
        && caller.may(Permission.TRANSFER)
        && group.has(caller.subject());
  }

  /** Whether a member is connected and not away: free, or so after another call. */
  boolean staffed(TenantId tenant, Group group) {
    return presence.agents(tenant).stream()
        .filter(agent -> agent.availability() != Availability.AWAY)
        .map(Agent::userId)
        .anyMatch(user -> group.has(user) && sockets.hasUser(tenant, user));
  }
}
