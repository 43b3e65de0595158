package io.sightline.media.recorder;

import io.sightline.media.api.MediaEvent;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Watches the room in the store and tells when it becomes too little or suffices again. */
public final class StoreWatch {
  private static final Logger LOG = Logger.getLogger(StoreWatch.class.getName());

  /** Room in bytes; both -1 when it cannot be told. */
  public record Room(long freeBytes, long totalBytes) {}

  private final RecorderOptions options;
  private final Consumer<MediaEvent> events;
  private volatile Room room = new Room(-1, -1);
  private volatile boolean low;

  /**
   * @param events takes {@link MediaEvent.StoreSpace} on changes
   */
  StoreWatch(RecorderOptions options, Consumer<MediaEvent> events) {
    this.options = options;
    this.events = events;
  }

  /** Looks, tells when it has changed, answers whether there is too little. From any thread. */
  synchronized boolean look() {
    Room now = measure(options.store());
    room = now;
    boolean lowNow =
        now.totalBytes() >= 0
            && (now.freeBytes() < options.minFreeBytes()
                || now.freeBytes() < now.totalBytes() / 100 * options.minFreePercent());
    if (lowNow != low) {
      low = lowNow;
      LOG.log(
          lowNow ? Level.SEVERE : Level.INFO,
          "Recording store: {0} bytes free of {1}, {2}",
          new Object[] {now.freeBytes(), now.totalBytes(), lowNow ? "too little" : "enough again"});
      events.accept(new MediaEvent.StoreSpace(lowNow, now.freeBytes(), now.totalBytes()));
    }
    return lowNow;
  }

  /** The store may not exist before its first recording; then its parent's room counts. */
  private static Room measure(Path store) {
    Path place = store.toAbsolutePath();
    while (place.getParent() != null && !Files.exists(place)) {
      place = place.getParent();
    }
    try {
      FileStore files = Files.getFileStore(place);
      return new Room(files.getUsableSpace(), files.getTotalSpace());
    } catch (IOException e) {
      LOG.log(Level.FINE, "The store's room cannot be told", e);
      return new Room(-1, -1);
    }
  }

  /** What the last look found. */
  public Room room() {
    return room;
  }

  /** Whether there was too little at the last look. */
  public boolean isLow() {
    return low;
  }
}
