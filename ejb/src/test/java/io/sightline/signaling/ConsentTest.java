package io.sightline.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.call.RecorderAvailability;
import io.sightline.consent.AskedText;
import io.sightline.consent.Consents;
import io.sightline.consent.Evidence;
import io.sightline.fault.Refusal;
import io.sightline.identity.Caller;
import io.sightline.identity.Role;
import io.sightline.link.Links;
import io.sightline.tenant.RecordingMode;
import io.sightline.tenant.TenantSettings;
import io.sightline.testing.Domain;
import io.sightline.testing.FakeSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is recorded before those who came by a link have agreed. */
class ConsentTest {
  @TempDir private Path home;
  private SignalingRig rig;
  private Caller admin;
  private Caller visitor;
  private UUID call;
  private FakeSocket agent;
  private FakeSocket customer;

  @BeforeEach
  void open() {
    rig = new SignalingRig(home);
    admin = Domain.user(Domain.DEMO, "admin", Role.ADMIN);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private void required(RecordingMode mode, boolean connectWithout) {
    rig.domain.tenants.change(
        admin,
        Domain.DEMO,
        TenantSettings.Change.NOTHING.withRecordingMode(mode).withConsent(true, connectWithout));
    Links.Invitation invitation = rig.invite();
    call = invitation.callId();
    visitor = rig.domain.tokens.verify(rig.domain.links.admit(invitation.code()).accessToken());
    agent = rig.connect(rig.agent);
    customer = rig.connect(visitor);
  }

  private void decide(boolean agreed) {
    AskedText text = rig.domain.consents.question(visitor, "de").text();
    rig.domain.consents.decide(visitor, agreed, text.language(), text.version(), text.sha256());
    rig.service.refresh(call);
  }

  private String consent(FakeSocket socket) {
    return socket
        .last("call.state")
        .getJsonObject("call")
        .getJsonObject("consent")
        .getString("state");
  }

  @Test
  void startsWithTheAgreementAndEndsWhenItIsTakenBack() {
    required(RecordingMode.AGENT_CONTROLLED, false);
    rig.join(customer, call);
    rig.join(agent, call);
    rig.establish(call, agent, customer);
    rig.inCall(agent, call, "recording.start");
    rig.establish(call, agent, customer);
    assertEquals("waiting", consent(agent));
    assertEquals(List.of(), rig.recorder.log);

    decide(true);

    assertEquals(List.of("start " + rig.agent.subject()), rig.recorder.log);
    assertEquals("agreed", consent(agent));
    decide(false);
    assertEquals("stop", rig.recorder.log.get(1));
    assertEquals("consent.declined", agent.last("error").getString("code"));
    List<Evidence> kept = rig.domain.consents.ofCall("demo", call);
    assertEquals(List.of(true, false), kept.stream().map(Evidence::agreed).toList());
    assertEquals("de", kept.get(0).language());
  }

  @Test
  void admitsNobodyUndecidedOrDecliningToACallThatHasToBeRecorded() {
    required(RecordingMode.MANDATORY, false);

    rig.join(customer, call);
    assertEquals("consent.required", customer.last("error").getString("code"));
    decide(false);
    rig.join(customer, call);
    assertEquals("consent.declined", customer.last("error").getString("code"));
    decide(true);
    rig.join(customer, call);
    rig.join(agent, call);
    rig.establish(call, agent, customer);
    assertEquals(List.of("start policy"), rig.recorder.log);
  }

  @Test
  void goesOnUnrecordedWhereTheTenantSaysSo() {
    required(RecordingMode.MANDATORY, true);
    decide(false);

    rig.join(customer, call);
    rig.join(agent, call);
    rig.establish(call, agent, customer);

    assertEquals(List.of(), rig.recorder.log);
    assertEquals("declined", consent(agent));
    assertEquals("active", agent.last("call.state").getJsonObject("call").getString("state"));
  }

  @Test
  void countsVersionsAndRefusesADecisionOnAnotherText() {
    required(RecordingMode.AGENT_CONTROLLED, false);
    Consents consents = rig.domain.consents;
    AskedText builtIn = consents.question(visitor, "de").text();
    assertEquals(0, builtIn.version());
    AskedText first = consents.write(admin, Domain.DEMO, "de", "Einverstanden?");
    assertEquals(first, consents.write(admin, Domain.DEMO, "de", "Einverstanden? "));
    AskedText second = consents.write(admin, Domain.DEMO, "de", "Wirklich einverstanden?");
    assertEquals(List.of(1, 2), List.of(first.version(), second.version()));
    assertNotEquals(first.sha256(), second.sha256());
    assertEquals(List.of(second), consents.texts(admin, Domain.DEMO));
    assertEquals(second, consents.question(visitor, "de-AT").text());

    Refusal refusal =
        assertThrows(Refusal.class, () -> consents.decide(visitor, true, "de", 1, first.sha256()));
    assertEquals("consent.text.changed", refusal.code());
    assertThrows(Refusal.class, () -> consents.write(rig.agent, Domain.DEMO, "de", "Ja?"));
    assertThrows(Refusal.class, () -> consents.write(admin, Domain.OTHER, "de", "Ja?"));
    assertThrows(Refusal.class, () -> consents.question(rig.agent, "de"));
  }

  /** N6: both parties of a running call are told, and the call goes on. */
  @Test
  void tellsBothWhenTheRecorderIsLost() {
    required(RecordingMode.MANDATORY, false);
    decide(true);
    rig.join(customer, call);
    rig.join(agent, call);
    rig.establish(call, agent, customer);

    rig.news.onAvailability(new RecorderAvailability("recording.storage"));
    rig.later.runAll();

    for (FakeSocket socket : List.of(agent, customer)) {
      assertEquals("recording.storage", socket.last("error").getString("code"));
    }
    assertTrue(rig.sockets.count() == 2);
  }
}
