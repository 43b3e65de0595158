package io.sightline.signaling;

import io.sightline.call.MediaPlane;
import io.sightline.call.MediaPlane.MediaUnavailableException;
import io.sightline.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.UUID;

/** Tells sockets and the media server what a committed change asks for; called under its lock. */
@ApplicationScoped
public class Delivery {
  private static final Logger LOG = System.getLogger(Delivery.class.getName());

  private ConnectedSockets sockets;
  private Instance<MediaPlane> mediaPlane;
  private RingBell bell;
  private QueueBoard queues;

  protected Delivery() {
    // for the container's client proxy
  }

  @Inject
  public Delivery(
      ConnectedSockets sockets, Instance<MediaPlane> mediaPlane, RingBell bell, QueueBoard queues) {
    this.sockets = sockets;
    this.queues = queues;
    this.bell = bell;
    this.mediaPlane = mediaPlane;
  }

  /**
   * Delivers an outcome.
   *
   * @return false when the media server could not make an offer that the outcome asked for
   */
  public boolean deliver(Outcome outcome) {
    outcome.notes().forEach(line -> LOG.log(Level.INFO, line));
    for (String socketId : outcome.replaced()) {
      sockets
          .find(socketId)
          .ifPresent(
              socket -> {
                socket.send(Messages.sessionReplaced());
                socket.close(CloseReason.REPLACED);
              });
    }
    for (String socketId : outcome.dismissed()) {
      sockets
          .find(socketId)
          .ifPresent(
              socket -> {
                socket.send(Messages.participantRemoved());
                socket.close(CloseReason.CALL_OVER);
              });
    }
    if (outcome.view() != null) {
      show(outcome.view());
      farewell(outcome);
      bell.follow(outcome.view(), outcome.answeredBy());
      queues.follow(outcome.view());
    }
    outcome
        .letters()
        .forEach(
            letter ->
                sockets.find(letter.socketId()).ifPresent(socket -> socket.send(letter.message())));
    plane().ifPresent(plane -> outcome.released().forEach(plane::release));
    if (outcome.ended()) {
      finish(outcome.view());
    }
    return arrange(outcome) && offer(outcome);
  }

  /** The URL's beginning for those who may know it; null for the others. */
  static String linkBase(Socket socket) {
    return socket.caller().admitted().isPresent() ? null : socket.baseUrl();
  }

  /** The media server, where one is installed. */
  public Optional<MediaPlane> plane() {
    return mediaPlane.isResolvable() ? Optional.of(mediaPlane.get()) : Optional.empty();
  }

  private void show(CallView view) {
    for (Socket socket : sockets.audience(view)) {
      socket.send(Messages.callState(view, socket));
    }
  }

  private void farewell(Outcome outcome) {
    CallView view = outcome.view();
    for (UUID user : outcome.farewells()) {
      sockets
          .ofUser(new TenantId(view.tenantId()), user)
          .forEach(socket -> socket.send(RingMessages.handed(view.id())));
    }
  }

  private void finish(CallView view) {
    for (Socket socket : sockets.audience(view)) {
      socket.send(Messages.callEnded(view));
      if (socket.caller().admitted().isPresent()) {
        socket.close(CloseReason.CALL_OVER);
      }
    }
    UUID callId = view.id();
    plane().ifPresent(plane -> plane.releaseCall(callId));
  }

  private boolean arrange(Outcome outcome) {
    MediaPlane plane = plane().orElse(null);
    if (outcome.arranged().isEmpty() || plane == null) {
      return true;
    }
    UUID callId = outcome.view().id();
    try {
      plane.arrange(callId, outcome.arranged());
      return true;
    } catch (MediaUnavailableException away) {
      LOG.log(Level.WARNING, "media server did not take who is on hold callId=" + callId, away);
      return false;
    }
  }

  private boolean offer(Outcome outcome) {
    if (outcome.offers().isEmpty()) {
      return true;
    }
    MediaPlane plane = plane().orElse(null);
    if (plane == null) {
      return false;
    }
    for (Outcome.OfferTask task : outcome.offers()) {
      try {
        MediaPlane.ForwardedOffer offer = plane.offer(task.self(), outcome.forwarded());
        sockets
            .find(task.socketId())
            .ifPresent(
                socket ->
                    socket.send(
                        Messages.serverOffer(task.self().callId(), task.generation(), offer)));
      } catch (MediaUnavailableException away) {
        LOG.log(
            Level.WARNING, "media server refused an offer callId=" + task.self().callId(), away);
        return false;
      }
    }
    return true;
  }
}
