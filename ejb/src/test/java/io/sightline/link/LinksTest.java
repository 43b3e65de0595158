package io.sightline.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.call.Call;
import io.sightline.call.Session;
import io.sightline.fault.Refusal;
import io.sightline.identity.Caller;
import io.sightline.identity.Permission;
import io.sightline.identity.Role;
import io.sightline.testing.Domain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinksTest {
  private static final Links.Wish USUAL =
      new Links.Wish(Optional.empty(), Optional.empty(), Optional.empty());

  @TempDir Path home;
  private Domain domain;
  private Caller agent;

  @BeforeEach
  void open() {
    domain = new Domain(home);
    agent = Domain.user(Domain.DEMO, "agent1", Role.AGENT);
  }

  @AfterEach
  void close() {
    domain.close();
  }

  @Test
  void admitsUntilTheLastSecondAndNotAfter() {
    Links.Invitation invitation = domain.links.invite(agent, Domain.DEMO, USUAL);
    domain.clock.advance(Duration.ofMinutes(30).minusSeconds(1));
    Links.Entry entry = domain.links.admit(invitation.code());
    assertEquals(invitation.callId(), entry.callId());
    Caller holder = domain.tokens.verify(entry.accessToken());
    assertEquals(entry.participantId(), holder.admitted().orElseThrow().participantId());
    domain.clock.advance(Duration.ofSeconds(1));
    assertEquals("link.expired", refusedBy(invitation.code()));
  }

  @Test
  void invitesForAUserWithoutAnAddress() {
    Caller nameless =
        new Caller(agent.subject(), agent.name(), null, agent.tenant(), agent.roles(), null);
    Links.Invitation invitation = domain.links.invite(nameless, Domain.DEMO, USUAL);
    assertEquals(
        "",
        domain.database.inTransaction(
            () -> domain.calls.lock(Domain.DEMO, invitation.callId()).agentEmail()));
  }

  @Test
  void admitsToACallThatHasStartedForAsLongAsItLasts() {
    Links.Invitation invitation = domain.links.invite(agent, Domain.DEMO, USUAL);
    domain.database.inTransaction(() -> start(invitation));
    domain.clock.advance(Duration.ofHours(5));
    assertEquals("active", domain.links.admit(invitation.code()).callState());
    domain.database.inTransaction(
        () ->
            domain
                .calls
                .lock(Domain.DEMO, invitation.callId())
                .end("agent", "agent", domain.clock.instant()));
    assertEquals("link.ended", refusedBy(invitation.code()));
  }

  private Call start(Links.Invitation invitation) {
    Call call = domain.calls.lock(Domain.DEMO, invitation.callId());
    var now = domain.clock.instant();
    List<Session> sessions =
        call.participants().stream()
            .map(
                party ->
                    call.enter(
                        party.id(),
                        new Session.Device(party.id().toString(), "127.0.0.1", "test"),
                        now))
            .toList();
    sessions.forEach(session -> call.join(session, List.of(), List.of(), now));
    sessions.forEach(session -> call.established(session, session.generation(), now));
    return call;
  }

  @Test
  void doesNotAdmitOnceRevoked() {
    Links.Invitation invitation = domain.links.invite(agent, Domain.DEMO, USUAL);
    domain.links.revoke(agent, invitation.callId());
    domain.links.revoke(agent, invitation.callId());
    assertEquals("link.revoked", refusedBy(invitation.code()));
  }

  @Test
  void doesNotKnowACodeThatWasNeverGiven() {
    assertEquals("link.not.found", refusedBy(LinkCode.random()));
  }

  @Test
  void refusesWhatCannotBeACode() {
    for (String text :
        List.of("", "abc", "a".repeat(23), "../../etc/passwd/......", "ä".repeat(22))) {
      assertEquals("link.malformed", assertThrows(Refusal.class, () -> new LinkCode(text)).code());
    }
  }

  @Test
  void storesNoCodeInTheClear() {
    Links.Invitation invitation = domain.links.invite(agent, Domain.DEMO, USUAL);
    Object[] stored =
        domain.database.inTransaction(
            () ->
                domain
                    .entities
                    .createQuery("select l.codeHash, l.sealedCode from Link l", Object[].class)
                    .getSingleResult());
    for (Object column : stored) {
      assertFalse(column.toString().contains(invitation.code().value()));
    }
    assertFalse(invitation.toString().contains(invitation.code().value()));
  }

  @Test
  void showsTheLinkAgainToItsAgent() {
    Links.Invitation invitation = domain.links.invite(agent, Domain.DEMO, USUAL);
    LinkCode shown =
        domain.database.inTransaction(
            () ->
                domain
                    .links
                    .view(domain.calls.find(Domain.DEMO, invitation.callId()).orElseThrow())
                    .orElseThrow()
                    .code());
    assertEquals(invitation.code(), shown);
  }

  @Test
  void takesAnOtherValidityWhenAsked() {
    Links.Invitation invitation =
        domain.links.invite(
            agent,
            Domain.DEMO,
            new Links.Wish(
                Optional.of(Duration.ofMinutes(2)), Optional.of("de"), Optional.empty()));
    assertEquals(domain.clock.instant().plus(Duration.ofMinutes(2)), invitation.expiresAt());
    Refusal tooLong =
        assertThrows(
            Refusal.class,
            () ->
                domain.links.invite(
                    agent,
                    Domain.DEMO,
                    new Links.Wish(
                        Optional.of(Duration.ofDays(31)), Optional.empty(), Optional.empty())));
    assertEquals("validity", tooLong.field().orElseThrow());
  }

  @Test
  void keepsTenantsApart() {
    Links.Invitation invitation = domain.links.invite(agent, Domain.DEMO, USUAL);
    Caller foreigner = Domain.user(Domain.OTHER, "agent1", Role.AGENT, Role.ADMIN);
    assertEquals(
        Refusal.Kind.UNKNOWN,
        assertThrows(Refusal.class, () -> domain.links.revoke(foreigner, invitation.callId()))
            .kind());
    assertEquals(
        Refusal.Kind.UNKNOWN,
        assertThrows(Refusal.class, () -> domain.links.invite(foreigner, Domain.DEMO, USUAL))
            .kind());
    assertTrue(
        domain.database.inTransaction(
            () -> domain.calls.find(Domain.OTHER, invitation.callId()).isEmpty()));
    assertEquals(
        0L,
        domain.database.inTransaction(
            () -> domain.calls.countOpenOf(Domain.OTHER, agent.subject())));
  }

  @Test
  void keepsColleaguesApart() {
    Links.Invitation invitation = domain.links.invite(agent, Domain.DEMO, USUAL);
    Caller colleague = Domain.user(Domain.DEMO, "agent2", Role.AGENT);
    assertThrows(Refusal.class, () -> domain.links.revoke(colleague, invitation.callId()));
  }

  @Test
  void asksFurtherPeopleIn() {
    Caller agent = Domain.user(Domain.DEMO, "agent", Role.AGENT);
    UUID call = domain.links.invite(agent, Domain.DEMO, USUAL).callId();
    Links.GuestWish wish =
        new Links.GuestWish(Role.EXPERT, Optional.of(" Eva "), Optional.of(Duration.ofMinutes(5)));
    Links.GuestInvitation made = domain.links.inviteGuest(agent, call, wish);
    Links.Entry entry = domain.links.admit(made.code());
    assertEquals(Role.EXPERT, entry.role());
    assertEquals("Eva", entry.displayName());
    Caller expert = domain.tokens.verify(entry.accessToken());
    assertEquals(made.participantId(), expert.admitted().orElseThrow().participantId());
    assertTrue(expert.may(Permission.TAKE_PART));
    for (Permission more :
        List.of(Permission.CREATE_CALL, Permission.VIEW_REPORTS, Permission.HOLD)) {
      assertFalse(expert.may(more), more.name());
    }
    Caller colleague = Domain.user(Domain.DEMO, "colleague", Role.AGENT);
    assertThrows(Refusal.class, () -> domain.links.inviteGuest(colleague, call, wish));
    domain.clock.advance(Duration.ofMinutes(5));
    Refusal late = assertThrows(Refusal.class, () -> domain.links.admit(made.code()));
    assertEquals("link.expired", late.code(), "who never came may not come later");
    assertTrue(domain.links.expired(10).isEmpty(), "the call itself lives by the customer's link");
  }

  @Test
  void listsWhatExpiredUnused() {
    Links.Invitation unused = domain.links.invite(agent, Domain.DEMO, USUAL);
    Links.Invitation used = domain.links.invite(agent, Domain.DEMO, USUAL);
    domain.database.inTransaction(() -> start(used));
    assertEquals(List.of(), domain.links.expired(10));
    domain.clock.advance(Duration.ofMinutes(30));
    assertEquals(
        List.of(unused.callId()), domain.links.expired(10).stream().map(key -> key.id()).toList());
  }

  @Test
  void writesItsKeysForTheirOwnerAlone() throws Exception {
    Links.Invitation one = domain.links.invite(agent, Domain.DEMO, USUAL);
    assertNotEquals(one.code(), domain.links.invite(agent, Domain.DEMO, USUAL).code());
    domain.links.admit(one.code());
    try (var files = Files.list(home.resolve("keys"))) {
      List<Path> keys = files.toList();
      assertEquals(2, keys.size());
      for (Path key : keys) {
        assertEquals(
            "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
      }
    }
  }

  private String refusedBy(LinkCode code) {
    return assertThrows(Refusal.class, () -> domain.links.admit(code)).code();
  }
}
