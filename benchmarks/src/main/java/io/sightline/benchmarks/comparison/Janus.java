package io.sightline.benchmarks.comparison;

import io.sightline.testsupport.clip.Side;
import io.sightline.testsupport.peer.MediaPeer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Janus with its videoroom: a room for each call, recorded; each side has a connection on which it
 * publishes and one on which it subscribes to the other.
 */
final class Janus implements Contender {
  private static final Duration LIMIT = Duration.ofSeconds(40);
  private static final int STARTING_SECONDS = 20;

  private final Process process;
  private final PeerFactory peers;
  private final String address;
  private final URI api;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Path recordings;
  private int transactions;

  private Janus(Process process, PeerFactory peers, String address, URI api, Path recordings) {
    this.process = process;
    this.peers = peers;
    this.address = address;
    this.api = api;
    this.recordings = recordings;
  }

  /** Starts it with its JSON API on a loopback port; the rest is as Debian's package has it. */
  static Janus start(Path directory, PeerFactory peers, String address, int port)
      throws IOException, InterruptedException {
    Path configuration = Files.createDirectories(directory.resolve("janus"));
    Path recordings = Files.createDirectories(directory.resolve("janus-recordings"));
    Files.writeString(
        configuration.resolve("janus.jcfg"),
        """
        general: { debug_level = 2; session_timeout = 0;
          protected_folders = [ "/etc" ] }
        media: { rtp_port_range = "40000-49999" }
        nat: { ice_lite = true; ice_enforce_list = "%s" }
        plugins: { disable = "libjanus_audiobridge.so,libjanus_duktape.so,libjanus_lua.so,\
        libjanus_sip.so,libjanus_nosip.so,libjanus_streaming.so,libjanus_textroom.so,\
        libjanus_videocall.so,libjanus_voicemail.so,libjanus_recordplay.so,libjanus_echotest.so" }
        transports: { disable = "libjanus_websockets.so,libjanus_mqtt.so,libjanus_nanomsg.so,\
        libjanus_pfunix.so,libjanus_rabbitmq.so" }
        """
            .formatted(address));
    Files.writeString(
        configuration.resolve("janus.transport.http.jcfg"),
        "general: { json = \"compact\"; base_path = \"/janus\"; http = true; port = "
            + port
            + "; ip = \"127.0.0.1\"; https = false }\nadmin: { admin_http = false }\n");
    Process process =
        new ProcessBuilder(
                "janus",
                "--configs-folder=" + configuration,
                "--disable-colors",
                "--interface=" + address)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("janus.log").toFile())
            .start();
    Janus made =
        new Janus(
            process, peers, address, URI.create("http://127.0.0.1:" + port + "/janus"), recordings);
    made.awaitStart();
    return made;
  }

  private void awaitStart() throws IOException, InterruptedException {
    for (int i = 0; i < 10 * STARTING_SECONDS; i++) {
      try {
        send(api, message("create"));
        return;
      } catch (java.net.ConnectException e) {
        if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
          throw new IOException("Janus ended with " + process.exitValue(), e);
        }
      }
    }
    throw new IOException("Janus does not answer");
  }

  @Override
  public long pid() {
    return process.pid();
  }

  /** A session of the API with one handle of the videoroom: one WebRTC connection. */
  private record Handle(URI session, URI handle) {}

  private Handle attach() throws IOException, InterruptedException {
    URI session = under(api, send(api, message("create")));
    JsonObject attached = send(session, message("attach").add("plugin", "janus.plugin.videoroom"));
    return new Handle(session, under(session, attached));
  }

  private static URI under(URI parent, JsonObject answer) {
    return URI.create(parent + "/" + answer.getJsonObject("data").getJsonNumber("id"));
  }

  @Override
  public List<MediaPeer> open(int call)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    int room = 1000 + call;
    Handle owner = attach();
    send(
        owner.handle(),
        message("message")
            .add(
                "body",
                Json.createObjectBuilder()
                    .add("request", "create")
                    .add("room", room)
                    .add("publishers", 2)
                    .add("bitrate", 0)
                    .add("audiocodec", "opus")
                    .add("videocodec", "vp8")
                    .add("record", true)
                    .add("rec_dir", recordings.toString())));
    List<MediaPeer> opened = new ArrayList<>();
    List<JsonValue> feeds = new ArrayList<>();
    for (Side side : List.of(Side.AGENT, Side.CUSTOMER)) {
      MediaPeer publisher = peers.open(call, side);
      opened.add(publisher);
      feeds.add(publish(room, publisher));
    }
    // A feed is there once its publisher is connected.
    for (MediaPeer publisher : opened) {
      publisher.connected().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
    for (JsonValue feed : feeds) {
      MediaPeer subscriber = peers.open(call, Side.AGENT);
      opened.add(subscriber);
      subscribe(room, feed, subscriber);
    }
    return opened;
  }

  private JsonValue publish(int room, MediaPeer peer) throws IOException, InterruptedException {
    Handle handle = attach();
    JsonObject joined =
        ask(
            handle,
            Json.createObjectBuilder()
                .add("request", "joinandconfigure")
                .add("room", room)
                .add("ptype", "publisher"),
            "offer",
            OfferText.of(peer.transportLines(address), address, "sendonly", false, true));
    peer.answer(OfferText.ofAnswer(sdp(joined), address, "recvonly"));
    return joined.getJsonObject("plugindata").getJsonObject("data").get("id");
  }

  private void subscribe(int room, JsonValue feed, MediaPeer peer)
      throws IOException, InterruptedException {
    Handle handle = attach();
    JsonObject attached =
        ask(
            handle,
            Json.createObjectBuilder()
                .add("request", "join")
                .add("room", room)
                .add("ptype", "subscriber")
                .add(
                    "streams",
                    Json.createArrayBuilder().add(Json.createObjectBuilder().add("feed", feed))),
            null,
            null);
    String answer = peer.answer(sdp(attached));
    String candidate =
        peer.transportLines(address).stream()
            .filter(line -> line.startsWith("a=candidate"))
            .findFirst()
            .orElseThrow();
    ask(
        handle,
        Json.createObjectBuilder().add("request", "start"),
        "answer",
        answer.replace("a=ice-options:trickle", candidate));
  }

  private static String sdp(JsonObject event) {
    return event.getJsonObject("jsep").getString("sdp");
  }

  private JsonObjectBuilder message(String kind) {
    return Json.createObjectBuilder().add("janus", kind).add("transaction", "t" + transactions++);
  }

  /** Sends a request to the plugin and waits for the event that answers it. */
  private JsonObject ask(Handle handle, JsonObjectBuilder body, String type, String sdp)
      throws IOException, InterruptedException {
    JsonObjectBuilder message = message("message").add("body", body);
    String transaction = "t" + (transactions - 1);
    if (type != null) {
      message.add("jsep", Json.createObjectBuilder().add("type", type).add("sdp", sdp));
    }
    send(handle.handle(), message);
    while (true) {
      JsonObject event =
          exchange(HttpRequest.newBuilder(URI.create(handle.session() + "?maxev=1")).GET());
      if (transaction.equals(event.getString("transaction", ""))) {
        JsonObject data = event.getJsonObject("plugindata").getJsonObject("data");
        if (data.containsKey("error")) {
          throw new IOException("Janus: " + data);
        }
        return event;
      }
    }
  }

  private JsonObject send(URI to, JsonObjectBuilder message)
      throws IOException, InterruptedException {
    return exchange(
        HttpRequest.newBuilder(to)
            .POST(HttpRequest.BodyPublishers.ofString(message.build().toString())));
  }

  private JsonObject exchange(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    String text =
        http.send(request.timeout(LIMIT).build(), HttpResponse.BodyHandlers.ofString()).body();
    JsonObject answer = Json.createReader(new StringReader(text)).readObject();
    if (answer.getString("janus", "").equals("error")) {
      throw new IOException("Janus: " + text);
    }
    return answer;
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
