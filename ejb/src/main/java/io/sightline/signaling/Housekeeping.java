package io.sightline.signaling;

import io.sightline.attachment.AttachmentSweep;
import io.sightline.call.Calls;
import io.sightline.call.Session;
import io.sightline.configuration.Settings;
import io.sightline.identity.SignIn;
import io.sightline.link.Links;
import io.sightline.push.PushSubscriptions;
import io.sightline.queue.Demonstration;
import io.sightline.queue.Visits;
import io.sightline.tenant.TenantId;
import io.sightline.tenant.Tenants;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.Timeout;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The timer that does what nobody asks for: ends calls whose links ran out unused, makes lost
 * participants absent, closes abandoned calls, removes used-up tokens. Each step is a transaction
 * of its own that looks again under the call's lock, so it may run twice and on several servers.
 */
@Singleton
@Startup
@DependsOn("SchemaMigration")
@TransactionManagement(TransactionManagementType.BEAN)
public class Housekeeping {
  private static final Logger LOG = System.getLogger(Housekeeping.class.getName());
  private static final int BATCH = 500;

  /** A visitor who has pressed the button and then does not come, or comes back. */
  private static final Duration DESERTED_AFTER = Duration.ofMinutes(2);

  @Resource private TimerService timers;
  @Inject private SignalingService signaling;
  @Inject private CallDesk desk;
  @Inject private RingDesk rings;
  @Inject private FixedSessions fixedSessions;
  @Inject private Links links;
  @Inject private Visits visits;
  @Inject private Demonstration demonstration;
  @Inject private SocketTickets tickets;
  @Inject private SignIn signIn;
  @Inject private AttachmentSweep attachments;
  @Inject private PushSubscriptions push;
  @Inject private Tenants tenants;
  @Inject private IceServers iceServers;
  @Inject private Settings settings;
  @Inject private Clock clock;

  @PostConstruct
  void start() {
    iceServers.check();
    tenants.ensure(new TenantId(settings.identityTenant()));
    demonstration.ensure();
    attachments.reconcile();
    each(
        desk.withSessions(List.of(Session.State.LOBBY, Session.State.JOINED)),
        signaling::forgetSockets);
    long interval = settings.sweepInterval().toMillis();
    timers.createIntervalTimer(interval, interval, new TimerConfig("sweep", false));
  }

  @Timeout
  void sweep() {
    each(links.expired(BATCH), signaling::expire);
    each(desk.withSessions(List.of(Session.State.LOST)), signaling::lapse);
    fixedSessions.sweep();
    each(
        desk.mediaPending(clock.instant().minus(settings.mediaPatience()), BATCH),
        signaling::mediaOverdue);
    var deadline = clock.instant().minus(settings.abandonedAfter());
    each(desk.emptySince(deadline, BATCH), key -> signaling.abandon(key, deadline));
    var unseen = clock.instant().minus(DESERTED_AFTER);
    each(visits.deserted(unseen, BATCH), key -> signaling.desert(key, unseen));
    each(rings.ringing(Optional.empty()), signaling::ringOverdue);
    attachments.sweep();
    push.sweep();
    tickets.sweep();
    signIn.sweep();
  }

  /** One that fails does not keep the others from being done. */
  private static void each(List<Calls.Key> keys, Consumer<Calls.Key> step) {
    for (Calls.Key key : keys) {
      try {
        step.accept(key);
      } catch (RuntimeException failure) {
        LOG.log(Level.WARNING, "sweep failed callId=" + key.id(), failure);
      }
    }
  }
}
