package io.sightline.media.server;

import io.sightline.media.api.MediaEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** A media server on a free loopback port with threads of its own, and the events it told. */
final class TestServer implements AutoCloseable {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final BlockingQueue<MediaEvent> arriving = new LinkedBlockingQueue<>();
  private final List<MediaEvent> seen = new ArrayList<>();
  final MediaServer media;

  private TestServer(MediaConfiguration configuration) throws IOException {
    media = new MediaServer(configuration, threads, arriving::add);
    media.start();
  }

  static TestServer start(Path store) throws IOException {
    return start(store, Map.of());
  }

  static TestServer start(Path store, Map<String, String> more) throws IOException {
    return new TestServer(configuration(store, more));
  }

  static MediaConfiguration configuration(Path store, Map<String, String> more) {
    Map<String, String> settings =
        new java.util.HashMap<>(
            Map.of(
                "sightline.media.udp-port",
                "0",
                "sightline.media.bind-address",
                "127.0.0.1",
                "sightline.recording.store",
                store.toString(),
                "sightline.recording.signing-key",
                store.resolve("signing.pem").toString()));
    settings.putAll(more);
    return MediaConfiguration.from(settings::get);
  }

  /** The first event that fits, seen before or awaited up to 20 s; it is taken out. */
  <T extends MediaEvent> T await(Class<T> type, Predicate<T> fits)
      throws InterruptedException, TimeoutException {
    for (MediaEvent event : seen) {
      if (type.isInstance(event) && fits.test(type.cast(event))) {
        seen.remove(event);
        return type.cast(event);
      }
    }
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (true) {
      MediaEvent event = arriving.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (event == null) {
        throw new TimeoutException("No " + type.getSimpleName() + ", but " + seen);
      }
      if (type.isInstance(event) && fits.test(type.cast(event))) {
        return type.cast(event);
      }
      seen.add(event);
    }
  }

  @Override
  public void close() {
    media.stop();
    threads.shutdown();
    try {
      if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("A thread of the media server did not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
