package io.sightline.signaling;

import io.sightline.identity.Caller;
import io.sightline.identity.Role;
import io.sightline.presence.AgentPresence.Availability;
import io.sightline.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;

/** Composes the first message of a socket. */
@ApplicationScoped
public class Welcome {
  private IceServers iceServers;
  private Tenants tenants;

  protected Welcome() {
    // for the container's client proxy
  }

  @Inject
  public Welcome(IceServers iceServers, Tenants tenants) {
    this.iceServers = iceServers;
    this.tenants = tenants;
  }

  /** The welcome for a socket that is shown these calls; {@code presence} null for who has none. */
  public JsonObject message(Socket socket, List<CallView> views, Availability presence) {
    Caller caller = socket.caller();
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("type", "welcome")
            .add("sessionId", socket.id())
            .add("role", caller.partyRole().wireName());
    caller
        .admitted()
        .ifPresentOrElse(
            admission -> json.add("participantId", admission.participantId().toString()),
            () -> json.add("user", user(caller)));
    if (presence != null) {
      json.add("presence", presence.wireName());
    }
    JsonArrayBuilder calls = Json.createArrayBuilder();
    views.forEach(view -> calls.add(view.snapshot(socket)));
    return json.add("calls", calls)
        .add("iceServers", iceServers.forOneSession())
        .add(
            "settings",
            Json.createObjectBuilder()
                .add("recordingMode", tenants.settings(caller.tenant()).recordingMode().wireName()))
        .build();
  }

  private static JsonObjectBuilder user(Caller caller) {
    JsonArrayBuilder roles = Json.createArrayBuilder();
    caller.roles().stream().sorted().map(Role::wireName).forEach(roles::add);
    JsonObjectBuilder user =
        Json.createObjectBuilder()
            .add("id", caller.subject().toString())
            .add("name", caller.name())
            .add("roles", roles)
            .add("tenantId", caller.tenant().value());
    if (caller.email() != null) {
      user.add("email", caller.email());
    }
    return user;
  }
}
