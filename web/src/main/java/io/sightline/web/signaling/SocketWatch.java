package io.sightline.web.signaling;

import io.sightline.configuration.Settings;
import io.sightline.signaling.CloseReason;
import jakarta.annotation.PostConstruct;
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
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Closes sockets on which nothing has come for too long. */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class SocketWatch {
  private static final long EVERY_MS = Duration.ofSeconds(10).toMillis();

  private final Set<SessionSocket> sockets = ConcurrentHashMap.newKeySet();

  @Resource private TimerService timers;
  @Inject private Settings settings;

  @PostConstruct
  void start() {
    timers.createIntervalTimer(EVERY_MS, EVERY_MS, new TimerConfig("idle sockets", false));
  }

  public void add(SessionSocket socket) {
    sockets.add(socket);
  }

  @Timeout
  void sweep() {
    long idleNs = settings.idle().toNanos();
    long now = System.nanoTime();
    sockets.removeIf(SessionSocket::hasEnded);
    for (SessionSocket socket : sockets) {
      if (now - socket.heardNs() > idleNs) {
        sockets.remove(socket);
        socket.abort(CloseReason.IDLE);
      }
    }
  }
}
