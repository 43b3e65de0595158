package io.sightline.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.fault.Refusal;
import io.sightline.testing.Domain;
import io.sightline.testing.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignInTest {
  @TempDir Path home;
  private Domain domain;

  @BeforeEach
  void open() {
    domain = new Domain(home);
  }

  @AfterEach
  void close() {
    domain.close();
  }

  @Test
  void remembersAUserOverSignIns() {
    SignIn.Tokens first = domain.signIn.signedIn("agent1", Set.of(Role.AGENT));
    SignIn.Tokens second = domain.signIn.signedIn("agent1", Set.of(Role.AGENT, Role.ADMIN));
    assertEquals(first.user().subject(), second.user().subject());
    assertEquals(Set.of(Role.AGENT, Role.ADMIN), second.user().roles());
    assertEquals("agent1@demo.example", second.user().email());
  }

  @Test
  void refusesAUserWithoutARole() {
    assertThrows(Refusal.class, () -> domain.signIn.signedIn("guest", Set.of()));
  }

  @Test
  void rotatesRefreshTokensAndEndsTheFamilyOfAStolenOne() {
    SignIn.Tokens first = domain.signIn.signedIn("agent1", Set.of(Role.AGENT));
    SignIn.Tokens second = domain.signIn.refresh(first.refreshToken()).orElseThrow();
    assertNotEquals(first.refreshToken(), second.refreshToken());
    assertEquals(first.user(), second.user());
    assertTrue(domain.signIn.refresh(first.refreshToken()).isEmpty());
    assertTrue(domain.signIn.refresh(second.refreshToken()).isEmpty());
  }

  @Test
  void refreshesForTwelveHoursInAll() {
    SignIn.Tokens tokens = domain.signIn.signedIn("agent1", Set.of(Role.AGENT));
    domain.clock.advance(Duration.ofHours(11));
    tokens = domain.signIn.refresh(tokens.refreshToken()).orElseThrow();
    domain.clock.advance(Duration.ofHours(1));
    assertTrue(domain.signIn.refresh(tokens.refreshToken()).isEmpty());
    domain.clock.advance(Duration.ofSeconds(1));
    assertEquals(2, domain.signIn.sweep());
    assertEquals(0, domain.signIn.sweep());
  }

  @Test
  void signsOutAWholeFamily() {
    SignIn.Tokens tokens = domain.signIn.signedIn("agent1", Set.of(Role.AGENT));
    domain.signIn.signOut(tokens.refreshToken());
    domain.signIn.signOut("unknown");
    assertTrue(domain.signIn.refresh(tokens.refreshToken()).isEmpty());
  }

  @Test
  void limitsAttemptsPerKeyForAWhile() {
    SettableClock clock = new SettableClock();
    AttemptLimiter limiter = new AttemptLimiter(clock);
    for (int i = 0; i < AttemptLimiter.FAILURES; i++) {
      limiter.requireFree("a");
      limiter.failed("a");
    }
    assertEquals(
        Refusal.Kind.TOO_MANY, assertThrows(Refusal.class, () -> limiter.requireFree("a")).kind());
    limiter.requireFree("b");
    clock.advance(AttemptLimiter.WINDOW);
    limiter.requireFree("a");
  }
}
