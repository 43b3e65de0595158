package io.sightline.attachment;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;

/** Removes files whose time is over, and at a start what an interrupted upload has left. */
@ApplicationScoped
public class AttachmentSweep {
  private static final System.Logger LOG = System.getLogger(AttachmentSweep.class.getName());

  /** Longer than any upload takes. */
  private static final Duration UNCLAIMED = Duration.ofHours(1);

  private Attachments attachments;
  private AttachmentStore store;
  private Clock clock;

  protected AttachmentSweep() {
    // for the container's client proxy
  }

  @Inject
  public AttachmentSweep(Attachments attachments, AttachmentStore store, Clock clock) {
    this.attachments = attachments;
    this.store = store;
    this.clock = clock;
  }

  /** What a timer calls. */
  public void sweep() {
    attachments.sweep();
  }

  /** Removes files that no row knows. */
  public void reconcile() {
    try {
      for (String path : store.before(clock.instant().minus(UNCLAIMED))) {
        if (!attachments.knows(path)) {
          store.remove(path);
        }
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "files could not be looked through", e);
    }
  }
}
