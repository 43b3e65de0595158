package io.sightline.testsupport.peer;

import io.sightline.testsupport.stun.StunMessage;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;

/**
 * The controlling side of ICE (RFC 8445) against a server whose addresses are known, with consent
 * checks (RFC 7675). The loop's thread only.
 */
final class IceChecks {
  private static final long FIRST_RETRY_NS = 50_000_000L;
  private static final long LONGEST_RETRY_NS = 800_000_000L;
  private static final long CONSENT_NS = 4_000_000_000L;
  private static final long CONSENT_LIMIT_NS = 30_000_000_000L;
  private static final int PRIORITY = (110 << 24) | (65535 << 8) | 255;

  private final Random random;
  private final BiConsumer<InetSocketAddress, byte[]> sender;
  private final long tieBreaker;
  private final Map<InetSocketAddress, Check> checks = new LinkedHashMap<>();
  private final Map<String, Pending> pending = new HashMap<>();
  private String localUfrag = "";
  private String localPwd = "";
  private String remoteUfrag = "";
  private String remotePwd = "";
  private InetSocketAddress selected;
  private InetSocketAddress mapped;
  private long consentAtNs;
  private long requests;
  private long successes;
  private long errors;
  private int lastError;
  private boolean silent;

  private static final class Check {
    long nextNs;
    long retryNs = FIRST_RETRY_NS;
    boolean succeeded;
  }

  private record Pending(InetSocketAddress to, boolean nominating) {}

  IceChecks(Random random, BiConsumer<InetSocketAddress, byte[]> sender) {
    this.random = random;
    this.sender = sender;
    // Above all others: a full agent that wants to control as well gives way (RFC 8445 section
    // 7.3.1.1).
    this.tieBreaker = random.nextLong() | 0xFFFF_FFFF_0000_0000L;
  }

  /** Begins, or begins anew after an ICE restart; the old pair carries media until then. */
  void start(
      String newLocalUfrag,
      String newLocalPwd,
      String newRemoteUfrag,
      String newRemotePwd,
      List<InetSocketAddress> candidates,
      long nowNs) {
    localUfrag = newLocalUfrag;
    localPwd = newLocalPwd;
    remoteUfrag = newRemoteUfrag;
    remotePwd = newRemotePwd;
    checks.clear();
    pending.clear();
    long offset = 0;
    for (InetSocketAddress candidate : candidates) {
      Check check = new Check();
      check.nextNs = nowNs + offset;
      checks.put(candidate, check);
      offset += 5_000_000L;
    }
  }

  /** Checks everything again from a socket that has changed. */
  void restartFromHere(long nowNs) {
    pending.clear();
    for (Check check : checks.values()) {
      check.nextNs = nowNs;
      check.retryNs = FIRST_RETRY_NS;
      check.succeeded = false;
    }
  }

  /** Stops or resumes all checks and answers, as if the peer had lost its network. */
  void silence(boolean silent) {
    this.silent = silent;
  }

  InetSocketAddress selected() {
    return selected;
  }

  InetSocketAddress mapped() {
    return mapped;
  }

  long requests() {
    return requests;
  }

  long successes() {
    return successes;
  }

  long errors() {
    return errors;
  }

  int lastError() {
    return lastError;
  }

  boolean consentLost(long nowNs) {
    return selected != null && nowNs - consentAtNs > CONSENT_LIMIT_NS;
  }

  /** Sends what is due. */
  void tick(long nowNs) {
    if (silent) {
      return;
    }
    for (Map.Entry<InetSocketAddress, Check> entry : checks.entrySet()) {
      Check check = entry.getValue();
      boolean chosen = entry.getKey().equals(selected);
      boolean wanted = chosen || !check.succeeded || selected == null;
      if (wanted && nowNs >= check.nextNs) {
        request(entry.getKey(), chosen || check.succeeded);
        check.nextNs = nowNs + (chosen && check.succeeded ? consentInterval() : check.retryNs);
        check.retryNs = Math.min(LONGEST_RETRY_NS, check.retryNs * 2);
      }
    }
  }

  private long consentInterval() {
    return (long) (CONSENT_NS * (0.8 + 0.4 * random.nextDouble()));
  }

  private void request(InetSocketAddress to, boolean nominating) {
    byte[] id = new byte[12];
    random.nextBytes(id);
    StunMessage.Builder message =
        StunMessage.builder(StunMessage.BINDING_REQUEST, id)
            .username(remoteUfrag + ":" + localUfrag)
            .number(StunMessage.PRIORITY, PRIORITY)
            .number(StunMessage.ICE_CONTROLLING, tieBreaker);
    if (nominating) {
      message.attribute(StunMessage.USE_CANDIDATE, new byte[0]);
    }
    pending.put(Arrays.toString(id), new Pending(to, nominating));
    requests++;
    sender.accept(to, message.integrity(remotePwd).fingerprinted());
  }

  /**
   * Takes a STUN message.
   *
   * @return true when a pair has just been selected
   */
  boolean receive(StunMessage message, InetSocketAddress from, long nowNs) {
    if (silent) {
      return false;
    }
    if (message.type() == StunMessage.BINDING_REQUEST) {
      respond(message, from);
      return false;
    }
    Pending request = pending.remove(Arrays.toString(message.transactionId()));
    if (request == null) {
      return false;
    }
    if (message.type() == StunMessage.BINDING_ERROR) {
      errors++;
      lastError = message.errorCode().orElse(0);
      return false;
    }
    if (!message.authenticatedBy(remotePwd) || !from.equals(request.to())) {
      return false;
    }
    return succeeded(message, request, nowNs);
  }

  private boolean succeeded(StunMessage message, Pending request, long nowNs) {
    successes++;
    mapped = message.mappedAddress().orElse(mapped);
    Check check = checks.get(request.to());
    if (check == null) {
      return false;
    }
    if (!check.succeeded) {
      check.succeeded = true;
      check.nextNs = nowNs;
    }
    if (request.nominating()) {
      consentAtNs = nowNs;
      boolean news = !request.to().equals(selected);
      boolean better = selected == null || !checks.containsKey(selected) || !isAlive(selected);
      if (news && better) {
        selected = request.to();
        check.nextNs = nowNs + consentInterval();
        return true;
      }
    }
    return false;
  }

  private boolean isAlive(InetSocketAddress address) {
    Check check = checks.get(address);
    return check != null && check.succeeded;
  }

  private void respond(StunMessage message, InetSocketAddress from) {
    boolean ours = message.username().map(name -> name.startsWith(localUfrag + ":")).orElse(false);
    if (ours && message.authenticatedBy(localPwd)) {
      sender.accept(
          from,
          StunMessage.builder(StunMessage.BINDING_SUCCESS, message.transactionId())
              .mappedAddress(from)
              .integrity(localPwd)
              .fingerprinted());
    }
  }
}
