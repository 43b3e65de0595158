package io.sightline.web.signaling;

import io.sightline.configuration.Settings;
import io.sightline.signaling.Background;
import io.sightline.signaling.CloseReason;
import io.sightline.signaling.SignalingService;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;

/** The signaling socket; one instance a connection, called by one thread at a time. */
@Dependent
@ServerEndpoint(value = "/signaling", subprotocols = SignalingEndpoint.PROTOCOL)
public class SignalingEndpoint {
  /** The subprotocol that clients offer and the server selects. */
  public static final String PROTOCOL = "sightline.v1";

  private static final Logger LOG = System.getLogger(SignalingEndpoint.class.getName());
  private static final int BUFFER = 65_536;

  /** WildFly tells a send done before it is on the wire; closing at once would lose the message. */
  private static final Duration LINGER = Duration.ofMillis(250);

  @Inject private SignalingService signaling;
  @Inject private Settings settings;
  @Inject private SocketWatch watch;
  @Inject private Background background;

  private SessionSocket socket;
  private FrameBudget budget;
  private FrameAssembly assembly;

  @OnOpen
  public void opened(Session session) throws IOException {
    if (!(session.getUserPrincipal() instanceof SocketPrincipal principal)) {
      LOG.log(Level.ERROR, "the handshake brought no principal");
      session.close();
      return;
    }
    session.setMaxTextMessageBufferSize(BUFFER);
    session.setMaxIdleTimeout(0);
    budget = new FrameBudget(settings.messagesPerSecond());
    assembly = new FrameAssembly();
    socket = new SessionSocket(session, principal, closing -> background.later(LINGER, closing));
    watch.add(socket);
    signaling.connected(socket);
  }

  /** Text comes in parts, so that a frame too large is closed by us with our own code. */
  @OnMessage
  public void text(String part, boolean last) {
    if (socket == null || !socket.open()) {
      return;
    }
    socket.heard();
    if (!assembly.add(part)) {
      socket.close(CloseReason.LIMIT_EXCEEDED);
      return;
    }
    if (!last) {
      return;
    }
    String frame = assembly.take();
    if (!budget.take(System.nanoTime())) {
      socket.close(CloseReason.LIMIT_EXCEEDED);
      return;
    }
    signaling.received(socket, frame);
  }

  @OnMessage
  public void binary(ByteBuffer part, boolean last) {
    if (socket != null) {
      socket.close(CloseReason.PROTOCOL_ERROR);
    }
  }

  @OnClose
  public void closed() {
    if (socket != null) {
      watch.remove(socket);
      socket.gone();
      signaling.disconnected(socket);
    }
  }

  /** The close that follows does what is to be done. */
  @OnError
  public void failed(Throwable failure) {
    LOG.log(Level.DEBUG, "socket failed", failure);
  }
}
