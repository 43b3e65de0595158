package io.sightline.signaling;

import io.sightline.call.Admittance;
import io.sightline.call.Call;
import io.sightline.call.CallRecorder.RunningRecording;
import io.sightline.call.CallRing;
import io.sightline.call.CallState;
import io.sightline.call.MediaPath;
import io.sightline.call.Presence;
import io.sightline.consent.ConsentState;
import io.sightline.identity.Role;
import io.sightline.link.Links;
import io.sightline.tenant.RecordingMode;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A call as its parties see it at one moment, free of entities.
 *
 * @param recording null while none runs
 * @param screenRecording the one of shared screens; null while none runs
 * @param link null for a call without one
 * @param ring null while no colleague is asked in
 * @param meeting null for a call that is held at no meeting point
 */
public record CallView(
    UUID id,
    String tenantId,
    CallState state,
    Instant createdAt,
    Instant activeAt,
    Instant endedAt,
    String endReason,
    RecordingMode recordingMode,
    MediaPath mediaPath,
    int generation,
    List<Party> participants,
    RunningRecording recording,
    RunningRecording screenRecording,
    Links.View link,
    Consent consent,
    CallRing.View ring,
    Meeting meeting) {

  /**
   * Whether those who came by a link agree to being recorded.
   *
   * @param asked whether a recording is wanted, so that they are to be asked
   */
  public record Consent(ConsentState state, boolean asked) {}

  /**
   * What a meeting tells of itself.
   *
   * @param message null where the host has written none
   * @param hosted whether somebody of the staff is in it
   * @param full whether nobody more can be let in
   */
  public record Meeting(UUID pointId, String name, String message, boolean hosted, boolean full) {}

  /**
   * A participant of the view.
   *
   * @param arrivedAt null but for a meeting's guests
   * @param knockedAt since when such a guest is ready to be let in; null before
   * @param handRaisedAt since when this one asks to speak; null while not
   */
  public record Party(
      UUID id,
      Role role,
      UUID userId,
      String displayName,
      Presence presence,
      boolean audio,
      boolean video,
      boolean screen,
      boolean held,
      Admittance admittance,
      Instant arrivedAt,
      Instant knockedAt,
      Instant handRaisedAt) {}

  static CallView of(
      Call call,
      Optional<RunningRecording> recording,
      Optional<RunningRecording> screenRecording,
      Optional<Links.View> link,
      Consent consent) {
    return new CallView(
        call.id(),
        call.tenantId(),
        call.state(),
        call.createdAt(),
        call.activeAt(),
        call.endedAt(),
        call.endReason(),
        call.recordingMode(),
        call.mediaPath(),
        call.generation(),
        call.participants().stream()
            .map(
                party ->
                    new Party(
                        party.id(),
                        party.role(),
                        party.released() ? null : party.userId(),
                        party.displayName(),
                        party.presence(),
                        party.audio(),
                        party.video(),
                        party.screen(),
                        party.held(),
                        party.admittance(),
                        party.arrivedAt(),
                        party.knockedAt(),
                        party.handRaisedAt()))
            .toList(),
        recording.orElse(null),
        screenRecording.orElse(null),
        link.orElse(null),
        consent,
        call.ring().orElse(null),
        call.meeting()
            .map(
                at ->
                    new Meeting(
                        at.pointId(), at.name(), at.message(), call.hosted(), call.isFull()))
            .orElse(null));
  }

  /** What a meeting's guest may see of it: who waits at its door learns of nobody but the staff. */
  private CallView seenBy(UUID guest) {
    boolean waits =
        participants.stream()
            .anyMatch(
                party -> party.id().equals(guest) && party.admittance() != Admittance.ADMITTED);
    List<Party> seen =
        participants.stream()
            .filter(
                party ->
                    party.id().equals(guest)
                        || (waits
                            ? party.userId() != null
                            : party.admittance() == Admittance.ADMITTED))
            .toList();
    return new CallView(
        id,
        tenantId,
        state,
        createdAt,
        waits ? null : activeAt,
        endedAt,
        endReason,
        recordingMode,
        mediaPath,
        generation,
        seen,
        waits ? null : recording,
        waits ? null : screenRecording,
        link,
        waits ? new Consent(ConsentState.NOT_REQUIRED, false) : consent,
        waits ? null : ring,
        meeting);
  }

  boolean isUser(UUID userId) {
    return participants.stream().anyMatch(party -> userId.equals(party.userId()));
  }

  /** The snapshot for one socket: users learn which of the participants they are. */
  JsonObject snapshot(Socket socket) {
    CallView seen =
        meeting == null
            ? this
            : socket
                .caller()
                .admitted()
                .map(admission -> seenBy(admission.participantId()))
                .orElse(this);
    JsonObject snapshot = seen.snapshot(Delivery.linkBase(socket));
    return participants.stream()
        .filter(party -> socket.caller().subject().equals(party.userId()))
        .findFirst()
        .map(party -> Json.createObjectBuilder(snapshot).add("self", party.id().toString()).build())
        .orElse(snapshot);
  }

  /**
   * The snapshot of the protocol.
   *
   * @param linkBase what the link's URL begins with; null leaves the URL out, as for customers
   */
  public JsonObject snapshot(String linkBase) {
    JsonArrayBuilder parties = Json.createArrayBuilder();
    for (Party party : participants) {
      parties.add(json(party));
    }
    return Json.createObjectBuilder()
        .add("id", id.toString())
        .add("state", state.wireName())
        .add("createdAt", time(createdAt))
        .add("activeAt", time(activeAt))
        .add("endedAt", time(endedAt))
        .add("recordingMode", recordingMode.wireName())
        .add("mediaPath", mediaPath.wireName())
        .add("generation", generation)
        .add("participants", parties)
        .add("recording", json(recording))
        .add("screenRecording", json(screenRecording))
        .add("consent", consentJson())
        .add("ring", ringJson())
        .add("link", linkJson(linkBase))
        .add("meeting", meetingJson())
        .build();
  }

  private static JsonObjectBuilder json(Party party) {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("id", party.id().toString())
            .add("role", party.role().wireName())
            .add("displayName", party.displayName())
            .add("presence", party.presence().wireName())
            .add("audio", party.audio())
            .add("video", party.video())
            .add("screen", party.screen())
            .add("held", party.held())
            .add("handRaisedAt", time(party.handRaisedAt()));
    return party.arrivedAt() == null
        ? json
        : json.add("admittance", party.admittance().wireName())
            .add("waitingSince", time(party.knockedAt()));
  }

  private JsonValue meetingJson() {
    if (meeting == null) {
      return JsonValue.NULL;
    }
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("pointId", meeting.pointId().toString())
            .add("name", meeting.name())
            .add("hosted", meeting.hosted())
            .add("full", meeting.full());
    return (meeting.message() == null
            ? json.addNull("message")
            : json.add("message", meeting.message()))
        .build();
  }

  private static JsonValue json(RunningRecording recording) {
    if (recording == null) {
      return JsonValue.NULL;
    }
    return Json.createObjectBuilder()
        .add("id", recording.id().toString())
        .add("state", recording.state())
        .add("type", recording.type())
        .add("startedAt", time(recording.startedAt()))
        .build();
  }

  private JsonValue consentJson() {
    if (consent.state() == ConsentState.NOT_REQUIRED) {
      return JsonValue.NULL;
    }
    return Json.createObjectBuilder()
        .add("state", consent.state().wireName())
        .add("asked", consent.asked())
        .build();
  }

  private JsonValue ringJson() {
    if (ring == null) {
      return JsonValue.NULL;
    }
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("kind", ring.kind().wireName())
            .add("state", ring.state().wireName())
            .add("until", time(ring.until()));
    if (ring.group() != null) {
      json.add("group", ring.group().toString());
    }
    if (ring.colleague() != null) {
      json.add("colleague", ring.colleague().toString());
    }
    return json.build();
  }

  private JsonValue linkJson(String linkBase) {
    if (link == null) {
      return JsonValue.NULL;
    }
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("state", link.state().wireName())
            .add("expiresAt", time(link.expiresAt()));
    if (linkBase != null) {
      json.add("url", linkBase + "/ve/" + link.code().value());
    }
    return json.build();
  }

  private static JsonValue time(Instant instant) {
    return instant == null
        ? JsonValue.NULL
        : Json.createValue(instant.truncatedTo(ChronoUnit.MILLIS).toString());
  }
}
