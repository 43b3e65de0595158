package io.sightline.media.ice;

import io.sightline.media.stun.BindingRequest;
import java.net.InetSocketAddress;

/**
 * The lite, controlled ICE agent of one endpoint (RFC 8445), one component.
 *
 * <p>The latest nomination wins: a controlling browser renominates when its path changes. A request
 * whose transaction was already seen from another address is a replay and moves nothing. One thread
 * at a time; time is {@code System.nanoTime()}-like.
 */
public final class IceLiteAgent {
  /** Valid pairs remembered; the longest silent one makes room, never the selected one. */
  public static final int MAX_PAIRS = 16;

  /** Local credentials kept at the same time; the oldest makes room. */
  public static final int MAX_CREDENTIALS = 4;

  public IceLiteAgent(IceCredentials local) {
    throw new UnsupportedOperationException(String.valueOf(local));
  }

  /**
   * Starts an ICE restart: these credentials become {@link #localCredentials()}, the earlier ones
   * stay valid and media stays on the selected pair until a nomination under the new ones.
   */
  public void restart(IceCredentials local) {
    throw new UnsupportedOperationException();
  }

  /** The newest local credentials, those to announce. */
  public IceCredentials localCredentials() {
    throw new UnsupportedOperationException();
  }

  /** True when the ufrag is one of this agent's. */
  public boolean owns(String localUfrag) {
    throw new UnsupportedOperationException();
  }

  /**
   * Lets only this remote ufrag check under the newest local credentials; before, any remote ufrag
   * with the right password passes, because a check may arrive before the answer.
   */
  public void expectRemoteUfrag(String remoteUfrag) {
    throw new UnsupportedOperationException();
  }

  /**
   * Handles one request.
   *
   * @param from where the datagram came from, resolved
   */
  public IceOutcome handle(BindingRequest request, InetSocketAddress from, long nowNs) {
    throw new UnsupportedOperationException();
  }

  /** Where media goes: the latest nominated address, or null. */
  public InetSocketAddress selected() {
    throw new UnsupportedOperationException();
  }

  /** True when the address passed an authenticated check: DTLS and SRTP may come from it. */
  public boolean isValid(InetSocketAddress address) {
    throw new UnsupportedOperationException();
  }

  /** When the selected pair was last checked; without one, when any was; or Long.MIN_VALUE. */
  public long lastCheckNs() {
    throw new UnsupportedOperationException();
  }

  /**
   * True when consent is gone (RFC 7675): no authenticated check on the selected pair for {@code
   * timeoutNs}. Without a selected pair nothing may be sent anyway and the answer is true.
   */
  public boolean expired(long nowNs, long timeoutNs) {
    throw new UnsupportedOperationException();
  }
}
