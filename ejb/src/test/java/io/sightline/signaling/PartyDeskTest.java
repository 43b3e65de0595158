package io.sightline.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.testing.FakeSocket;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Muting others and raising hands, as sockets see them. */
class PartyDeskTest extends TwoInACall {
  private JsonObject party(FakeSocket seenBy, String role) {
    return shown(seenBy).getJsonArray("participants").stream()
        .map(JsonValue::asJsonObject)
        .filter(each -> role.equals(each.getString("role")))
        .findFirst()
        .orElseThrow();
  }

  private void about(FakeSocket socket, String type, String role) {
    String id = party(agent, role).getString("id");
    rig.say(
        socket,
        "{'type':'" + type + "','id':'m','callId':'" + call + "','participantId':'" + id + "'}");
  }

  @Test
  void theMutedIsToldAndMayTurnTheMicrophoneOnAgain() {
    talk();
    about(agent, "participant.mute", "customer");
    assertEquals(1, customer.all("participant.muted").size());
    assertEquals("agent1", customer.last("participant.muted").getString("by"));
    assertTrue(agent.all("participant.muted").isEmpty());
    assertFalse(party(agent, "customer").getBoolean("audio"));
    assertTrue(party(agent, "customer").getBoolean("video"));
    rig.say(customer, "{'type':'media.state','audio':true,'video':true}");
    assertTrue(party(agent, "customer").getBoolean("audio"));
  }

  @Test
  void nobodyMutesTheStaffOrWhoIsNotThere() {
    talk();
    about(agent, "participant.mute", "agent");
    assertEquals("mute.refused", agent.last("error").getString("code"));
    about(customer, "participant.mute", "agent");
    assertEquals("not.allowed", customer.last("error").getString("code"));
    rig.inCall(customer, call, "leave");
    agent.forgetAll();
    rig.join(agent, call);
    about(agent, "participant.mute", "customer");
    assertEquals("mute.refused", agent.last("error").getString("code"));
  }

  @Test
  void aHandIsUpUntilItsOwnerOrTheStaffTakesItDown() {
    talk();
    rig.inCall(customer, call, "hand.raise");
    String since = party(agent, "customer").getString("handRaisedAt");
    rig.domain.clock.advance(Duration.ofSeconds(3));
    rig.inCall(customer, call, "hand.raise");
    assertEquals(since, party(agent, "customer").getString("handRaisedAt"), "again no effect");
    about(agent, "hand.lower", "customer");
    assertEquals(JsonValue.NULL, party(customer, "customer").get("handRaisedAt"));
    rig.inCall(agent, call, "hand.raise");
    about(customer, "hand.lower", "agent");
    assertEquals("not.allowed", customer.last("error").getString("code"));
    rig.inCall(agent, call, "leave");
    assertEquals(JsonValue.NULL, party(customer, "agent").get("handRaisedAt"), "gone");
  }
}
