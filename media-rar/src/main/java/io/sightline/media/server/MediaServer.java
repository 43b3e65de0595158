package io.sightline.media.server;

import io.sightline.media.api.Annotation;
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
import io.sightline.media.forwarding.MediaContext;
import io.sightline.media.ice.IceCredentials;
import io.sightline.media.management.MediaCounters;
import io.sightline.media.recorder.ManifestSigner;
import io.sightline.media.recorder.Recording;
import io.sightline.media.recorder.RecordingDisk;
import io.sightline.media.transport.UdpSockets;
import jakarta.json.spi.JsonProvider;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * The media server: lanes, that is media threads with their UDP ports, a disk thread, an event
 * thread and DTLS workers on the executor given. Its operations are those of {@link
 * io.sightline.media.api.MediaConnection}, safe from any thread; they hand over to the call's media
 * thread and do not wait for it.
 */
public final class MediaServer {
  private static final Logger LOG = Logger.getLogger(MediaServer.class.getName());
  private static final long STOP_STEP_MILLIS = 10_000;
  private static final long EVENT_GRACE_MILLIS = 3_000;

  /** What is known of an endpoint outside the media thread. */
  private record Opened(
      OpenEndpoint request, IceCredentials credentials, EndpointFigures figures, BoundPort own) {}

  private final MediaConfiguration configuration;
  private final Executor threads;
  private final MediaCounters counters = new MediaCounters();
  private final EventDelivery events;
  private final SecureRandom random = new SecureRandom();
  private final Map<UUID, Opened> endpoints = new ConcurrentHashMap<>();
  private final ManagementBeans management = new ManagementBeans();
  private final PublicAddresses publicAddresses = new PublicAddresses();
  private Backings backings;
  private MediaPorts ports;
  private AddressWatch watch;
  private DtlsIdentity identity;
  private DtlsWorkers workers;
  private RecordingDisk disk;
  private RunningRecordings recordings;
  private final Admission admission;
  private volatile List<Lane> lanes = List.of();
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
    this.admission = new Admission(configuration);
    this.events = new EventDelivery(receiver, configuration.eventQueue(), counters);
  }

  /**
   * Binds the ports and starts the threads.
   *
   * @throws IOException when a port cannot be bound; nothing is left behind
   */
  public synchronized void start() throws IOException {
    backings = Backings.choose(configuration);
    identity = DtlsIdentity.generate(random);
    workers = new DtlsWorkers(threads, configuration.maxHandshakes());
    List<Lane> opened = new ArrayList<>();
    try {
      ports = new MediaPorts(configuration, backings.transport(), counters, publicAddresses);
      for (int i = 0; i < configuration.threads(); i++) {
        opened.add(
            Lane.open(
                configuration, backings.transport(), counters, publicAddresses, this::context));
        if (!ports.isRange()) {
          opened.get(i).share(ports.bindShared(i));
        }
      }
      if (ports.isRange()) {
        opened.get(0).share(ports.bindAsking());
      }
      lanes = List.copyOf(opened);
      watch = new AddressWatch(ports, lanes, configuration.stunServers());
      assemble();
    } catch (IOException | RuntimeException e) {
      opened.forEach(Lane::close);
      throw e;
    }
    started = true;
    running = true;
    management.add(this);
    LOG.log(
        Level.INFO,
        "Media server on UDP port {0}, announcing {1}, transport {2}, cipher {3}",
        new Object[] {
          ports.isRange() ? ports.toString() : sharedPorts(),
          announcedAddresses(),
          backings.transportName(),
          backings.cipherName()
        });
  }

  private String sharedPorts() {
    return lanes.stream()
        .map(lane -> String.valueOf(lane.port().number()))
        .collect(Collectors.joining(", "));
  }

  private MediaContext context(UdpSockets sockets, Executor loop) {
    return new MediaContext(
        sockets,
        loop,
        counters,
        this::onEvent,
        identity,
        workers,
        random,
        backings.crypto(),
        (int) TimeUnit.SECONDS.toMillis(configuration.handshakeSeconds()),
        configuration.earlyPackets(),
        configuration.maxSsrcsPerEndpoint(),
        TimeUnit.SECONDS.toNanos(configuration.consentSeconds()));
  }

  private void assemble() throws IOException {
    ManifestSigner signer = ManifestSigner.load(configuration.signingKey());
    JsonProvider json = JsonProvider.provider();
    disk =
        new RecordingDisk(
            configuration.recorderOptions(), threads, json, signer, counters, this::onEvent);
    recordings = new RunningRecordings(configuration, disk, management, json, signer);
    recordings.onStart(
        recording -> laneOf(recording.callId()).post(table -> table.record(recording)));
    threads.execute(events);
    threads.execute(disk);
    lanes.forEach(lane -> lane.run(threads));
    if (watch.isNeeded()) {
      threads.execute(watch);
    }
  }

  /** The lane of a call: always the same, so that nothing has to be kept or agreed upon. */
  private Lane laneOf(UUID callId) {
    return lanes.get(Math.floorMod(callId.hashCode(), lanes.size()));
  }

  /** Begins to stop without waiting: new work is refused, calls close, recordings are sealed. */
  private void beginStop() {
    if (running) {
      running = false;
      watch.stop();
      lanes.forEach(Lane::beginStop);
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
      boolean clean = true;
      for (Lane lane : lanes) {
        clean &= lane.awaitEnd(STOP_STEP_MILLIS);
      }
      clean &= !watch.isNeeded() || watch.awaitEnd(STOP_STEP_MILLIS);
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
      endpoints.values().forEach(MediaServer::closePort);
      endpoints.clear();
      recordings.clear();
    }
  }

  /** See {@link io.sightline.media.api.MediaConnection#openEndpoint}. */
  public TransportParameters openEndpoint(OpenEndpoint request) throws MediaException {
    requireRunning();
    Opened known = endpoints.get(request.endpointId());
    if (known == null) {
      admit(request);
      known = open(request);
    }
    return parameters(known);
  }

  private Opened open(OpenEndpoint request) throws MediaException {
    Opened fresh =
        new Opened(
            request,
            IceCredentials.generate(random),
            new EndpointFigures(request.callId(), request.endpointId(), request.role()),
            ports.isRange() ? ports.bindOwn() : null);
    Opened known = endpoints.putIfAbsent(request.endpointId(), fresh);
    if (known != null) {
      discard(fresh);
      return known;
    }
    if (!running) {
      endpoints.remove(request.endpointId());
      discard(fresh);
      requireRunning();
    }
    Lane lane = laneOf(request.callId());
    if (fresh.own() != null) {
      lane.serve(fresh.own());
    }
    lane.post(table -> table.open(request, fresh.credentials(), fresh.figures()));
    management.add(fresh.figures());
    return fresh;
  }

  /** Undoes the making of an endpoint that no media thread knows. */
  private void discard(Opened opened) {
    if (opened.own() != null) {
      opened.own().close();
      ports.giveBack(opened.own());
    }
  }

  private static void closePort(Opened opened) {
    if (opened.own() != null) {
      opened.own().close();
    }
  }

  private void admit(OpenEndpoint request) throws MediaException {
    admission.requirePlace(endpoints.size());
    UUID callId = request.callId();
    if (endpoints.values().stream().noneMatch(known -> known.request().callId().equals(callId))) {
      admission.requireRoom(laneOf(callId), recordings.all());
    }
  }

  private TransportParameters parameters(Opened endpoint) {
    return new TransportParameters(
        endpoint.credentials().ufrag(),
        endpoint.credentials().pwd(),
        ports.candidates(
            endpoint.own() != null ? endpoint.own() : laneOf(endpoint.request().callId()).port()),
        identity.fingerprint(),
        "actpass");
  }

  /** See {@link io.sightline.media.api.MediaConnection#configureEndpoint}. */
  public void configureEndpoint(ConfigureEndpoint request) throws MediaException {
    requireRunning();
    Lane lane = laneOf(requireEndpoint(request.endpointId()).request().callId());
    EndpointValidation.check(request);
    lane.post(table -> table.configure(request));
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
              laneOf(known.request().callId()).post(table -> table.restartIce(id, further));
              return new Opened(known.request(), further, known.figures(), known.own());
            });
    if (renewed == null) {
      throw unknownEndpoint(endpointId);
    }
    return parameters(renewed);
  }

  /** See {@link io.sightline.media.api.MediaConnection#closeEndpoint}. */
  public void closeEndpoint(UUID endpointId) {
    Opened known = endpoints.remove(endpointId);
    if (known != null && running) {
      management.remove(endpointId);
      Lane lane = laneOf(known.request().callId());
      lane.post(table -> table.close(endpointId));
      if (known.own() != null) {
        lane.release(known.own(), () -> ports.giveBack(known.own()));
      }
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
      laneOf(callId).post(table -> table.closeCall(callId));
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
    laneOf(recording.callId()).post(table -> table.pause(recording));
  }

  /** See {@link io.sightline.media.api.MediaConnection#resumeRecording}. */
  public void resumeRecording(UUID recordingId) throws MediaException {
    requireRunning();
    Recording recording = recordings.require(recordingId);
    laneOf(recording.callId()).post(table -> table.resume(recording));
  }

  /** See {@link io.sightline.media.api.MediaConnection#annotateRecording}. */
  public void annotateRecording(UUID recordingId, Annotation annotation) throws MediaException {
    requireRunning();
    Recording recording = recordings.require(recordingId);
    long nowNs = System.nanoTime();
    laneOf(recording.callId()).post(table -> recording.annotate(annotation, nowNs));
  }

  /** See {@link io.sightline.media.api.MediaConnection#stopRecording}; unknown ids are ignored. */
  public void stopRecording(UUID recordingId) {
    Recording recording = recordings.find(recordingId);
    if (recording != null && running) {
      laneOf(recording.callId()).post(table -> table.stop(recording));
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
        (int) calls,
        endpoints.size(),
        recordings.all().size(),
        disk.room(),
        admission.isDraining(),
        counters.snapshot());
  }

  /** The figures of all open endpoints. */
  public List<EndpointFigures> endpointFigures() {
    return endpoints.values().stream().map(Opened::figures).toList();
  }

  /** The recordings that run or are being sealed. */
  public Collection<Recording> recordings() {
    return recordings.all();
  }

  /** Where browsers are told to send to. */
  List<String> announcedAddresses() {
    return lanes.stream()
        .filter(lane -> lane.port() != null)
        .flatMap(lane -> ports.candidates(lane.port()).stream())
        .map(one -> ports.isRange() ? one.address() : one.address() + " port " + one.port())
        .distinct()
        .toList();
  }

  /** Has STUN servers asked now, before it is time; for who changed the network. */
  void askForMappings() {
    watch.askNow();
  }

  PublicAddresses publicAddresses() {
    return publicAddresses;
  }

  MediaPorts ports() {
    return ports;
  }

  /** Who may come in, for operators. */
  Admission admission() {
    return admission;
  }

  /** The load of each media thread, 0 to 1. */
  double[] loads() {
    return lanes.stream().mapToDouble(Lane::load).toArray();
  }

  /** By what packets come, go and are protected; defined once started. */
  Backings backings() {
    return backings;
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

  private Opened requireEndpoint(UUID endpointId) throws MediaException {
    Opened known = endpoints.get(endpointId);
    if (known == null) {
      throw unknownEndpoint(endpointId);
    }
    return known;
  }

  private static MediaException unknownEndpoint(UUID endpointId) {
    return new MediaException(Reason.NOT_FOUND, "No endpoint " + endpointId);
  }
}
