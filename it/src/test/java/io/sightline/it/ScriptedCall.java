package io.sightline.it;

import io.sightline.testsupport.client.ApiClient;
import io.sightline.testsupport.client.ScriptedParticipant;
import io.sightline.testsupport.peer.PeerLoop;
import io.sightline.testsupport.peer.PeerOptions;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.util.concurrent.TimeoutException;

/** A fresh call of agent1 with its link, and the scripted people in it. */
final class ScriptedCall implements AutoCloseable {
  private final ServerUnderTest server;
  private final PeerLoop loop = PeerLoop.start("peers");
  final ApiClient agentApi;
  final String id;
  final String code;

  ScriptedCall(ServerUnderTest server) {
    this.server = server;
    agentApi = server.signedIn("agent1");
    JsonObject created = agentApi.createInteraction(server.tenant());
    id = created.getString("interactionId");
    String url = created.getJsonObject("visitor").getString("fullUrl");
    code = url.substring(url.lastIndexOf('/') + 1);
  }

  /** The agent with an open socket, not yet in the call. */
  ScriptedParticipant agent(PeerOptions options) throws IOException, TimeoutException {
    ScriptedParticipant agent = new ScriptedParticipant(agentApi, loop, options);
    agent.connect();
    return agent;
  }

  /** The customer who has just opened the link, in the lobby. */
  ScriptedParticipant customer(PeerOptions options) throws IOException, TimeoutException {
    JsonObject admission = server.anonymous().admission(code).expect(200).json();
    ApiClient api = server.anonymous().with(admission.getString("accessToken"));
    ScriptedParticipant customer = new ScriptedParticipant(api, loop, options);
    customer.connect();
    return customer;
  }

  /** A further person whom the agent has asked in, in the lobby. */
  ScriptedParticipant invited(String role, PeerOptions options)
      throws IOException, TimeoutException {
    JsonObject wish =
        Json.createObjectBuilder().add("role", role).add("name", options.name()).build();
    String url =
        agentApi
            .post("/api/interactions/" + id + "/links", wish)
            .expect(200)
            .json()
            .getString("fullUrl");
    JsonObject admission =
        server.anonymous().admission(url.substring(url.lastIndexOf('/') + 1)).expect(200).json();
    ApiClient api = server.anonymous().with(admission.getString("accessToken"));
    ScriptedParticipant person = new ScriptedParticipant(api, loop, options);
    person.connect();
    return person;
  }

  /** What went wrong in the peers' own thread, or null. */
  RuntimeException fault() {
    return loop.fault();
  }

  @Override
  public void close() {
    loop.close();
  }

  /** Whether a participant of a role has a presence in a snapshot. */
  static boolean has(JsonObject snapshot, String role, String presence) {
    return snapshot.getJsonArray("participants").getValuesAs(JsonObject.class).stream()
        .anyMatch(
            p -> p.getString("role").equals(role) && p.getString("presence").equals(presence));
  }

  /** Whether a snapshot shows a running recording. */
  static boolean records(JsonObject snapshot) {
    return snapshot.containsKey("recording")
        && !snapshot.isNull("recording")
        && snapshot.getJsonObject("recording").getString("state").equals("recording");
  }
}
