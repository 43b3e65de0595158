package io.sightline.testsupport.client;

import io.sightline.testsupport.peer.MediaPeer;
import io.sightline.testsupport.peer.PeerLoop;
import io.sightline.testsupport.peer.PeerOptions;
import io.sightline.testsupport.peer.TrackStatistics;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An agent or customer who follows the protocol as the server's own pages do: answers the server's
 * offers with a {@link MediaPeer} for each generation and tells when media has arrived.
 *
 * <p>On the direct path no media flows, since both sides are scripts: descriptions are exchanged as
 * opaque text through the server, and both say that they are established.
 */
public final class ScriptedParticipant implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ScriptedParticipant.class.getName());

  /** After so long without a packet the other side is taken to have neither sound nor picture. */
  private static final Duration SILENCE = Duration.ofSeconds(10);

  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final ApiClient api;
  private final PeerLoop loop;
  private final PeerOptions options;
  private final ExecutorService worker;
  private final Map<Integer, MediaPeer> peers = new TreeMap<>();
  private SignalingClient socket;
  private String callId;

  /**
   * @param api with the participant's token
   * @param options what it sends once media is forwarded
   */
  public ScriptedParticipant(ApiClient api, PeerLoop loop, PeerOptions options) {
    this.api = api;
    this.loop = loop;
    this.options = options;
    this.worker =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, options.name() + "-signaling");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Opens the socket; answers the welcome. */
  public JsonObject connect() throws IOException, TimeoutException {
    socket = SignalingClient.connect(api.base(), api.trust(), api.ticket(), this::follow);
    return socket.await("welcome");
  }

  /** Enters the call. */
  public void join(String call) {
    callId = call;
    JsonObject capabilities =
        Json.createObjectBuilder().add("audio", names("opus")).add("video", names("VP8")).build();
    JsonObject media =
        Json.createObjectBuilder()
            .add("audio", options.sendAudio())
            .add("video", options.videoSections() > 0)
            .build();
    send(message("join").add("capabilities", capabilities).add("media", media));
  }

  private static JsonArrayBuilder names(String... names) {
    return Json.createArrayBuilder(List.of(names));
  }

  /** A message of a type about this participant's call, to be sent by {@link #send}. */
  public JsonObjectBuilder message(String type) {
    return Json.createObjectBuilder().add("type", type).add("callId", callId);
  }

  public void send(JsonObjectBuilder message) {
    socket.send(message.build());
  }

  /** Sends a message that has nothing but its type, such as "recording.start" or "call.end". */
  public void send(String type) {
    send(message(type));
  }

  public SignalingClient socket() {
    return socket;
  }

  /** Waits for a snapshot of the call that fulfils a condition. */
  public JsonObject awaitCall(java.util.function.Predicate<JsonObject> condition)
      throws TimeoutException {
    JsonObject message =
        socket.await(
            LIMIT,
            m ->
                m.getString("type", "").equals("call.state")
                    && condition.test(m.getJsonObject("call")));
    return message.getJsonObject("call");
  }

  /** Waits until all sides are established on a path; answers its generation. */
  public int awaitPath(String path, int laterThan) throws TimeoutException {
    JsonObject chosen =
        socket.await(
            LIMIT,
            m ->
                m.getString("type", "").equals("media.path")
                    && m.getString("path", "").equals(path)
                    && m.getInt("generation") > laterThan);
    int generation = chosen.getInt("generation");
    socket.await(
        LIMIT,
        m ->
            m.getString("type", "").equals("media.complete")
                && m.getInt("generation") == generation);
    return generation;
  }

  /** The media of a generation on the forwarded path. */
  public MediaPeer peer(int generation) {
    synchronized (peers) {
      MediaPeer peer = peers.get(generation);
      if (peer == null) {
        throw new IllegalStateException("no offer of the server for generation " + generation);
      }
      return peer;
    }
  }

  private void follow(JsonObject message) {
    worker.execute(() -> react(message));
  }

  private void react(JsonObject message) {
    switch (message.getString("type", "")) {
      case "media.path" -> onPath(message);
      case "media.description" -> onDescription(message);
      case "media.complete" -> closeOlderThan(message.getInt("generation"));
      case "call.ended" -> closeOlderThan(Integer.MAX_VALUE);
      default -> {
        // What tests wait for themselves.
      }
    }
  }

  private void onPath(JsonObject message) {
    if (message.getString("path").equals("direct") && message.getBoolean("offerer", false)) {
      sendDescription(message.getInt("generation"), "offer", "v=0\r\ns=offer\r\n", null);
    }
  }

  private void onDescription(JsonObject message) {
    int generation = message.getInt("generation");
    JsonObject description = message.getJsonObject("description");
    boolean offer = description.getString("type").equals("offer");
    if (message.getString("from", "").equals("server")) {
      if (offer) {
        answer(message, generation, description.getString("sdp"));
      }
      return;
    }
    if (offer) {
      sendDescription(generation, "answer", "v=0\r\ns=answer\r\n", null);
    }
    send(message("media.established").add("generation", generation));
  }

  private void answer(JsonObject message, int generation, String sdp) {
    boolean fresh;
    MediaPeer peer;
    synchronized (peers) {
      fresh = !peers.containsKey(generation);
      peer = peers.computeIfAbsent(generation, g -> MediaPeer.open(loop, options));
    }
    String answer = peer.answer(sdp);
    sendDescription(generation, "answer", answer, message.get("negotiation"));
    if (fresh) {
      Thread waiting = new Thread(() -> establish(peer, generation), "establish-" + generation);
      waiting.setDaemon(true);
      waiting.start();
    }
  }

  /** Established is what has brought a packet, or is connected with somebody who sends none. */
  private void establish(MediaPeer peer, int generation) {
    try {
      peer.connected().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      try {
        peer.await(SILENCE, tracks -> tracks.stream().anyMatch(ScriptedParticipant::flows));
      } catch (TimeoutException e) {
        LOG.log(System.Logger.Level.INFO, "nothing to receive in generation " + generation);
      }
      send(message("media.established").add("generation", generation));
    } catch (TimeoutException | ExecutionException e) {
      send(
          message("media.failed")
              .add("generation", generation)
              .add("reason", "not connected: " + e.getClass().getSimpleName()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean flows(TrackStatistics track) {
    return track.packets() > 0;
  }

  private void sendDescription(int generation, String type, String sdp, JsonValue negotiation) {
    JsonObjectBuilder message =
        message("media.description")
            .add("generation", generation)
            .add("description", Json.createObjectBuilder().add("type", type).add("sdp", sdp));
    if (negotiation != null) {
      message.add("negotiation", negotiation);
    }
    send(message);
  }

  private void closeOlderThan(int generation) {
    synchronized (peers) {
      peers.forEach(
          (number, peer) -> {
            if (number < generation) {
              peer.close();
            }
          });
    }
  }

  /** Loses the socket and all media without a word, as a closed tab does. */
  public void vanish() {
    socket.close();
    synchronized (peers) {
      peers.values().forEach(MediaPeer::abandon);
    }
  }

  @Override
  public void close() {
    if (socket != null && !socket.closed().isDone()) {
      socket.close();
    }
    closeOlderThan(Integer.MAX_VALUE);
    worker.shutdown();
    try {
      worker.awaitTermination(2, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
