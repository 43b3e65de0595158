package io.sightline.web.playback;

import io.sightline.configuration.Settings;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.Timeout;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SeekableByteChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Those who are being sent a recording now: how many at most, for how long without progress, and
 * their threads. A thread of its own for each, since a container may wait inside a write even of a
 * {@code WriteListener} and would occupy its own threads with slow receivers (docs/ruled-out.md).
 */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class Players {
  static final String ATTRIBUTE = Player.class.getName();

  private static final long EVERY_MS = Duration.ofSeconds(5).toMillis();

  /** How long a thread without a player is kept. */
  private static final long KEEP_ALIVE_S = 10;

  private final Set<Player> playing = ConcurrentHashMap.newKeySet();
  private final AtomicInteger all = new AtomicInteger();

  @Resource private TimerService timers;
  @Resource private ManagedThreadFactory factory;
  @Inject private Settings settings;

  /** A file to be sent; opened once, by {@link #prepare}. */
  @FunctionalInterface
  public interface Source {
    SeekableByteChannel open() throws IOException;
  }

  private ThreadPoolExecutor threads;

  @PostConstruct
  void start() {
    // Bounded by the number of players, who are admitted before.
    threads =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            KEEP_ALIVE_S,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            factory);
    timers.createIntervalTimer(EVERY_MS, EVERY_MS, new TimerConfig("idle players", false));
  }

  @PreDestroy
  void stop() {
    playing.forEach(player -> player.end(true));
    threads.shutdown();
  }

  /**
   * Makes a stretch of a file the body of the answer, which {@link PlaybackBody} sends once its
   * head is decided. The first bytes are read and checked here.
   *
   * @param first of the stretch, in bytes
   * @param length of the stretch, in bytes
   * @return false when there are too many players; then nothing was opened
   * @throws UncheckedIOException when the file is away or not authentic
   */
  public boolean prepare(HttpServletRequest request, Source file, long first, long length) {
    if (!admit()) {
      return false;
    }
    Player player = null;
    SeekableByteChannel channel = null;
    try {
      channel = file.open();
      player = new Player(channel, first, length, this::release);
    } catch (IOException e) {
      throw new UncheckedIOException("a rendition cannot be read", e);
    } finally {
      if (player == null) {
        close(channel);
        release(null);
      }
    }
    request.setAttribute(ATTRIBUTE, player);
    return true;
  }

  /** Sends the body on a thread of its own; returns at once. */
  public void send(Player player, AsyncContext answer) {
    player.takeOver(answer);
    playing.add(player);
    threads.execute(player);
  }

  private boolean admit() {
    if (all.incrementAndGet() > settings.players()) {
      all.decrementAndGet();
      return false;
    }
    return true;
  }

  private void release(Player player) {
    if (player != null) {
      playing.remove(player);
    }
    all.decrementAndGet();
  }

  private static void close(SeekableByteChannel channel) {
    if (channel != null) {
      try (channel) {
        return;
      } catch (IOException e) {
        throw new UncheckedIOException("a rendition cannot be closed", e);
      }
    }
  }

  @Timeout
  void sweep() {
    long idleNs = settings.playerIdle().toNanos();
    long now = System.nanoTime();
    for (Player player : playing) {
      if (now - player.progressNs() > idleNs) {
        player.end(true);
      }
    }
  }
}
