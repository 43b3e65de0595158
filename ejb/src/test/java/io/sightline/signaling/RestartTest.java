package io.sightline.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.testing.FakeSocket;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Coming back: ICE restarts, and pages that find another device in their place. */
class RestartTest extends TwoInACall {
  private void restart(FakeSocket socket) {
    int generation = socket.last("media.path").getInt("generation");
    rig.say(
        socket,
        "{'type':'media.restart','id':'r','callId':'"
            + call
            + "','generation':"
            + generation
            + "}");
  }

  @Test
  void onTheDirectPathTheOtherSideIsAsked() {
    talk();
    restart(customer);
    assertEquals(1, agent.last("media.restart").getInt("generation"));
    assertEquals(List.of(), customer.all("media.restart"));
    assertEquals("r", customer.last("ack").getString("id"));
  }

  @Test
  void onTheForwardedPathTheServerOffersAgain() {
    talk();
    rig.inCall(agent, call, "recording.start");
    rig.establish(call, agent, customer);
    JsonObject first = customer.last("media.description");
    agent.forgetAll();
    restart(customer);
    JsonObject again = customer.last("media.description");
    assertEquals(first.getInt("generation"), again.getInt("generation"));
    assertTrue(again.getInt("negotiation") > first.getInt("negotiation"));
    assertTrue(again.getJsonObject("description").getString("sdp").startsWith("restart"));
    assertEquals(List.of(), agent.types(), "nothing changes for the others");
  }

  @Test
  void anOlderGenerationRestartsNothing() {
    talk();
    int old = customer.last("media.path").getInt("generation");
    rig.inCall(agent, call, "recording.start");
    rig.establish(call, agent, customer);
    agent.forgetAll();
    customer.forgetAll();
    rig.say(
        customer,
        "{'type':'media.restart','id':'r','callId':'" + call + "','generation':" + old + "}");
    assertEquals(List.of("ack"), customer.types());
    assertEquals(List.of(), agent.types());
  }

  @Test
  void aPageThatComesBackLeavesToTheDeviceThatCameAfterIt() {
    talk();
    FakeSocket phone = rig.connectCustomer(invitation);
    rig.join(phone, call);
    rig.establish(call, agent, phone);
    FakeSocket back = rig.connectCustomer(invitation);
    join(back, customer.id());
    assertEquals(CloseReason.REPLACED, back.closed());
    assertEquals("session.replaced", back.last("session.replaced").getString("type"));
    assertEquals(null, phone.closed());
  }

  @Test
  void aPageThatComesBackGoesOnInItsOwnPlace() {
    talk();
    FakeSocket back = rig.connectCustomer(invitation);
    join(back, UUID.randomUUID().toString(), customer.id());
    assertEquals(null, back.closed());
    assertEquals(CloseReason.REPLACED, customer.closed());
    assertEquals(2, back.last("media.path").getInt("generation"));
  }

  private void join(FakeSocket socket, String... former) {
    rig.say(
        socket,
        "{'type':'join','callId':'" + call + "','former':['" + String.join("','", former) + "']}");
  }
}
