package io.sightline.signaling;

import io.sightline.call.Calls;
import io.sightline.call.RecorderAvailability;
import io.sightline.call.RecordingNotice;
import io.sightline.call.RenditionProgress;
import io.sightline.call.Session;
import io.sightline.identity.Caller;
import io.sightline.identity.Permission;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;

/**
 * Tells sockets what becomes of recordings and how far their files are: those of people who see all
 * calls of the tenant, and those of the call's own agents.
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

  void onNotice(@Observes(during = TransactionPhase.AFTER_SUCCESS) RecordingNotice notice) {
    String text =
        notice.code().equals(RecordingNotice.SUSPENDED)
            ? "The recording has a gap: the store does not take it. The call goes on."
            : "The recording goes on after a gap.";
    background.run(
        () -> {
          for (Socket socket : sockets.all()) {
            if (isOwn(socket.caller(), notice.callId())) {
              socket.send(Messages.callError(notice.callId(), notice.code(), text));
            }
          }
        });
  }

  /** Whether it is a user, not who came by a link, and takes part in the call. */
  private boolean isOwn(Caller caller, UUID callId) {
    return caller.admitted().isEmpty() && desk.isUser(callId, caller.subject());
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
