package io.sightline.composition;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.inject.Inject;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/** Wakes this server's workers. What the message says does not matter: the rows do. */
@MessageDriven(
    activationConfig = {
      @ActivationConfigProperty(
          propertyName = "destinationType",
          propertyValue = "jakarta.jms.Queue"),
      @ActivationConfigProperty(
          propertyName = "destinationLookup",
          propertyValue = "jms/CompositionQ")
    })
public class CompositionWakeBean implements MessageListener {
  @Inject private CompositionWorkers workers;

  @Override
  public void onMessage(Message message) {
    workers.wake();
  }
}
