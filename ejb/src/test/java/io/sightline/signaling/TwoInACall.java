package io.sightline.signaling;

import io.sightline.link.Links;
import io.sightline.testing.FakeSocket;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An agent, a customer and their call, driven by what their sockets say. */
abstract class TwoInACall {
  @TempDir Path home;
  SignalingRig rig;
  Links.Invitation invitation;
  UUID call;
  FakeSocket agent;
  FakeSocket customer;

  @BeforeEach
  void open() {
    rig = new SignalingRig(home);
    invite();
  }

  void invite() {
    invitation = rig.invite();
    call = invitation.callId();
  }

  @AfterEach
  void close() {
    rig.close();
  }

  void connectBoth() {
    agent = rig.connect(rig.agent);
    customer = rig.connectCustomer(invitation);
  }

  void joinBoth() {
    connectBoth();
    rig.join(customer, call);
    rig.join(agent, call);
  }

  void talk() {
    joinBoth();
    rig.establish(call, agent, customer);
  }

  static JsonObject shown(FakeSocket socket) {
    return socket.last("call.state").getJsonObject("call");
  }

  static String presence(FakeSocket socket, String role) {
    return shown(socket).getJsonArray("participants").stream()
        .map(value -> value.asJsonObject())
        .filter(party -> role.equals(party.getString("role")))
        .map(party -> party.getString("presence"))
        .findFirst()
        .orElseThrow();
  }
}
