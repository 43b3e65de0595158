package io.sightline.benchmarks;

import io.sightline.testsupport.client.PinnedTrust;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Players that take 20 kB/s each over HTTP/1.1, and what a running server answers meanwhile.
 *
 * <pre>
 * SlowPlayers &lt;url of a recording's file&gt; &lt;its playback cookie&gt; &lt;server.pem&gt; &lt;players&gt; &lt;seconds&gt;
 * </pre>
 *
 * The file has to be larger than what a connection buffers. Before the players begin, the first
 * byte is asked for at places all over the file.
 */
public final class SlowPlayers {
  private static final System.Logger LOG = System.getLogger(SlowPlayers.class.getName());
  private static final int BYTES_PER_SECOND = 20_000;
  private static final int SEEKS = 50;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient client;
  private final URI file;
  private final String cookie;
  private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(1);
  private final Map<Integer, AtomicInteger> answers = new ConcurrentHashMap<>();
  private final AtomicInteger broken = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

  private SlowPlayers(HttpClient client, URI file, String cookie) {
    this.client = client;
    this.file = file;
    this.cookie = cookie;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length != 5) {
      throw new IllegalArgumentException("url, cookie, certificate, players, seconds");
    }
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(PinnedTrust.of(Path.of(arguments[2])).context())
            .build();
    SlowPlayers load = new SlowPlayers(client, URI.create(arguments[0]), arguments[1]);
    load.run(Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]));
  }

  private void run(int players, int seconds) throws IOException, InterruptedException {
    LOG.log(System.Logger.Level.INFO, "first byte of a range, ms: " + percentiles(seek()));
    long begun = System.nanoTime();
    for (int i = 0; i < players; i++) {
      play();
    }
    List<Double> health = new ArrayList<>();
    CountDownLatch over = new CountDownLatch(1);
    while (System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(seconds)) {
      health.add(millis(get(file.resolve("/health/live"), "bytes=0-")));
      boolean unused = over.await(100, TimeUnit.MILLISECONDS);
    }
    double took = (System.nanoTime() - begun) / 1e9;
    LOG.log(
        System.Logger.Level.INFO,
        String.format(
            "players %d, answers %s, broken %d, taken %.1f kB/s each, /health/live ms: %s",
            players,
            new TreeMap<>(answers),
            broken.get(),
            bytes.get() / took / players / 1000,
            percentiles(health)));
    clock.shutdownNow();
    Runtime.getRuntime().halt(broken.get() == 0 ? 0 : 1);
  }

  private List<Double> seek() throws IOException, InterruptedException {
    long size =
        Long.parseLong(
            get(file, "bytes=0-0")
                .headers()
                .firstValue("Content-Range")
                .orElse("/0")
                .split("/")[1]);
    List<Double> times = new ArrayList<>();
    for (int i = 0; i < SEEKS; i++) {
      long at = (i * 7919L % SEEKS) * (size / SEEKS) + 12_345;
      times.add(millis(get(file, "bytes=" + at + "-" + at)));
    }
    return times;
  }

  /** An answer and the time it took. */
  private HttpResponse<Long> get(URI uri, String range) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    HttpResponse.BodyHandler<Long> handler =
        head ->
            HttpResponse.BodySubscribers.mapping(
                HttpResponse.BodySubscribers.discarding(), nothing -> System.nanoTime() - begun);
    return client.send(request(uri).header("Range", range).timeout(PATIENCE).build(), handler);
  }

  private static double millis(HttpResponse<Long> response) {
    return response.body() / 1e6;
  }

  private HttpRequest.Builder request(URI uri) {
    return HttpRequest.newBuilder(uri).header("Cookie", cookie);
  }

  private void play() {
    HttpResponse.BodyHandler<Void> slowly =
        head -> {
          answers.computeIfAbsent(head.statusCode(), code -> new AtomicInteger()).incrementAndGet();
          return HttpResponse.BodySubscribers.fromSubscriber(new Slow());
        };
    var unused =
        client
            .sendAsync(request(file).build(), slowly)
            .whenComplete(
                (response, failure) -> {
                  if (failure != null) {
                    broken.incrementAndGet();
                  }
                });
  }

  private static String percentiles(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return String.format(
        "p50 %.1f, p99 %.1f, longest %.1f of %d",
        sorted.get(sorted.size() / 2),
        sorted.get(sorted.size() * 99 / 100),
        sorted.get(sorted.size() - 1),
        sorted.size());
  }

  /** Asks for the next bytes when those it got would have been played. */
  private final class Slow implements Flow.Subscriber<List<ByteBuffer>> {
    private Flow.Subscription subscription;

    @Override
    public void onSubscribe(Flow.Subscription granted) {
      subscription = granted;
      granted.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      long taken = buffers.stream().mapToLong(ByteBuffer::remaining).sum();
      bytes.addAndGet(taken);
      var unused =
          clock.schedule(
              () -> subscription.request(1),
              taken * 1_000_000 / BYTES_PER_SECOND,
              TimeUnit.MICROSECONDS);
    }

    @Override
    public void onError(Throwable failure) {
      broken.incrementAndGet();
    }

    @Override
    public void onComplete() {
      subscription.cancel();
    }
  }
}
