package io.sightline.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.audit.AuditLog;
import io.sightline.call.Call;
import io.sightline.call.Session;
import io.sightline.composition.CompositionLedger;
import io.sightline.composition.DeadLetters;
import io.sightline.consent.Consents;
import io.sightline.fault.Refusal;
import io.sightline.identity.Caller;
import io.sightline.identity.Role;
import io.sightline.recording.RecordingFixture;
import io.sightline.recording.TestDatabase;
import io.sightline.tenant.RecordingMode;
import io.sightline.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallReportsTest {
  private static final Instant NOON = RecordingFixture.NOON;
  private static final CallFilter ALL = CallFilter.of(null, null, null, null, null);

  private final RecordingFixture fixture = new RecordingFixture(event -> {});
  private final TestDatabase database = fixture.database;
  private final CallReports reports =
      new CallReports(database.entities(), fixture.queries, fixture.clock);
  private final RecordingAccess access =
      new RecordingAccess(
          fixture.queries,
          reports,
          new CompositionLedger(),
          new DeadLetters(),
          new Consents(database.entities(), null, null, null, null),
          new AuditLog(database.entities(), fixture.clock));
  private final Caller ann = caller("demo", Role.AGENT);
  private final Caller bob = caller("demo", Role.AGENT);
  private final Caller supervisor = caller("demo", Role.SUPERVISOR);
  private final Caller stranger = caller("other", Role.SUPERVISOR);
  private UUID annsCall;

  private static Caller caller(String tenant, Role role) {
    return new Caller(
        UUID.randomUUID(), role.name(), "x@example", new TenantId(tenant), Set.of(role), null);
  }

  @BeforeEach
  void makeCalls() {
    for (String tenant : List.of("demo", "other")) {
      database.run(
          () ->
              database
                  .entities()
                  .createNativeQuery(
                      "insert into tenant (id, name, recording_mode, recording_media, created_at)"
                          + " values ('"
                          + tenant
                          + "', 'x', 'OFF', 'audio', current_timestamp)")
                  .executeUpdate());
    }
    annsCall = call("demo", ann, "Ann 50%", NOON.minusSeconds(60));
    call("demo", bob, "Bob", NOON);
    call("other", stranger, "Eve", NOON);
  }

  private UUID call(String tenant, Caller owner, String name, Instant at) {
    Call call =
        new Call(
            tenant,
            new Call.Owner(owner.subject(), name, "a@" + tenant),
            RecordingMode.OFF,
            null,
            null,
            at);
    call.enter(
        call.participants().get(0).id(),
        new Session.Device("socket", "192.0.2.1", "Browser/1"),
        at);
    database.run(() -> database.entities().persist(call));
    return call.id();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private List<String> agents(Caller caller, CallFilter filter) {
    return database.inNew(
        () ->
            reports.list(caller, filter, 0, 10).records().stream()
                .map(CallRecord::agentName)
                .toList());
  }

  @Test
  void showsEachCallerWhatHeMaySee() {
    assertEquals(List.of("Bob", "Ann 50%"), agents(supervisor, ALL));
    assertEquals(List.of("Ann 50%"), agents(ann, ALL));
    assertEquals(List.of("Eve"), agents(stranger, ALL));
    assertThrows(Refusal.class, () -> agents(caller("demo", Role.CUSTOMER), ALL));
  }

  @Test
  void filtersSortsAndPages() {
    assertEquals(List.of("Ann 50%"), agents(supervisor, filter("agent", "0%")));
    assertEquals(List.of(), agents(supervisor, filter("agent", "%b")));
    assertEquals(List.of("Bob"), agents(supervisor, filter("agent", "BOB")));
    assertEquals(
        List.of("Bob"), agents(supervisor, filter("interval", NOON + "/" + NOON.plusSeconds(1))));
    assertEquals(List.of(), agents(supervisor, filter("state", "ended")));
    assertEquals(
        List.of("Ann 50%", "Bob"),
        agents(supervisor, CallFilter.of(null, null, null, "agentName", "asc")));
    CallReports.Page page = database.inNew(() -> reports.list(supervisor, ALL, 1, 1));
    assertEquals(2, page.total());
    assertEquals(List.of(0L), page.records().stream().map(CallRecord::recordingCount).toList());
    assertEquals("Ann 50%", page.records().get(0).agentName());
  }

  private static CallFilter filter(String name, String value) {
    return CallFilter.of(
        name.equals("interval") ? value : null,
        name.equals("state") ? value : null,
        name.equals("agent") ? value : null,
        null,
        null);
  }

  @ParameterizedTest
  @CsvSource({
    "interval, yesterday",
    "interval, 2026-01-01T00:00:00Z",
    "state, gone",
    "sortBy, id; drop table calls",
    "sortOrder, up"
  })
  void refusesWhatItDoesNotKnow(String name, String value) {
    assertThrows(
        Refusal.class,
        () ->
            CallFilter.of(
                name.equals("interval") ? value : null,
                name.equals("state") ? value : null,
                null,
                name.equals("sortBy") ? value : null,
                name.equals("sortOrder") ? value : null));
  }

  @Test
  void showsSessionsAndRecordings() {
    UUID recording = fixture.begin(annsCall, "key");
    fixture.seal(recording, 0);

    CallRecord record = database.inNew(() -> reports.get(ann, annsCall));

    assertEquals(Duration.ofSeconds(60).toMillis(), record.durationMs());
    assertEquals(1, record.recordingCount());
    assertEquals("192.0.2.1", record.sessions().get(0).ipAddress());
    assertEquals("queued", record.recordings().get(0).state());
    assertEquals(recording + ".webm", record.recordings().get(0).media());
    assertThrows(Refusal.class, () -> database.inNew(() -> reports.get(bob, annsCall)));
    assertThrows(Refusal.class, () -> database.inNew(() -> reports.get(stranger, annsCall)));
  }

  @Test
  void letsNobodyElseSeeARecording() {
    UUID recording = fixture.begin(annsCall, "key");

    assertEquals(recording, database.inNew(() -> access.get(ann, recording)).id());
    assertEquals(1, database.inNew(() -> access.ofCall(supervisor, annsCall)).size());
    for (Caller caller : List.of(bob, stranger, caller("demo", Role.GUEST))) {
      assertThrows(Refusal.class, () -> database.inNew(() -> access.get(caller, recording)));
    }
    assertThrows(Refusal.class, () -> database.inNew(() -> access.ofCall(bob, annsCall)));
  }

  @Test
  void countsForAdministrators() {
    Map<String, Long> calls = database.inNew(reports::countByState);
    assertEquals(3, calls.values().stream().mapToLong(Long::longValue).sum());
    Map<String, Long> people = database.inNew(reports::participantsByPresence);
    assertEquals(3L, people.get("lobby"));
    assertEquals(3L, people.get("absent"));
    assertFalse(calls.containsKey("ended"));
    assertTrue(database.inNew(fixture.queries::countByState).isEmpty());
  }
}
