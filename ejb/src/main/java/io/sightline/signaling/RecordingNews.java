package io.sightline.signaling;

import io.sightline.call.Calls;
import io.sightline.call.RecorderAvailability;
import io.sightline.call.RenditionProgress;
import io.sightline.call.Session;
import io.sightline.identity.Caller;
import io.sightline.identity.Permission;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.util.List;

/**
 * Tells sockets how far the files of recordings are: those of people who see all calls of the
 * tenant, and those of the call's own agents.
 */
@ApplicationScoped
public class RecordingNews {
  private ConnectedSockets sockets;
  private CallDesk desk;
  private SignalingService signaling;
  private Background background;

  protected RecordingNews() {
    // for the container's client proxy
  }

  @Inject
  public RecordingNews(
      ConnectedSockets sockets, CallDesk desk, SignalingService signaling, Background background) {
    this.sockets = sockets;
    this.desk = desk;
    this.signaling = signaling;
    this.background = background;
  }

  void onProgress(@Observes(during = TransactionPhase.AFTER_SUCCESS) RenditionProgress news) {
    if (sockets.count() > 0) {
      background.run(() -> tell(news));
    }
  }

  void onAvailability(@Observes RecorderAvailability news) {
    if (!news.available()) {
      background.run(() -> warn(news.code()));
    }
  }

  private void warn(String code) {
    for (Calls.Key key : desk.withSessions(List.of(Session.State.JOINED))) {
      signaling.recorderLost(key, code);
    }
  }

  private void tell(RenditionProgress news) {
    for (Socket socket : sockets.all()) {
      Caller caller = socket.caller();
      if (caller.tenant().value().equals(news.tenantId())
          && caller.admitted().isEmpty()
          && (caller.may(Permission.VIEW_ALL_CALLS)
              || desk.isUser(news.callId(), caller.subject()))) {
        socket.send(Messages.recordingProgress(news));
      }
    }
  }
}
