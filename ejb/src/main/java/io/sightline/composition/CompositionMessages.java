package io.sightline.composition;

import io.sightline.recording.RecordingQueued;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;

/**
 * Has workers told of queued recordings: after the commit that queued them and in another thread,
 * since a message that is lost costs no more than one sweep's time. This server's are told first:
 * what it has captured it has copied meanwhile.
 */
@ApplicationScoped
public class CompositionMessages {
  private static final System.Logger LOG = System.getLogger(CompositionMessages.class.getName());

  @Resource private ManagedExecutorService executor;
  @Inject private CompositionSender sender;
  @Inject private CompositionWorkers workers;

  void on(@Observes(during = TransactionPhase.AFTER_SUCCESS) RecordingQueued queued) {
    send(queued.recordingId());
  }

  void on(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobQueued queued) {
    send(queued.recordingId());
  }

  private void send(UUID recordingId) {
    try {
      executor.execute(
          () -> {
            workers.wake();
            sender.send(recordingId);
          });
    } catch (RejectedExecutionException e) {
      LOG.log(System.Logger.Level.WARNING, "no thread to send a message", e);
    }
  }
}
