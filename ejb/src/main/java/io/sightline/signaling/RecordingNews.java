package io.sightline.signaling;

import io.sightline.call.RenditionProgress;
import io.sightline.identity.Caller;
import io.sightline.identity.Permission;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;

/**
 * Tells sockets how far the files of recordings are: those of people who see all calls of the
 * tenant, and those of the call's own agents.
 */
@ApplicationScoped
public class RecordingNews {
  private ConnectedSockets sockets;
  private CallDesk desk;
  private Background background;

  protected RecordingNews() {
    // for the container's client proxy
  }

  @Inject
  public RecordingNews(ConnectedSockets sockets, CallDesk desk, Background background) {
    this.sockets = sockets;
    this.desk = desk;
    this.background = background;
  }

  void onProgress(@Observes(during = TransactionPhase.AFTER_SUCCESS) RenditionProgress news) {
    if (sockets.count() > 0) {
      background.run(() -> tell(news));
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
