package io.sightline.composition;

import io.sightline.recording.RecordingStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Removes the files of an order that was taken back, once that is committed. What it cannot remove,
 * the comparison of files and rows does after the next start.
 */
@ApplicationScoped
public class RemovedOrders {
  private static final System.Logger LOG = System.getLogger(RemovedOrders.class.getName());

  @Inject private RecordingStore store;

  /** For the container. */
  public RemovedOrders() {}

  RemovedOrders(RecordingStore store) {
    this.store = store;
  }

  void on(@Observes(during = TransactionPhase.AFTER_SUCCESS) RenditionOrders.OrderRemoved order) {
    Path place = store.resolve(order.directory()).resolve("renditions");
    String all = CompositionFiles.prefix(order.jobId(), CompositionJob.ORDER) + "*";
    if (!Files.isDirectory(place)) {
      return;
    }
    try (DirectoryStream<Path> attempts = Files.newDirectoryStream(place, all)) {
      for (Path attempt : attempts) {
        CompositionFiles.remove(attempt);
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "files of a removed order remain", e);
    }
  }
}
