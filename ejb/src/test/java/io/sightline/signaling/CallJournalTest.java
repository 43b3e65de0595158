package io.sightline.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.sightline.call.Call;
import io.sightline.call.CallRecorder.RunningRecording;
import io.sightline.call.Session;
import io.sightline.tenant.RecordingMode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CallJournalTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private static final Optional<RunningRecording> NOTHING = Optional.empty();

  private final Call call =
      new Call(
          "demo",
          new Call.Owner(UUID.randomUUID(), "Ann Secret", "ann@demo.example"),
          RecordingMode.AGENT_CONTROLLED,
          "en",
          null,
          NOON);
  private final String ids = " callId=" + call.id() + " tenant=demo";

  @Test
  void writesALineForEachEventByIdsAlone() {
    CallJournal journal = new CallJournal(call, NOTHING);
    Session agent = enter(0);
    assertEquals(List.of("call event=waiting" + ids), journal.since(call, NOTHING));

    journal = new CallJournal(call, NOTHING);
    call.join(agent, List.of(), List.of(), NOON);
    Session customer = enter(1);
    call.join(customer, List.of(), List.of(), NOON);
    assertEquals(
        List.of("call event=path-changed" + ids + " path=direct generation=1"),
        journal.since(call, NOTHING));

    journal = new CallJournal(call, NOTHING);
    call.established(agent, 1, NOON);
    call.established(customer, 1, NOON);
    assertEquals(List.of("call event=active" + ids), journal.since(call, NOTHING));

    RunningRecording recording = new RunningRecording(new UUID(0, 7), "recording", "video", NOON);
    journal = new CallJournal(call, NOTHING);
    assertEquals(
        List.of("call event=recording-started" + ids + " recordingId=" + recording.id()),
        journal.since(call, Optional.of(recording)));

    journal = new CallJournal(call, Optional.of(recording));
    call.end("somebody", "agent", NOON.plusSeconds(90));
    assertEquals(
        List.of(
            "call event=recording-stopped" + ids + " recordingId=" + recording.id(),
            "call event=ended" + ids + " reason=agent talkSeconds=90"),
        journal.since(call, NOTHING));
  }

  @Test
  void saysNothingWhereNothingHappened() {
    enter(0);
    CallJournal journal = new CallJournal(call, NOTHING);
    assertEquals(List.of(), journal.since(call, NOTHING));
  }

  private Session enter(int party) {
    return call.enter(
        call.participants().get(party).id(),
        new Session.Device("socket-" + party, "192.0.2.7", "Browser"),
        NOON);
  }
}
