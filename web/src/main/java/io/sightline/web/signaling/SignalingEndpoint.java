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
import java.util.Set;

/** The signaling socket; one instance a WebSocket, called by one thread at a time. */
@Dependent
@ServerEndpoint(value = "/signaling", subprotocols = SignalingEndpoint.PROTOCOL)
public class SignalingEndpoint {
  /** The subprotocol that clients offer and the server selects. */
  public static final String PROTOCOL = "sightline.v1";

  private static final Logger LOG = System.getLogger(SignalingEndpoint.class.getName());
  private static final int BUFFER = 65_536;

  /** Normal closure and going away (RFC 6455 section 7.4.1). */
  private static final Set<Integer> MEANT = Set.of(1000, 1001);

  /** WildFly tells a send done before it is on the wire; closing at once would lose the message. */
  private static final Duration LINGER = Duration.ofMillis(250);

  @Inject private SignalingService signaling;
  @Inject private Settings settings;
  @Inject private SocketWatch watch;
  @Inject private ResumableSockets resumable;
  @Inject private Background background;

  private SessionSocket socket;
  private FrameSender sender;
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
    assembly = new FrameAssembly();
    sender = new FrameSender(session, closing -> background.later(LINGER, closing));
    socket = resumable.resume(principal, sender).orElse(null);
    if (socket == null && principal.resumption().key() != null) {
      sender.close(CloseReason.NOT_RESUMED);
    } else if (socket == null) {
      socket = new SessionSocket(principal, sender, new FrameBudget(settings.messagesPerSecond()));
      watch.add(socket);
      resumable.add(socket);
      signaling.connected(socket);
      if (socket.resumable()) {
        socket.giveKey();
      }
    }
  }

  /** Text comes in parts, so that a frame too large is closed by us with our own code. */
  @OnMessage
  public void text(String part, boolean last) {
    if (socket == null || !socket.isOpen(sender)) {
      return;
    }
    socket.heard();
    if (!assembly.add(part)) {
      socket.close(CloseReason.LIMIT_EXCEEDED);
      return;
    }
    if (last) {
      socket.receive(sender, assembly.take(), signaling::received);
    }
  }

  @OnMessage
  public void binary(ByteBuffer part, boolean last) {
    if (socket != null && socket.isOpen(sender)) {
      socket.close(CloseReason.PROTOCOL_ERROR);
    }
  }

  /** A page that goes says so; anything else that the server did not ask for is a break. */
  @OnClose
  public void closed(jakarta.websocket.CloseReason reason) {
    if (socket == null) {
      return;
    }
    sender.gone();
    boolean meant = MEANT.contains(reason.getCloseCode().getCode());
    if (meant || !socket.resumable()) {
      resumable.closed(socket, sender);
    } else {
      resumable.broke(socket, sender);
    }
  }

  /** The close that follows does what is to be done. */
  @OnError
  public void failed(Throwable failure) {
    LOG.log(Level.DEBUG, "socket failed", failure);
  }
}
