package io.sightline.call;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.time.Duration;
import java.time.Instant;

/** How long a call's customer was there before anybody of the staff had come. */
@Embeddable
public class CallWait {
  @Column(name = "wait_millis")
  private long millis;

  /** Null while nobody waits. */
  @Column(name = "wait_since")
  private Instant since;

  /** When somebody of the staff first came; the time is not counted any more from then on. */
  @Column(name = "served_at")
  private Instant servedAt;

  protected CallWait() {
    // for JPA, and for a call that begins
  }

  void settle(boolean customerThere, boolean served, Instant now) {
    if (since != null && (served || !customerThere)) {
      millis += Math.max(0, Duration.between(since, now).toMillis());
      since = null;
    }
    if (servedAt == null && served) {
      servedAt = now;
    } else if (servedAt == null && customerThere && since == null) {
      since = now;
    }
  }
}
