package io.sightline.composition;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Queue;
import java.util.UUID;

/** Puts messages into the queue that wakes workers, on this server or another. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class CompositionSender {
  private static final System.Logger LOG = System.getLogger(CompositionSender.class.getName());

  @Resource(name = "jms/CompositionCF")
  private ConnectionFactory connections;

  @Resource(name = "jms/CompositionQ")
  private Queue queue;

  @Inject private CompositionWorkers workers;

  /** Sends the message; where the queue is away the workers of this server are woken instead. */
  public void send(UUID recordingId) {
    try (JMSContext context = connections.createContext()) {
      context.createProducer().send(queue, recordingId.toString());
    } catch (JMSRuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "the message queue is away, composing here", e);
      workers.wake();
    }
  }
}
