package io.sightline.media.server;

import io.sightline.media.api.Annotation;
import io.sightline.media.api.Candidate;
import io.sightline.media.api.ConfigureEndpoint;
import io.sightline.media.api.InterruptedRecording;
import io.sightline.media.api.MediaEvent;
import io.sightline.media.api.MediaException;
import io.sightline.media.api.MediaException.Reason;
import io.sightline.media.api.MediaStatistics;
import io.sightline.media.api.OpenEndpoint;
import io.sightline.media.api.StartRecording;
import io.sightline.media.api.TransportParameters;
import io.sightline.media.dtls.DtlsIdentity;
import io.sightline.media.dtls.DtlsWorkers;
import io.sightline.media.forwarding.EndpointFigures;
import io.sightline.media.forwarding.EndpointTable;
import io.sightline.media.forwarding.Forwarder;
import io.sightline.media.forwarding.MediaContext;
import io.sightline.media.ice.IceCredentials;
import io.sightline.media.management.MediaCounters;
import io.sightline.media.recorder.ManifestSigner;
import io.sightline.media.recorder.Recording;
import io.sightline.media.recorder.RecordingDisk;
import io.sightline.media.transport.MediaThread;
import io.sightline.media.transport.UdpPort;
import jakarta.json.spi.JsonProvider;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The media server: a UDP port, a media thread, a disk thread, an event thread and DTLS workers on
 * the executor given. Its operations are those of {@link io.sightline.media.api.MediaConnection},
 * safe from any thread; they hand over to the media thread and do not wait for it.
 */
public final class MediaServer {
  private static final Logger LOG = Logger.getLogger(MediaServer.class.getName());
  private static final long STOP_STEP_MILLIS = 10_000;
  private static final long EVENT_GRACE_MILLIS = 3_000;

  /** What is known of an endpoint outside the media thread. */
  private record Opened(
      OpenEndpoint request, IceCredentials credentials, EndpointFigures figures) {}

  private final MediaConfiguration configuration;
  private final Executor threads;
  private final MediaCounters counters = new MediaCounters();
  private final EventDelivery events;
  private final SecureRandom random = new SecureRandom();
  private final Map<UUID, Opened> endpoints = new ConcurrentHashMap<>();
  private final ManagementBeans management = new ManagementBeans();
  private DtlsIdentity identity;
  private DtlsWorkers workers;
  private RecordingDisk disk;
  private RunningRecordings recordings;
  private volatile MediaThread media;
  private EndpointTable table;
  private List<Candidate> candidates = List.of();
  private boolean started;
  private volatile boolean running;

  /**
   * A server that is not started.
   *
   * @param threads runs each task on a thread of its own, for as long as it takes
   * @param receiver takes events
   */
  public MediaServer(
      MediaConfiguration configuration, Executor threads, EventDelivery.Receiver receiver) {
    this.configuration = configuration;
    this.threads = threads;
    this.events = new EventDelivery(receiver, configuration.eventQueue(), counters);
  }

  /**
   * Binds the port and starts the threads.
   *
   * @throws IOException when the port cannot be bound; nothing is left behind
   */
  public synchronized void start() throws IOException {
    UdpPort port = UdpPort.open(configuration.bindAddress(), configuration.udpPort(), counters);
    media = new MediaThread(port, counters);
    try {
      assemble(port);
    } catch (IOException | RuntimeException e) {
      media.close();
      throw e;
    }
    started = true;
    running = true;
    management.add(this);
    LOG.log(
        Level.INFO,
        "Media server on UDP port {0}, announcing {1}",
        new Object[] {
          String.valueOf(port.localPort()), candidates.stream().map(Candidate::address).toList()
        });
  }

  private void assemble(UdpPort port) throws IOException {
    candidates = LocalCandidates.of(configuration, port.localPort());
    identity = DtlsIdentity.generate(random);
    workers = new DtlsWorkers(threads, configuration.maxHandshakes());
    MediaContext context =
        new MediaContext(
            port,
            media::post,
            counters,
            this::onEvent,
            identity,
            workers,
            random,
            (int) TimeUnit.SECONDS.toMillis(configuration.handshakeSeconds()),
            configuration.earlyPackets(),
            configuration.maxSsrcsPerEndpoint(),
            TimeUnit.SECONDS.toNanos(configuration.consentSeconds()));
    table = new EndpointTable(context);
    media.serve(new Forwarder(context, table));
    ManifestSigner signer = ManifestSigner.load(configuration.signingKey());
    JsonProvider json = JsonProvider.provider();
    disk =
        new RecordingDisk(
            configuration.recorderOptions(), threads, json, signer, counters, this::onEvent);
    recordings = new RunningRecordings(configuration, disk, management, json, signer);
    recordings.onStart(recording -> media.post(() -> table.record(recording)));
    threads.execute(events);
    threads.execute(disk);
    threads.execute(media);
  }

  /** Begins to stop without waiting: new work is refused, calls close, recordings are sealed. */
  private void beginStop() {
    if (running) {
      running = false;
      media.post(table::closeAll);
      media.stop();
    }
  }

  /**
   * Refuses new work, closes all calls, seals all recordings, hands out the last events, frees the
   * port and ends the threads. Waits for each step a bounded time.
   */
  public synchronized void stop() {
    if (!started) {
      return;
    }
    started = false;
    beginStop();
    try {
      boolean clean = media.awaitEnd(STOP_STEP_MILLIS);
      workers.close();
      disk.stop();
      clean &= disk.awaitEnd(STOP_STEP_MILLIS);
      events.stop(EVENT_GRACE_MILLIS);
      clean &= events.awaitEnd(STOP_STEP_MILLIS);
      LOG.log(clean ? Level.INFO : Level.WARNING, "Media server stopped, cleanly: {0}", clean);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      management.removeAll();
      endpoints.clear();
      recordings.clear();
    }
  }

  /** See {@link io.sightline.media.api.MediaConnection#openEndpoint}. */
  public TransportParameters openEndpoint(OpenEndpoint request) throws MediaException {
    requireRunning();
    Opened known = endpoints.get(request.endpointId());
    if (known == null) {
      if (endpoints.size() >= configuration.maxEndpoints()) {
        throw new MediaException(
            Reason.REFUSED,
            "This media server serves "
                + configuration.maxEndpoints()
                + " endpoints at most (sightline.media.max-endpoints)");
      }
      Opened fresh =
          new Opened(
              request,
              IceCredentials.generate(random),
              new EndpointFigures(request.callId(), request.endpointId(), request.role()));
      known = endpoints.putIfAbsent(request.endpointId(), fresh);
      if (known == null) {
        media.post(() -> table.open(request, fresh.credentials(), fresh.figures()));
        management.add(fresh.figures());
        known = fresh;
      }
    }
    return parameters(known.credentials());
  }

  private TransportParameters parameters(IceCredentials credentials) {
    return new TransportParameters(
        credentials.ufrag(), credentials.pwd(), candidates, identity.fingerprint(), "actpass");
  }

  /** See {@link io.sightline.media.api.MediaConnection#configureEndpoint}. */
  public void configureEndpoint(ConfigureEndpoint request) throws MediaException {
    requireRunning();
    requireEndpoint(request.endpointId());
    EndpointValidation.check(request);
    media.post(() -> table.configure(request));
  }

  /** See {@link io.sightline.media.api.MediaConnection#restartIce}. */
  public TransportParameters restartIce(UUID endpointId) throws MediaException {
    requireRunning();
    requireEndpoint(endpointId);
    Opened renewed =
        endpoints.computeIfPresent(
            endpointId,
            (id, known) -> {
              if (known.figures().restartPending()) {
                return known;
              }
              IceCredentials further = IceCredentials.generate(random);
              known.figures().setRestartPending(true);
              media.post(() -> table.restartIce(id, further));
              return new Opened(known.request(), further, known.figures());
            });
    if (renewed == null) {
      throw unknownEndpoint(endpointId);
    }
    return parameters(renewed.credentials());
  }

  /** See {@link io.sightline.media.api.MediaConnection#closeEndpoint}. */
  public void closeEndpoint(UUID endpointId) {
    if (endpoints.remove(endpointId) != null && running) {
      management.remove(endpointId);
      media.post(() -> table.close(endpointId));
    }
  }

  /** See {@link io.sightline.media.api.MediaConnection#closeCall}. */
  public void closeCall(UUID callId) {
    for (Opened opened : endpoints.values()) {
      if (opened.request().callId().equals(callId)) {
        closeEndpoint(opened.request().endpointId());
      }
    }
    if (running) {
      media.post(() -> table.closeCall(callId));
    }
  }

  /** See {@link io.sightline.media.api.MediaConnection#startRecording}. */
  public void startRecording(StartRecording request) throws MediaException {
    requireRunning();
    recordings.start(request);
  }

  /** See {@link io.sightline.media.api.MediaConnection#pauseRecording}. */
  public void pauseRecording(UUID recordingId) throws MediaException {
    requireRunning();
    Recording recording = recordings.require(recordingId);
    media.post(() -> table.pause(recording));
  }

  /** See {@link io.sightline.media.api.MediaConnection#resumeRecording}. */
  public void resumeRecording(UUID recordingId) throws MediaException {
    requireRunning();
    Recording recording = recordings.require(recordingId);
    media.post(() -> table.resume(recording));
  }

  /** See {@link io.sightline.media.api.MediaConnection#annotateRecording}. */
  public void annotateRecording(UUID recordingId, Annotation annotation) throws MediaException {
    requireRunning();
    Recording recording = recordings.require(recordingId);
    long nowNs = System.nanoTime();
    media.post(() -> recording.annotate(annotation, nowNs));
  }

  /** See {@link io.sightline.media.api.MediaConnection#stopRecording}; unknown ids are ignored. */
  public void stopRecording(UUID recordingId) {
    Recording recording = recordings.find(recordingId);
    if (recording != null && running) {
      media.post(() -> table.stop(recording));
    }
  }

  /** See {@link io.sightline.media.api.MediaConnection#sealInterrupted}. */
  public MediaEvent.RecordingSealed sealInterrupted(InterruptedRecording request)
      throws MediaException {
    requireRunning();
    return recordings.sealInterrupted(request);
  }

  /** See {@link io.sightline.media.api.MediaConnection#statistics}. */
  public MediaStatistics statistics() {
    long calls = endpoints.values().stream().map(e -> e.request().callId()).distinct().count();
    return new MediaStatistics(
        (int) calls, endpoints.size(), recordings.all().size(), disk.room(), counters.snapshot());
  }

  /** The figures of all open endpoints. */
  public List<EndpointFigures> endpointFigures() {
    return endpoints.values().stream().map(Opened::figures).toList();
  }

  /** The recordings that run or are being sealed. */
  public Collection<Recording> recordings() {
    return recordings.all();
  }

  /** What writes recordings, for its figures. */
  RecordingDisk disk() {
    return disk;
  }

  public MediaCounters counters() {
    return counters;
  }

  /** The queue of events, for who makes receivers come and go. */
  public EventDelivery events() {
    return events;
  }

  /** Whether the server was started and not stopped. */
  public boolean isRunning() {
    return running;
  }

  private void onEvent(MediaEvent event) {
    if (event instanceof MediaEvent.RecordingSealed sealed) {
      recordings.forget(sealed.recordingId());
    } else if (event instanceof MediaEvent.RecordingFailed failed) {
      recordings.forget(failed.recordingId());
    }
    events.offer(event);
  }

  private void requireRunning() throws MediaException {
    if (!running) {
      throw new MediaException(Reason.UNAVAILABLE, "The media server is not running");
    }
  }

  private void requireEndpoint(UUID endpointId) throws MediaException {
    if (!endpoints.containsKey(endpointId)) {
      throw unknownEndpoint(endpointId);
    }
  }

  private static MediaException unknownEndpoint(UUID endpointId) {
    return new MediaException(Reason.NOT_FOUND, "No endpoint " + endpointId);
  }
}
