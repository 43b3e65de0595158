package io.sightline.composition;

import io.sightline.recording.RecordingQueued;
import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Queue;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;

/**
 * Tells workers, on this server or another, of queued recordings: after the commit that queued them
 * and in another thread, since a message that is lost costs no more than one sweep's time.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class CompositionMessages {
  private static final System.Logger LOG = System.getLogger(CompositionMessages.class.getName());

  @Resource(name = "jms/CompositionCF")
  private ConnectionFactory connections;

  @Resource(name = "jms/CompositionQ")
  private Queue queue;

  @Resource private ManagedExecutorService executor;
  @Inject private CompositionWorkers workers;

  public void on(@Observes(during = TransactionPhase.AFTER_SUCCESS) RecordingQueued queued) {
    try {
      executor.execute(() -> send(queued.recordingId()));
    } catch (RejectedExecutionException e) {
      LOG.log(System.Logger.Level.WARNING, "no thread to send a message", e);
    }
  }

  private void send(UUID recordingId) {
    try (JMSContext context = connections.createContext()) {
      context.createProducer().send(queue, recordingId.toString());
    } catch (JMSRuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "the message queue is away, composing here", e);
      workers.wake();
    }
  }
}
