package io.sightline.benchmarks;

import io.sightline.testsupport.client.PinnedTrust;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
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
 * Players that take 20 kB/s each over HTTP/1.1, and what a running server answers with and without
 * them: its health, a page of the call reports, and a new call with its link.
 *
 * <pre>
 * SlowPlayers &lt;url of a recording's file&gt; &lt;its playback cookie&gt; &lt;server.pem&gt; &lt;token file&gt; &lt;players&gt; &lt;seconds&gt;
 * </pre>
 *
 * The recording's file has to be larger than what a connection buffers. The token file holds an
 * agent's access token. Before the players begin, the first byte is asked for at places all over
 * the recording, and everything else once without players.
 */
public final class SlowPlayers {
  private static final System.Logger LOG = System.getLogger(SlowPlayers.class.getName());
  private static final int BYTES_PER_SECOND = 20_000;
  private static final int SEEKS = 50;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long BETWEEN_QUESTIONS_MS = 50;

  private final HttpClient players;

  /** A client of its own, so that its questions do not wait behind the players in this process. */
  private final HttpClient asking;

  private final URI file;
  private final String cookie;
  private final String token;
  private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(1);
  private final Map<Integer, AtomicInteger> answers = new ConcurrentHashMap<>();
  private final AtomicInteger broken = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();

  private SlowPlayers(String[] arguments) throws IOException {
    Path certificate = Path.of(arguments[2]);
    this.players = client(certificate);
    this.asking = client(certificate);
    this.file = URI.create(arguments[0]);
    this.cookie = arguments[1];
    this.token = Files.readString(Path.of(arguments[3])).strip();
  }

  private static HttpClient client(Path certificate) throws IOException {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .sslContext(PinnedTrust.of(certificate).context())
        .build();
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length != 6) {
      throw new IllegalArgumentException("url, cookie, certificate, token file, players, seconds");
    }
    new SlowPlayers(arguments).run(Integer.parseInt(arguments[4]), Integer.parseInt(arguments[5]));
  }

  private void run(int count, int seconds) throws IOException, InterruptedException {
    say("first byte of a range, ms: " + percentiles(seek()));
    ask("without players", seconds);
    long begun = System.nanoTime();
    for (int i = 0; i < count; i++) {
      play();
    }
    while (answered() + broken.get() < count && System.nanoTime() - begun < PATIENCE.toNanos()) {
      pause();
    }
    double came = (System.nanoTime() - begun) / 1e9;
    long before = bytes.get();
    long from = System.nanoTime();
    ask("with " + count + " players", seconds);
    double took = (System.nanoTime() - from) / 1e9;
    say(
        String.format(
            "players %d, answers %s after %.1f s, broken %d, taken %.1f kB/s each",
            count,
            new TreeMap<>(answers),
            came,
            broken.get(),
            (bytes.get() - before) / took / count / 1000));
    clock.shutdownNow();
    Runtime.getRuntime().halt(broken.get() == 0 ? 0 : 1);
  }

  private int answered() {
    return answers.values().stream().mapToInt(AtomicInteger::get).sum();
  }

  private static void say(String what) {
    LOG.log(System.Logger.Level.INFO, what);
  }

  private static void pause() throws InterruptedException {
    boolean unused = new CountDownLatch(1).await(BETWEEN_QUESTIONS_MS, TimeUnit.MILLISECONDS);
  }

  private void ask(String label, int seconds) throws IOException, InterruptedException {
    Map<String, HttpRequest> questions = new LinkedHashMap<>();
    questions.put("/health/live", HttpRequest.newBuilder(file.resolve("/health/live")).build());
    questions.put("report page", authorised("/api/reports/calls?pageSize=25").build());
    questions.put(
        "new link",
        authorised("/api/interactions/tenants/demo/interactions")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build());
    Map<String, List<Double>> times = new LinkedHashMap<>();
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(seconds)) {
      for (Map.Entry<String, HttpRequest> question : questions.entrySet()) {
        HttpResponse<Long> answer = timed(question.getValue());
        if (answer.statusCode() >= 300) {
          throw new IOException(question.getKey() + " got " + answer.statusCode());
        }
        times.computeIfAbsent(question.getKey(), key -> new ArrayList<>()).add(millis(answer));
        pause();
      }
    }
    times.forEach((what, all) -> say(label + ", " + what + ", ms: " + percentiles(all)));
  }

  private HttpRequest.Builder authorised(String path) {
    return HttpRequest.newBuilder(file.resolve(path)).header("Authorization", "Bearer " + token);
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

  private HttpResponse<Long> get(URI uri, String range) throws IOException, InterruptedException {
    return timed(request(uri).header("Range", range).build());
  }

  /** An answer and the time it took. */
  private HttpResponse<Long> timed(HttpRequest request) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    HttpResponse.BodyHandler<Long> handler =
        head ->
            HttpResponse.BodySubscribers.mapping(
                HttpResponse.BodySubscribers.discarding(), nothing -> System.nanoTime() - begun);
    return asking.send(request, handler);
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
        players
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
