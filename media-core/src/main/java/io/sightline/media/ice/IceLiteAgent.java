package io.sightline.media.ice;

import io.sightline.media.ice.IceOutcome.Verdict;
import io.sightline.media.stun.BindingRequest;
import io.sightline.media.stun.BindingResponse;
import io.sightline.media.stun.StunFault;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

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

  /** Transactions remembered to tell replays; a browser makes about one check in 2 s. */
  private static final int REMEMBERED_TRANSACTIONS = 256;

  private static final long NEVER = Long.MIN_VALUE;

  private final Deque<Local> locals = new ArrayDeque<>();
  private final Map<CandidatePair, Pair> pairs = new HashMap<>();
  private final Map<String, CandidatePair> transactions = new LinkedHashMap<>();
  private Pair selected;
  private int selectedGeneration = -1;
  private int generations;
  private long lastCheckNs = NEVER;

  public IceLiteAgent(IceCredentials local) {
    locals.addFirst(new Local(local, generations++));
  }

  /**
   * Starts an ICE restart: these credentials become {@link #localCredentials()}, the earlier ones
   * stay valid and media stays on the selected pair until a nomination under the new ones. After
   * that, nominations under earlier credentials select nothing any more.
   */
  public void restart(IceCredentials local) {
    locals.addFirst(new Local(local, generations++));
    if (locals.size() > MAX_CREDENTIALS) {
      locals.removeLast();
    }
  }

  /** The newest local credentials, those to announce. */
  public IceCredentials localCredentials() {
    return locals.getFirst().credentials;
  }

  /** True when the ufrag is one of this agent's. */
  public boolean owns(String localUfrag) {
    return local(localUfrag) != null;
  }

  /**
   * Lets only this remote ufrag check under the newest local credentials; before, any remote ufrag
   * with the right password passes, because a check may arrive before the answer.
   */
  public void expectRemoteUfrag(String remoteUfrag) {
    locals.getFirst().remoteUfrag = remoteUfrag;
  }

  /**
   * Handles one request.
   *
   * @param base the local address by which it came, and from which it is answered
   * @param from where the datagram came from, resolved
   */
  public IceOutcome handle(
      BindingRequest request, InetSocketAddress base, InetSocketAddress from, long nowNs) {
    if (request.fault() != StunFault.NONE) {
      return new IceOutcome(Verdict.MALFORMED, null);
    }
    if (request.localUfrag().isEmpty() || !request.hasIntegrity()) {
      return refuse(Verdict.INCOMPLETE, request, 400, null);
    }
    Local local = local(request.localUfrag());
    if (local == null || !local.expects(request.remoteUfrag())) {
      return refuse(Verdict.UNKNOWN_UFRAG, request, 401, null);
    }
    String pwd = local.credentials.pwd();
    if (!request.isAuthenticatedBy(pwd)) {
      return refuse(Verdict.BAD_INTEGRITY, request, 401, null);
    }
    if (request.unknownAttributes().length > 0) {
      return refuse(Verdict.UNKNOWN_ATTRIBUTE, request, 420, pwd);
    }
    if (request.priority() < 0) {
      return refuse(Verdict.INCOMPLETE, request, 400, pwd);
    }
    if (request.controlled()) {
      return refuse(Verdict.ROLE_CONFLICT, request, 487, pwd);
    }
    CandidatePair pair = new CandidatePair(base, from);
    if (isReplay(request, pair)) {
      return new IceOutcome(Verdict.REPLAYED, null);
    }
    Verdict verdict = accept(request, pair, local, nowNs);
    return new IceOutcome(verdict, BindingResponse.success(request, from, pwd));
  }

  /** Refusals are answered only where the answer is no longer than the question. */
  private static IceOutcome refuse(Verdict verdict, BindingRequest request, int code, String pwd) {
    byte[] response = BindingResponse.error(request, code, pwd);
    return new IceOutcome(
        verdict, BindingResponse.isNoLongerThan(response, request) ? response : null);
  }

  private boolean isReplay(BindingRequest request, CandidatePair by) {
    String transaction = new String(request.transactionId(), StandardCharsets.ISO_8859_1);
    CandidatePair first = transactions.putIfAbsent(transaction, by);
    if (transactions.size() > REMEMBERED_TRANSACTIONS) {
      Iterator<String> oldest = transactions.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
    return first != null && !first.equals(by);
  }

  private Verdict accept(BindingRequest request, CandidatePair by, Local local, long nowNs) {
    Verdict verdict = Verdict.REFRESHED;
    Pair pair = pairs.get(by);
    if (pair == null) {
      makeRoom();
      pair = new Pair(by);
      pairs.put(by, pair);
      verdict = Verdict.VALIDATED;
    }
    pair.lastCheckNs = nowNs;
    lastCheckNs = nowNs;
    if (request.useCandidate() && local.generation >= selectedGeneration) {
      selectedGeneration = local.generation;
      if (selected != pair) {
        selected = pair;
        verdict = Verdict.SELECTED;
      }
    }
    return verdict;
  }

  private void makeRoom() {
    if (pairs.size() < MAX_PAIRS) {
      return;
    }
    Pair silent = null;
    for (Pair pair : pairs.values()) {
      if (pair != selected && (silent == null || pair.lastCheckNs - silent.lastCheckNs < 0)) {
        silent = pair;
      }
    }
    if (silent != null) {
      pairs.remove(silent.candidates);
    }
  }

  private Local local(String ufrag) {
    for (Local local : locals) {
      if (local.credentials.ufrag().equals(ufrag)) {
        return local;
      }
    }
    return null;
  }

  /** By what media goes: the latest nominated pair, or null. */
  public CandidatePair selected() {
    return selected == null ? null : selected.candidates;
  }

  /** True when an authenticated check came by the pair: DTLS and SRTP may as well. */
  public boolean isValid(CandidatePair pair) {
    return pairs.containsKey(pair);
  }

  /** When the selected pair was last checked; without one, when any was; or Long.MIN_VALUE. */
  public long lastCheckNs() {
    return selected == null ? lastCheckNs : selected.lastCheckNs;
  }

  /**
   * True when consent is gone (RFC 7675): no authenticated check on the selected pair for {@code
   * timeoutNs}. Without a selected pair nothing may be sent anyway and the answer is true.
   */
  public boolean expired(long nowNs, long timeoutNs) {
    return selected == null || nowNs - selected.lastCheckNs >= timeoutNs;
  }

  /** Local credentials and what checks under them must name. */
  private static final class Local {
    final IceCredentials credentials;
    final int generation;
    String remoteUfrag;

    Local(IceCredentials credentials, int generation) {
      this.credentials = credentials;
      this.generation = generation;
    }

    boolean expects(String ufrag) {
      return remoteUfrag == null || remoteUfrag.equals(ufrag);
    }
  }

  /** A pair by which a check came. */
  private static final class Pair {
    final CandidatePair candidates;
    long lastCheckNs;

    Pair(CandidatePair candidates) {
      this.candidates = candidates;
    }
  }
}
