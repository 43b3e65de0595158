package io.sightline.media.dtls;

import io.sightline.media.api.Fingerprint;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.bouncycastle.tls.DTLSClientProtocol;
import org.bouncycastle.tls.DTLSServerProtocol;
import org.bouncycastle.tls.DTLSTransport;

/**
 * The DTLS association of one endpoint, in either role. {@link #offer}, {@link #expect}, {@link
 * #begin} and {@link #close} are for the media thread; the listener is called on a worker thread.
 */
public final class DtlsAssociation {
  private static final Logger LOG = Logger.getLogger(DtlsAssociation.class.getName());

  /** How long a worker looks for a further record when the queue was non-empty. */
  private static final int DRAIN_WAIT_MILLIS = 1;

  /** Told on a worker thread, in this order: established or failed, then perhaps closed. */
  public interface Listener {
    void onEstablished(SrtpKeys keys);

    /** The handshake failed; reason is a stable kebab-case word. */
    void onFailed(String reason);

    /** The other side closed the association. */
    void onClosed();
  }

  private enum State {
    WAITING,
    HANDSHAKING,
    ESTABLISHED,
    ENDED
  }

  private final DtlsIdentity identity;
  private final DtlsWorkers workers;
  private final int timeoutMillis;
  private final Listener listener;
  private final QueuedTransport transport;
  private final AtomicBoolean draining = new AtomicBoolean();
  private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);
  private volatile DTLSTransport records;
  private Fingerprint expected;
  private DtlsRole role = DtlsRole.SERVER;
  private boolean reachable;

  /**
   * An association that waits for its first datagram.
   *
   * @param timeoutMillis for the whole handshake
   * @param outbound takes datagrams to send; called on a worker thread
   */
  public DtlsAssociation(
      DtlsIdentity identity,
      DtlsWorkers workers,
      int timeoutMillis,
      Consumer<byte[]> outbound,
      Listener listener) {
    this.identity = identity;
    this.workers = workers;
    this.timeoutMillis = timeoutMillis;
    this.listener = listener;
    this.transport = new QueuedTransport(outbound);
  }

  /**
   * Sets the fingerprint that the other side's certificate must have; the handshake may start.
   *
   * @param ours it counts until the handshake starts, and is the same ever after
   */
  public void expect(Fingerprint fingerprint, DtlsRole ours) {
    expected = fingerprint;
    role = ours;
    proceed();
  }

  /** Tells that what is sent arrives: the active role begins. */
  public void begin() {
    reachable = true;
    proceed();
  }

  /** Takes a datagram from an ICE-validated address; false when it was dropped. */
  public boolean offer(byte[] buffer, int length) {
    if (state.get() == State.ENDED
        || HandshakeRecords.announceTooMuch(buffer, length)
        || !transport.offer(Arrays.copyOf(buffer, length))) {
      return false;
    }
    proceed();
    return true;
  }

  /** Ends the association without telling the listener. */
  public void close() {
    State before = state.getAndSet(State.ENDED);
    DTLSTransport open = records;
    if (before == State.ESTABLISHED && open != null) {
      try {
        open.close();
      } catch (IOException e) {
        LOG.log(Level.FINE, "close_notify was not sent", e);
      }
    }
    transport.close();
  }

  private void proceed() {
    Fingerprint fingerprint = expected;
    DtlsRole ours = role;
    boolean due = ours == DtlsRole.CLIENT ? reachable : !transport.isEmpty();
    if (due && fingerprint != null && state.compareAndSet(State.WAITING, State.HANDSHAKING)) {
      if (!workers.submit(() -> handshake(fingerprint, ours))) {
        state.compareAndSet(State.HANDSHAKING, State.WAITING);
      }
    } else if (state.get() == State.ESTABLISHED && !transport.isEmpty()) {
      scheduleDrain();
    }
  }

  private void handshake(Fingerprint fingerprint, DtlsRole ours) {
    HandshakeTerms terms =
        new HandshakeTerms(
            new HandshakeCrypto(new SecureRandom()), identity, fingerprint, timeoutMillis);
    try {
      DTLSTransport established =
          ours == DtlsRole.CLIENT
              ? new DTLSClientProtocol().connect(new WebRtcTlsClient(terms), transport)
              : new DTLSServerProtocol().accept(new WebRtcTlsServer(terms), transport);
      records = established;
      if (!state.compareAndSet(State.HANDSHAKING, State.ESTABLISHED)) {
        return;
      }
      listener.onEstablished(terms.keys(ours));
      if (!transport.isEmpty()) {
        scheduleDrain();
      }
    } catch (IOException | RuntimeException e) {
      transport.close();
      if (state.getAndSet(State.ENDED) != State.ENDED) {
        LOG.log(Level.FINE, "DTLS handshake failed", e);
        listener.onFailed(
            terms.fingerprintMismatch() ? "dtls-fingerprint-mismatch" : "dtls-handshake-failed");
      }
    }
  }

  private void scheduleDrain() {
    if (draining.compareAndSet(false, true) && !workers.submit(this::drain)) {
      draining.set(false);
    }
  }

  /** Lets the record layer answer retransmissions and see alerts; application data is ignored. */
  private void drain() {
    byte[] ignored = new byte[2048];
    try {
      while (!transport.isEmpty() && state.get() == State.ESTABLISHED) {
        records.receive(ignored, 0, ignored.length, DRAIN_WAIT_MILLIS);
      }
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.FINE, "DTLS record layer failed", e);
      transport.close();
    } finally {
      draining.set(false);
    }
    if (transport.isClosed()) {
      if (state.compareAndSet(State.ESTABLISHED, State.ENDED)) {
        listener.onClosed();
      }
    } else if (state.get() == State.ESTABLISHED && !transport.isEmpty()) {
      scheduleDrain();
    }
  }
}
