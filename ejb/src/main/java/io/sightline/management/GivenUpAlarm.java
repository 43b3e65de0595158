package io.sightline.management;

import io.sightline.composition.JobGivenUp;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.MBeanNotificationInfo;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;

/** Tells that work on a recording needs a person: one line in the log and a JMX notification. */
@ApplicationScoped
public class GivenUpAlarm {
  /** Type of the notification; its message is the line of the log. */
  public static final String TYPE = "io.sightline.job.given-up";

  private static final Logger LOG = System.getLogger(GivenUpAlarm.class.getName());

  private final AtomicLong sequence = new AtomicLong();
  private final NotificationBroadcasterSupport listeners =
      new NotificationBroadcasterSupport(
          new MBeanNotificationInfo(
              new String[] {TYPE}, Notification.class.getName(), "a job needs a person"));

  NotificationBroadcasterSupport listeners() {
    return listeners;
  }

  void on(@Observes(during = TransactionPhase.AFTER_SUCCESS) JobGivenUp job) {
    String line =
        "job event=given-up jobId=%s recordingId=%s tenant=%s kind=%s attempts=%d reason=%s"
            .formatted(
                job.jobId(),
                job.recordingId(),
                job.tenantId(),
                job.kind(),
                job.attempts(),
                job.reason());
    LOG.log(Level.ERROR, line);
    listeners.sendNotification(
        new Notification(TYPE, "io.sightline:type=Compositions", sequence.incrementAndGet(), line));
  }
}
