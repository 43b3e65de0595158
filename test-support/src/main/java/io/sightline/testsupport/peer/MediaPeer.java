package io.sightline.testsupport.peer;

import io.sightline.testsupport.dtls.DatagramQueue;
import io.sightline.testsupport.dtls.DtlsSrtpClient;
import io.sightline.testsupport.dtls.DtlsSrtpServer;
import io.sightline.testsupport.dtls.DtlsSrtpSide;
import io.sightline.testsupport.dtls.PeerCertificate;
import io.sightline.testsupport.dtls.SrtpKeying;
import io.sightline.testsupport.peer.PeerOptions.Fault;
import io.sightline.testsupport.sdp.SessionDescription;
import io.sightline.testsupport.srtp.SrtpProfile;
import io.sightline.testsupport.stun.StunMessage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * One scripted WebRTC client. It answers a server's offer, connects, and sends its clip until
 * closed. Methods may be called from any thread but the loop's, and wait for the loop.
 */
public final class MediaPeer implements AutoCloseable {
  private static final long IMPATIENT_NS = 20_000_000L;
  private static final long PATIENT_NS = 200_000_000L;

  private final PeerLoop loop;
  private final PeerOptions options;
  private final Random random;
  private final PeerCertificate certificate = PeerCertificate.generate();
  private final IceChecks ice;
  private final PeerMedia media;
  private final DatagramQueue handshakeQueue = new DatagramQueue(this::sendToServer);
  private final CompletableFuture<SrtpProfile> connected = new CompletableFuture<>();
  private final CompletableFuture<Void> closedByServer = new CompletableFuture<>();
  private final ByteBuffer buffer = ByteBuffer.allocate(2048);
  private DatagramChannel channel;
  private String ufrag;
  private String pwd;
  private SessionDescription offer;
  private volatile InetSocketAddress server;
  private SrtpKeying keyed;
  private boolean handshaking;
  private boolean closed;
  private long unsent;

  private MediaPeer(PeerLoop loop, PeerOptions options) {
    this.loop = loop;
    this.options = options;
    this.random = new Random(options.seed());
    this.ice = new IceChecks(random, this::send);
    this.media = new PeerMedia(options, random, this::sendToServer);
    newCredentials();
  }

  /** Opens a socket on any free port of all interfaces; nothing is sent before {@link #answer}. */
  public static MediaPeer open(PeerLoop loop, PeerOptions options) {
    MediaPeer peer = new MediaPeer(loop, options);
    loop.call(
        () -> {
          peer.openChannel();
          return null;
        });
    return peer;
  }

  private void openChannel() throws IOException {
    DatagramChannel opened = DatagramChannel.open();
    opened.setOption(StandardSocketOptions.SO_RCVBUF, 1 << 20);
    opened.bind(new InetSocketAddress(0));
    loop.register(opened, () -> drain(opened));
    channel = opened;
  }

  private void newCredentials() {
    ufrag = text(8);
    pwd = text(24);
  }

  private String text(int length) {
    StringBuilder made = new StringBuilder();
    for (int i = 0; i < length; i++) {
      made.append("abcdefghijklmnopqrstuvwxyz0123456789".charAt(random.nextInt(36)));
    }
    return made.toString();
  }

  /**
   * Answers the server's offer and connects. A further offer with the same ICE credentials changes
   * the tracks; one with others is an ICE restart, DTLS goes on.
   *
   * @return the answer, complete without candidates: the server learns the address from checks
   */
  public String answer(String offerSdp) {
    SessionDescription parsed = SessionDescription.parse(offerSdp);
    return loop.call(() -> accept(parsed));
  }

  private String accept(SessionDescription parsed) {
    boolean first = offer == null;
    boolean restart = !first && !transport(parsed).ufrag().equals(transport(offer).ufrag());
    offer = parsed;
    if (restart) {
      newCredentials();
    }
    String fingerprint =
        options.has(Fault.WRONG_FINGERPRINT)
            ? PeerCertificate.generate().fingerprint()
            : certificate.fingerprint();
    String answer = media.negotiate(parsed, ufrag, pwd, fingerprint);
    if (first || restart) {
      startIce();
    }
    if (first) {
      tick();
    }
    return answer;
  }

  private static RemoteTransport transport(SessionDescription description) {
    return RemoteTransport.of(description);
  }

  private void startIce() {
    RemoteTransport remote = transport(offer);
    String password = options.has(Fault.WRONG_ICE_PASSWORD) ? "wrong" + remote.pwd() : remote.pwd();
    if (options.has(Fault.SKIPS_ICE)) {
      server = remote.candidates().get(0);
      shakeHands();
    } else {
      ice.start(ufrag, pwd, remote.ufrag(), password, remote.candidates(), System.nanoTime());
    }
  }

  private void tick() {
    if (closed) {
      return;
    }
    long now = System.nanoTime();
    if (!options.has(Fault.SKIPS_ICE)) {
      ice.tick(now);
    }
    loop.at(now + (keyed == null ? IMPATIENT_NS : PATIENT_NS), this::tick);
  }

  private void drain(DatagramChannel from) {
    try {
      for (buffer.clear(); from.isOpen(); buffer.clear()) {
        InetSocketAddress sender = (InetSocketAddress) from.receive(buffer);
        if (sender == null) {
          return;
        }
        buffer.flip();
        byte[] datagram = new byte[buffer.remaining()];
        buffer.get(datagram);
        receive(datagram, sender);
      }
    } catch (IOException e) {
      // A refused port of an earlier datagram (ICMP); what counts is whether checks succeed.
      unsent++;
    }
  }

  /** RFC 7983: the first byte tells STUN, DTLS and (S)RTP apart. */
  private void receive(byte[] datagram, InetSocketAddress sender) {
    int first = datagram.length == 0 ? 255 : datagram[0] & 0xff;
    long now = System.nanoTime();
    if (first < 4) {
      StunMessage.parse(datagram).ifPresent(message -> onStun(message, sender, now));
    } else if (first >= 20 && first <= 63) {
      onDtls(datagram);
    } else if (first >= 128 && first <= 191) {
      media.receive(datagram, now);
    }
  }

  private void onStun(StunMessage message, InetSocketAddress sender, long now) {
    if (ice.receive(message, sender, now)) {
      server = ice.selected();
      shakeHands();
    }
  }

  private void shakeHands() {
    if (handshaking) {
      return;
    }
    handshaking = true;
    RemoteTransport remote = transport(offer);
    DtlsSrtpSide side =
        options.passive()
            ? new DtlsSrtpServer(
                certificate,
                options.profiles(),
                remote.fingerprintAlgorithm(),
                remote.fingerprint())
            : new DtlsSrtpClient(
                options.has(Fault.NO_CERTIFICATE) ? null : certificate,
                options.profiles(),
                remote.fingerprintAlgorithm(),
                remote.fingerprint());
    Thread thread = new Thread(() -> handshake(side), options.name() + "-dtls");
    thread.setDaemon(true);
    thread.start();
  }

  private void handshake(DtlsSrtpSide side) {
    try {
      SrtpKeying result = side.shakeHands(handshakeQueue);
      loop.execute(() -> keyed(result));
    } catch (IOException | RuntimeException e) {
      connected.completeExceptionally(e);
    }
  }

  private void keyed(SrtpKeying result) {
    keyed = result;
    media.keyed(result.outbound(), result.inbound(), System.nanoTime());
    pump();
    connected.complete(result.profile());
  }

  private void pump() {
    if (!closed) {
      loop.at(media.run(System.nanoTime()), this::pump);
    }
  }

  private void onDtls(byte[] datagram) {
    handshakeQueue.offer(datagram);
    if (keyed == null) {
      return;
    }
    try {
      byte[] data = new byte[2048];
      keyed.transport().receivePending(data, 0, data.length);
      keyed.transport().receive(data, 0, data.length, 1);
      if (handshakeQueue.isClosed()) {
        closedByServer.complete(null);
      }
    } catch (IOException e) {
      closedByServer.complete(null);
    }
  }

  private void sendToServer(byte[] datagram) {
    InetSocketAddress to = server;
    if (to != null) {
      send(to, datagram);
    }
  }

  private void send(InetSocketAddress to, byte[] datagram) {
    try {
      channel.send(ByteBuffer.wrap(datagram), to);
    } catch (IOException | RuntimeException e) {
      // No route to one of the candidates; another one will do.
      unsent++;
    }
  }

  /** Done when ICE and DTLS are; failed when the handshake failed. */
  public CompletableFuture<SrtpProfile> connected() {
    return connected;
  }

  /** Done when the server has closed the DTLS association, by notice or alert. */
  public CompletableFuture<Void> closedByServer() {
    return closedByServer;
  }

  /** The SHA-256 fingerprint of this peer's certificate. */
  public String fingerprint() {
    return certificate.fingerprint();
  }

  /**
   * The lines of ICE and DTLS in a description of this peer, for a server that wants to be offered
   * to. Before {@link #answer}, which then takes the server's answer as if it were an offer.
   *
   * @param address under which the server reaches this machine
   */
  public List<String> transportLines(String address) {
    return loop.call(
        () -> {
          int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
          return List.of(
              "a=ice-ufrag:" + ufrag,
              "a=ice-pwd:" + pwd,
              "a=candidate:1 1 udp 2122260223 " + address + " " + port + " typ host",
              "a=fingerprint:sha-256 " + certificate.fingerprint());
        });
  }

  /** What arrived so far, one entry an SSRC. */
  public List<TrackStatistics> received() {
    return loop.call(media::received);
  }

  /** From the markers in what arrived, all tracks together, since the start or the last reset. */
  public DelayHistogram delays() {
    return loop.call(media::delays);
  }

  /** Forgets the delays of what arrived before now. */
  public void resetDelays() {
    loop.call(
        () -> {
          media.resetDelays();
          return null;
        });
  }

  /** What was sent and refused so far. */
  public PeerStatistics statistics() {
    return loop.call(
        () ->
            media.statistics(
                ice.requests(), ice.successes(), ice.errors(), ice.lastError(), unsent));
  }

  /**
   * Waits until the received tracks fulfil a condition.
   *
   * @throws TimeoutException with the last statistics, when they do not in time
   */
  public List<TrackStatistics> await(Duration limit, Predicate<List<TrackStatistics>> condition)
      throws TimeoutException {
    CompletableFuture<List<TrackStatistics>> reached = new CompletableFuture<>();
    loop.execute(() -> poll(condition, reached));
    try {
      return reached.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      reached.cancel(false);
      throw new TimeoutException(options.name() + " received " + received());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Waits until a track of the kind has brought so many packets. */
  public TrackStatistics awaitPackets(boolean video, long packets, Duration limit)
      throws TimeoutException {
    Predicate<TrackStatistics> enough = t -> t.video() == video && t.packets() >= packets;
    return await(limit, tracks -> tracks.stream().anyMatch(enough)).stream()
        .filter(enough)
        .findFirst()
        .orElseThrow();
  }

  private void poll(
      Predicate<List<TrackStatistics>> condition,
      CompletableFuture<List<TrackStatistics>> reached) {
    if (reached.isDone()) {
      return;
    }
    List<TrackStatistics> now = media.received();
    try {
      if (condition.test(now)) {
        reached.complete(now);
      } else {
        loop.at(System.nanoTime() + 10_000_000L, () -> poll(condition, reached));
      }
    } catch (RuntimeException e) {
      reached.completeExceptionally(e);
    }
  }

  /** Stops or resumes sending; what would have been sent meanwhile is left out. */
  public void mute(boolean audio, boolean video) {
    loop.call(
        () -> {
          media.mute(audio, video);
          return null;
        });
  }

  /** Sends only so many of the layers of its pictures, the lowest first. */
  public void sendLayers(int count) {
    loop.call(
        () -> {
          media.sendLayers(count);
          return null;
        });
  }

  /** Asks the server for a key frame on all received video (RFC 4585 section 6.3.1). */
  public void requestKeyFrames() {
    loop.call(
        () -> {
          media.requestKeyFrames(System.nanoTime());
          return null;
        });
  }

  /** Goes on from another socket: the server must follow after the next ICE check. */
  public void moveAddress() {
    loop.call(
        () -> {
          channel.close();
          openChannel();
          ice.restartFromHere(System.nanoTime());
          return null;
        });
  }

  /** Stops or resumes everything that leaves, as if the network were gone. */
  public void silence(boolean silent) {
    loop.call(
        () -> {
          ice.silence(silent);
          media.mute(silent, silent);
          return null;
        });
  }

  /** Sends the last protected packets once more, byte for byte. */
  public int replay(int packets) {
    return loop.call(() -> media.replay(packets));
  }

  /** Sends packets with the right SSRC and payload type that nobody could have protected. */
  public void forge(int packets) {
    loop.call(
        () -> {
          media.forge(packets);
          return null;
        });
  }

  /** Sends one authentic packet on each of many SSRCs that belong to nothing. */
  public void scatter(int ssrcs, boolean video) {
    loop.call(
        () -> {
          media.scatter(ssrcs, video);
          return null;
        });
  }

  /** Sends an RTCP packet of any content, behind a receiver report and well protected. */
  public void sendFeedback(byte[] packet) {
    loop.call(
        () -> {
          media.sendFeedback(packet);
          return null;
        });
  }

  /** Sends raw bytes to the server's selected address from this peer's socket. */
  public void sendRaw(byte[] datagram) {
    loop.call(
        () -> {
          sendToServer(datagram);
          return null;
        });
  }

  /**
   * Sends the next frames of all tracks, well protected, from a socket the server does not know.
   */
  public int sendFromElsewhere(int frames) {
    return loop.call(
        () -> {
          List<byte[]> packets = new ArrayList<>();
          media.divert(frames, packets::add);
          try (DatagramChannel other = DatagramChannel.open()) {
            for (byte[] packet : packets) {
              other.send(ByteBuffer.wrap(packet), server);
            }
          }
          return packets.size();
        });
  }

  /** The server's address in use, once there is one. */
  public Optional<InetSocketAddress> serverAddress() {
    return Optional.ofNullable(server);
  }

  /** Says goodbye (RTCP BYE, DTLS close_notify) and closes the socket. */
  @Override
  public void close() {
    loop.call(
        () -> {
          vanish(true);
          return null;
        });
  }

  /** Closes the socket without a word, as a crash would. */
  public void abandon() {
    loop.call(
        () -> {
          vanish(false);
          return null;
        });
  }

  private void vanish(boolean politely) throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    if (politely && keyed != null) {
      media.goodbye();
      keyed.transport().close();
    }
    channel.close();
  }
}
