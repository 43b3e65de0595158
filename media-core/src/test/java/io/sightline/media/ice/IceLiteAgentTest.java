package io.sightline.media.ice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.media.ice.IceOutcome.Verdict;
import io.sightline.media.rtp.Bytes;
import io.sightline.media.stun.BindingRequest;
import io.sightline.media.stun.StunRequests;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IceLiteAgentTest {
  private static final long SECOND = 1_000_000_000L;
  private static final String PWD = "0123456789012345678901";
  private static final InetSocketAddress BASE = new InetSocketAddress("192.0.2.200", 55_000);
  private static final InetSocketAddress OTHER_BASE = new InetSocketAddress("192.0.2.201", 55_000);
  private static final InetSocketAddress HOME = new InetSocketAddress("192.0.2.1", 1000);
  private static final InetSocketAddress MOBILE = new InetSocketAddress("198.51.100.9", 2000);

  private IceLiteAgent agent;
  private long seed;

  @BeforeEach
  void create() {
    agent = new IceLiteAgent(new IceCredentials("server", PWD));
  }

  private IceOutcome check(InetSocketAddress from, boolean nominate, long nowNs) {
    return handle(StunRequests.check(seed++, "server:client", nominate), PWD, from, nowNs);
  }

  private IceOutcome handle(StunRequests request, String pwd, InetSocketAddress from, long nowNs) {
    byte[] bytes = request.finish(pwd);
    return agent.handle(BindingRequest.parse(bytes, 0, bytes.length), BASE, from, nowNs);
  }

  private static CandidatePair pair(InetSocketAddress remote) {
    return new CandidatePair(BASE, remote);
  }

  private static int errorOf(IceOutcome outcome) {
    byte[] response = outcome.response();
    assertEquals(0x0111, Bytes.u16(response, 0));
    return 100 * (response[26] & 7) + response[27];
  }

  @Test
  void checksValidateAndNominationsSelect() {
    assertEquals(Verdict.VALIDATED, check(HOME, false, 1).verdict());
    assertTrue(agent.isValid(pair(HOME)));
    assertNull(agent.selected());
    assertEquals(Verdict.SELECTED, check(HOME, true, 2).verdict());
    assertEquals(pair(HOME), agent.selected());
    assertEquals(Verdict.REFRESHED, check(HOME, true, 3).verdict());
    assertEquals(Verdict.VALIDATED, check(MOBILE, false, 4).verdict());
    assertEquals(pair(HOME), agent.selected());
    assertEquals(Verdict.SELECTED, check(MOBILE, true, 5).verdict());
    assertEquals(pair(MOBILE), agent.selected());
  }

  /** One browser reaches two addresses of the server: each is a pair, checked by itself. */
  @Test
  void pairsDifferByTheirBaseToo() {
    check(HOME, true, 1);
    byte[] bytes = StunRequests.check(seed++, "server:client", false).finish(PWD);
    BindingRequest request = BindingRequest.parse(bytes, 0, bytes.length);
    CandidatePair other = new CandidatePair(OTHER_BASE, HOME);
    assertFalse(agent.isValid(other));
    assertEquals(Verdict.VALIDATED, agent.handle(request, OTHER_BASE, HOME, 2).verdict());
    assertTrue(agent.isValid(other));
    assertEquals(pair(HOME), agent.selected());
    bytes = StunRequests.check(seed++, "server:client", true).finish(PWD);
    request = BindingRequest.parse(bytes, 0, bytes.length);
    assertEquals(Verdict.SELECTED, agent.handle(request, OTHER_BASE, HOME, 3).verdict());
    assertEquals(other, agent.selected());
  }

  @Test
  void unauthenticatedRequestsChangeNothing() {
    check(HOME, true, 1);
    IceOutcome forged =
        handle(StunRequests.check(99, "server:client", true), "x".repeat(22), MOBILE, 2);
    assertEquals(Verdict.BAD_INTEGRITY, forged.verdict());
    assertEquals(401, errorOf(forged));
    IceOutcome unknown = handle(StunRequests.check(98, "other:client", true), PWD, MOBILE, 2);
    assertEquals(Verdict.UNKNOWN_UFRAG, unknown.verdict());
    IceOutcome unsigned = handle(StunRequests.check(97, "server:client", true), null, MOBILE, 2);
    assertEquals(Verdict.INCOMPLETE, unsigned.verdict());
    assertEquals(400, errorOf(unsigned));
    assertEquals(pair(HOME), agent.selected());
    assertFalse(agent.isValid(pair(MOBILE)));
    assertEquals(1, agent.lastCheckNs());
  }

  @Test
  void answersToStrangersAreNeverLongerThanTheQuestion() {
    IceOutcome bare = handle(new StunRequests(1), null, MOBILE, 1);
    assertEquals(Verdict.INCOMPLETE, bare.verdict());
    assertNull(bare.response());
  }

  @Test
  void replayFromAnotherAddressMovesNothing() {
    StunRequests captured = StunRequests.check(7, "server:client", true);
    assertEquals(Verdict.SELECTED, handle(captured, PWD, HOME, 1).verdict());
    assertEquals(Verdict.REFRESHED, handle(captured, PWD, HOME, 2).verdict());
    IceOutcome replay = handle(captured, PWD, MOBILE, 3);
    assertEquals(Verdict.REPLAYED, replay.verdict());
    assertNull(replay.response());
    assertEquals(pair(HOME), agent.selected());
  }

  @Test
  void controlledPeerIsToldToSwitch() {
    StunRequests request =
        new StunRequests(1)
            .with(0x0006, "server:client".getBytes(java.nio.charset.StandardCharsets.UTF_8))
            .with(0x0024, new byte[] {1, 1, 1, 1})
            .with(0x8029, new byte[8]);
    IceOutcome outcome = handle(request, PWD, HOME, 1);
    assertEquals(Verdict.ROLE_CONFLICT, outcome.verdict());
    assertEquals(487, errorOf(outcome));
  }

  @Test
  void restartKeepsThePathUntilANewNomination() {
    check(HOME, true, 1);
    agent.restart(new IceCredentials("again1", PWD));
    assertEquals("again1", agent.localCredentials().ufrag());
    assertTrue(agent.owns("server"));
    assertEquals(Verdict.REFRESHED, check(HOME, true, 2).verdict());
    StunRequests fresh = StunRequests.check(50, "again1:client2", true);
    assertEquals(Verdict.SELECTED, handle(fresh, PWD, MOBILE, 3).verdict());
    check(HOME, true, 4);
    assertEquals(pair(MOBILE), agent.selected());
  }

  @Test
  void expectedRemoteUfragIsEnforced() {
    agent.expectRemoteUfrag("somebody");
    assertEquals(Verdict.UNKNOWN_UFRAG, check(HOME, true, 1).verdict());
    agent.expectRemoteUfrag("client");
    assertEquals(Verdict.SELECTED, check(HOME, true, 1).verdict());
  }

  @Test
  void consentExpiresOnTheSelectedPairOnly() {
    assertTrue(agent.expired(0, 30 * SECOND));
    check(HOME, true, SECOND);
    check(MOBILE, false, 20 * SECOND);
    assertFalse(agent.expired(30 * SECOND, 30 * SECOND));
    assertTrue(agent.expired(31 * SECOND, 30 * SECOND));
    check(HOME, false, 32 * SECOND);
    assertFalse(agent.expired(40 * SECOND, 30 * SECOND));
  }

  @Test
  void pairsAreCappedAndTheSelectedOneStays() {
    check(HOME, true, 0);
    for (int port = 1; port <= 100; port++) {
      assertNotNull(check(new InetSocketAddress("203.0.113.1", port), false, port).response());
    }
    assertTrue(agent.isValid(pair(HOME)));
    assertTrue(agent.isValid(pair(new InetSocketAddress("203.0.113.1", 100))));
    assertFalse(agent.isValid(pair(new InetSocketAddress("203.0.113.1", 1))));
  }

  @Test
  void credentialsAreLongRandomAndUnprinted() {
    SecureRandom random = new SecureRandom();
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      IceCredentials credentials = IceCredentials.generate(random);
      assertEquals(8, credentials.ufrag().length());
      assertEquals(32, credentials.pwd().length());
      assertTrue(seen.add(credentials.ufrag()) && seen.add(credentials.pwd()));
      assertFalse(credentials.toString().contains(credentials.pwd()));
    }
    assertThrows(IllegalArgumentException.class, () -> new IceCredentials("abc", PWD));
    assertThrows(IllegalArgumentException.class, () -> new IceCredentials("ab:d", PWD));
    assertThrows(IllegalArgumentException.class, () -> new IceCredentials("abcd", "short"));
  }
}
