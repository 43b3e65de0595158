package io.sightline.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.identity.Caller;
import io.sightline.identity.Role;
import io.sightline.testing.Domain;
import io.sightline.testing.FakeSocket;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Who may send which message, and about whose call: every message by every role, by parties and by
 * others. A call that is not one's own answers like one that is not there.
 */
class SocketMatrixTest extends TwoInACall {
  /** Whoever takes part. */
  private static final String EVERY_PARTY = "agent expert customer guest";

  /** Who has a desk. */
  private static final String STAFF = "agent expert";

  /** Message, who may, further fields. Ends come last: afterwards there is no call. */
  private static final String[][] MESSAGES = {
    {"join", EVERY_PARTY, ""},
    {"media.state", EVERY_PARTY, ",'audio':true"},
    {"media.description", EVERY_PARTY, ",'generation':9,'description':{'type':'offer','sdp':'v'}"},
    {"media.candidate", EVERY_PARTY, ",'generation':9,'candidate':null"},
    {"media.established", EVERY_PARTY, ",'generation':9"},
    {"media.restart", EVERY_PARTY, ",'generation':9"},
    {"media.failed", EVERY_PARTY, ",'generation':9"},
    {"chat.send", EVERY_PARTY, ",'key':'k','text':'t'"},
    {"chat.list", EVERY_PARTY, ""},
    {"recording.start", STAFF, ""},
    {"recording.pause", STAFF, ""},
    {"recording.resume", STAFF, ""},
    {"recording.stop", STAFF, ""},
    {"participant.hold", STAFF, ",'participantId':'PARTY'"},
    {"participant.resume", STAFF, ",'participantId':'PARTY'"},
    {"participant.mute", STAFF, ",'participantId':'PARTY'"},
    {"hand.raise", EVERY_PARTY, ""},
    {"hand.lower", EVERY_PARTY, ""},
    {"participant.admit", STAFF, ",'participantId':'PARTY'"},
    {"participant.return", STAFF, ",'participantId':'PARTY'"},
    {"participant.remove", STAFF, ",'participantId':'PARTY'"},
    {"transfer.start", STAFF, ",'kind':'blind'"},
    {"transfer.complete", STAFF, ""},
    {"transfer.cancel", STAFF, ""},
    {"ring.decline", STAFF, ""},
    {"ring.accept", STAFF, ""},
    {"leave", EVERY_PARTY, ""},
    {"call.end", STAFF, ""},
  };

  /** Without a call. */
  private static final Map<String, String> OTHERS =
      Map.of(
          "ping", "agent expert supervisor admin customer guest",
          "presence.set", STAFF,
          "colleagues.list", STAFF);

  @Test
  void coversEveryMessage() {
    List<String> named =
        Stream.concat(Stream.of(MESSAGES).map(row -> row[0]), OTHERS.keySet().stream())
            .sorted()
            .toList();
    for (String type : named) {
      try {
        var unused = MessageDecoder.decode("{\"type\":\"" + type + "\"}", UUID.randomUUID());
      } catch (MessageDecoder.DecodingException incomplete) {
        assertTrue(!incomplete.refusal().code().equals("message.unknown"), type);
      }
    }
    assertEquals(kinds(SignalingMessage.class), named.size(), "messages");
  }

  private static int kinds(Class<?> message) {
    if (!message.isSealed()) {
      if (message == SignalingMessage.RecordingControl.class) {
        return SignalingMessage.RecordingControl.Action.values().length;
      }
      if (message == SignalingMessage.Door.class) {
        return SignalingMessage.Door.Action.values().length;
      }
      return List.of(SignalingMessage.Hold.class, SignalingMessage.Hand.class).contains(message)
          ? 2
          : 1;
    }
    return Stream.of(message.getPermittedSubclasses()).mapToInt(SocketMatrixTest::kinds).sum();
  }

  @Test
  void partiesMayWhatTheirRoleMay() {
    for (String[] row : MESSAGES) {
      invite();
      talk();
      for (FakeSocket socket : List.of(customer, agent)) {
        String role = socket == agent ? "agent" : "customer";
        boolean may = List.of(row[1].split(" ")).contains(role);
        String code = codeOf(answer(socket, row, call));
        assertEquals(may, !code.equals("not.allowed"), row[0] + " by " + role + ": " + code);
        assertTrue(!code.equals("internal.error"), row[0]);
      }
    }
  }

  @Test
  void nobodyElseLearnsThatThereIsACall() {
    talk();
    Map<String, FakeSocket> outsiders = new LinkedHashMap<>();
    for (Role role : List.of(Role.AGENT, Role.EXPERT, Role.SUPERVISOR, Role.ADMIN)) {
      for (var tenant : List.of(Domain.DEMO, Domain.OTHER)) {
        Caller caller = Domain.user(tenant, "someone", role);
        outsiders.put(role.wireName() + " of " + tenant.value(), rig.connect(caller));
      }
    }
    outsiders.put("customer of another call", rig.connectCustomer(rig.invite()));
    List<String> before = new ArrayList<>(agent.types());
    for (String[] row : MESSAGES) {
      outsiders.forEach(
          (who, socket) -> {
            JsonObject answer = answer(socket, row, call);
            assertEquals(answer(socket, row, UUID.randomUUID()), answer, row[0] + " by " + who);
            String role = who.split(" ")[0];
            boolean may = List.of(row[1].split(" ")).contains(role) || role.equals("customer");
            String code = codeOf(answer);
            assertEquals(may ? "not.found" : "not.allowed", code, row[0] + " by " + who);
          });
    }
    assertEquals(before, agent.types(), "nothing reached those who are in the call");
  }

  @Test
  void whatConcernsNoCallIsForItsRolesAlone() {
    connectBoth();
    Map<String, FakeSocket> sockets = new LinkedHashMap<>();
    sockets.put("customer", customer);
    for (Role role : List.of(Role.AGENT, Role.EXPERT, Role.SUPERVISOR, Role.ADMIN)) {
      sockets.put(role.wireName(), rig.connect(Domain.user(Domain.DEMO, "someone", role)));
    }
    OTHERS.forEach(
        (type, roles) ->
            sockets.forEach(
                (role, socket) -> {
                  String[] row = {type, roles, ",'presence':'available'"};
                  String code = codeOf(answer(socket, row, call));
                  assertEquals(
                      List.of(roles.split(" ")).contains(role) ? "" : "not.allowed",
                      code,
                      type + " by " + role);
                }));
  }

  private JsonObject answer(FakeSocket socket, String[] row, UUID about) {
    String party = customer.caller().admitted().orElseThrow().participantId().toString();
    long before = answers(socket).size();
    rig.say(
        socket,
        "{'type':'"
            + row[0]
            + "','id':'m','callId':'"
            + about
            + "'"
            + row[2].replace("PARTY", party)
            + "}");
    List<JsonObject> answers = answers(socket);
    assertEquals(before + 1, answers.size(), row[0] + ": " + answers);
    return answers.get(answers.size() - 1);
  }

  private static List<JsonObject> answers(FakeSocket socket) {
    return socket.all().stream()
        .filter(message -> List.of("ack", "error").contains(message.getString("type")))
        .filter(message -> message.containsKey("id"))
        .toList();
  }

  private static String codeOf(JsonObject answer) {
    return answer.getString("code", "");
  }
}
