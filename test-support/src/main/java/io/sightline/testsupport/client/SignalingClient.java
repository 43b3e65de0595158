package io.sightline.testsupport.client;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.CloseReason;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.glassfish.tyrus.client.ClientManager;
import org.glassfish.tyrus.client.ClientProperties;
import org.glassfish.tyrus.client.SslEngineConfigurator;
import org.glassfish.tyrus.core.HandshakeException;

/** One signaling socket. Remembers everything received; thread-safe. */
public final class SignalingClient implements AutoCloseable {
  private final Session session;
  private final Inbox inbox;

  private SignalingClient(Session session, Inbox inbox) {
    this.session = session;
    this.inbox = inbox;
  }

  /**
   * Opens a socket as a browser on the server's own pages would.
   *
   * @param listener called for each message on the socket's thread, before waiters see it
   * @throws UpgradeRefused when the server refuses the upgrade
   */
  public static SignalingClient connect(
      URI base, PinnedTrust trust, String ticket, Consumer<JsonObject> listener)
      throws IOException {
    return connect(
        base, trust, List.of("sightline.v1", "ticket." + ticket), origin(base), listener);
  }

  /** Opens a socket with any subprotocols and Origin, for tests of refusal. */
  public static SignalingClient connect(
      URI base,
      PinnedTrust trust,
      List<String> subprotocols,
      String origin,
      Consumer<JsonObject> listener)
      throws IOException {
    ClientManager client = ClientManager.createClient();
    SslEngineConfigurator ssl = new SslEngineConfigurator(trust.context(), true, false, false);
    ssl.setHostVerificationEnabled(false);
    client.getProperties().put(ClientProperties.SSL_ENGINE_CONFIGURATOR, ssl);
    client.getProperties().put(ClientProperties.HANDSHAKE_TIMEOUT, 20_000);
    ClientEndpointConfig config =
        ClientEndpointConfig.Builder.create()
            .preferredSubprotocols(subprotocols)
            .configurator(new OriginHeader(origin))
            .build();
    Inbox inbox = new Inbox(listener);
    String scheme = base.getScheme().equals("https") ? "wss" : "ws";
    URI address = URI.create(scheme + "://" + base.getAuthority() + "/signaling");
    try {
      Session session = client.connectToServer(inbox, config, address);
      return new SignalingClient(session, inbox);
    } catch (DeploymentException e) {
      if (e.getCause() instanceof HandshakeException refusal) {
        throw new UpgradeRefused(refusal.getHttpStatusCode());
      }
      throw new IOException(e);
    }
  }

  /** The server's answer to a request for a socket was not 101. */
  public static final class UpgradeRefused extends IOException {
    private static final long serialVersionUID = 1L;
    private final int status;

    UpgradeRefused(int status) {
      super("upgrade refused with status " + status);
      this.status = status;
    }

    /** HTTP status code of the refusal. */
    public int status() {
      return status;
    }
  }

  private static String origin(URI base) {
    return base.getScheme() + "://" + base.getAuthority();
  }

  /** The subprotocol the server chose. */
  public String subprotocol() {
    return session.getNegotiatedSubprotocol();
  }

  public void send(JsonObject message) {
    sendText(message.toString());
  }

  /** Sends any text, for tests of bad input. */
  public void sendText(String text) {
    try {
      session.getBasicRemote().sendText(text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Everything received so far, in order. */
  public List<JsonObject> received() {
    return inbox.received();
  }

  /** The first message, past or future, of a type. */
  public JsonObject await(String type) throws TimeoutException {
    return await(Duration.ofSeconds(60), message -> message.getString("type", "").equals(type));
  }

  /**
   * The first message, past or future, that fulfils a condition.
   *
   * @throws TimeoutException with everything received, when none came in time
   */
  public JsonObject await(Duration limit, Predicate<JsonObject> condition) throws TimeoutException {
    return inbox.await(limit, condition);
  }

  /** Done with the code and reason when the socket is closed by either side. */
  public CompletableFuture<CloseReason> closed() {
    return inbox.closed;
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static final class OriginHeader extends ClientEndpointConfig.Configurator {
    private final String origin;

    OriginHeader(String origin) {
      this.origin = origin;
    }

    @Override
    public void beforeRequest(Map<String, List<String>> headers) {
      if (origin != null) {
        headers.put("Origin", List.of(origin));
      }
    }
  }

  private static final class Inbox extends Endpoint {
    private final Consumer<JsonObject> listener;
    private final List<JsonObject> messages = new ArrayList<>();
    private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();

    Inbox(Consumer<JsonObject> listener) {
      this.listener = listener;
    }

    @Override
    public void onOpen(Session session, EndpointConfig config) {
      session.setMaxTextMessageBufferSize(1 << 20);
      session.addMessageHandler(
          new MessageHandler.Whole<String>() {
            @Override
            public void onMessage(String text) {
              receive(text);
            }
          });
    }

    private void receive(String text) {
      try (JsonReader reader = Json.createReader(new StringReader(text))) {
        JsonObject message = reader.readObject();
        listener.accept(message);
        synchronized (messages) {
          messages.add(message);
          messages.notifyAll();
        }
      }
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
      closed.complete(reason);
      synchronized (messages) {
        messages.notifyAll();
      }
    }

    List<JsonObject> received() {
      synchronized (messages) {
        return List.copyOf(messages);
      }
    }

    JsonObject await(Duration limit, Predicate<JsonObject> condition) throws TimeoutException {
      long deadline = System.nanoTime() + limit.toNanos();
      int looked = 0;
      synchronized (messages) {
        while (true) {
          for (; looked < messages.size(); looked++) {
            if (condition.test(messages.get(looked))) {
              return messages.get(looked);
            }
          }
          long leftMs = (deadline - System.nanoTime()) / 1_000_000;
          if (leftMs <= 0 || closed.isDone()) {
            throw new TimeoutException(
                "not received; closed " + closed.getNow(null) + ", received " + messages);
          }
          try {
            TimeUnit.MILLISECONDS.timedWait(messages, leftMs);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
          }
        }
      }
    }
  }
}
