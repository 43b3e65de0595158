package io.sightline.web.rest;

import io.sightline.fault.Refusal;
import io.sightline.identity.Permission;
import io.sightline.push.PushSubscriptions;
import io.sightline.push.VapidKeys;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.InputStream;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Browsers that are told of rings while no page is open (Web Push). */
@Path("/push")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Push")
@SecurityRequirement(name = ApiApplication.BEARER)
public class PushResource {
  private static final int LONGEST_ENDPOINT = 2_000;
  private static final int LONGEST_KEY = 120;

  @Inject private VapidKeys keys;
  @Inject private PushSubscriptions subscriptions;
  @Context private SecurityContext security;

  @GET
  @Path("/key")
  @Allowed(Permission.SET_PRESENCE)
  @Operation(summary = "The applicationServerKey of PushManager.subscribe (VAPID, RFC 8292)")
  @APIResponse(
      responseCode = "200",
      description = "An uncompressed point of P-256 in base64url",
      content = @Content(schema = @Schema(ref = "PushKey")))
  public JsonObject key() {
    return Json.createObjectBuilder().add("publicKey", keys.publicKey()).build();
  }

  @POST
  @Path("/subscriptions")
  @Consumes(MediaType.APPLICATION_JSON)
  @Allowed(Permission.SET_PRESENCE)
  @Operation(
      summary = "Have a browser told of rings",
      description =
          "Its PushSubscription as JSON. Sent again, it is renewed; a browser belongs to who was"
              + " signed in last. Ten for each user; each for 90 days at most.")
  @RequestBody(content = @Content(schema = @Schema(ref = "PushSubscription")))
  @APIResponse(
      responseCode = "200",
      description = "Noted",
      content = @Content(schema = @Schema(ref = "PushReceipt")))
  @APIResponse(responseCode = "400", description = "A field is wrong; details name it")
  @APIResponse(responseCode = "403", description = "Agents and experts only")
  public JsonObject subscribe(InputStream body) {
    JsonBody json = JsonBody.read(body);
    JsonObject keys =
        json.optionalObject("keys")
            .orElseThrow(() -> Refusal.field("field.missing", "keys", "The field is missing."));
    PushSubscriptions.Wish wish =
        new PushSubscriptions.Wish(
            json.text("endpoint", LONGEST_ENDPOINT),
            key(keys, "p256dh"),
            key(keys, "auth"),
            json.optionalText("expires", 40).map(PushResource::instant).orElse(null));
    UUID id = subscriptions.subscribe(CallerContext.of(security), wish);
    return Json.createObjectBuilder().add("id", id.toString()).build();
  }

  private static String key(JsonObject keys, String name) {
    String key = keys.getString(name, "");
    if (key.isEmpty() || key.length() > LONGEST_KEY) {
      throw Refusal.field("field.length", "keys." + name, "The field must be base64url.");
    }
    return key;
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException malformed) {
      throw Refusal.field("field.value", "expires", "The field must be an ISO 8601 time.");
    }
  }

  @DELETE
  @Path("/subscriptions/{id}")
  @Allowed(Permission.SET_PRESENCE)
  @Operation(summary = "Have a browser told no more")
  @APIResponse(responseCode = "204", description = "Gone, or never there")
  public Response unsubscribe(@PathParam("id") String id) {
    subscriptions.unsubscribe(CallerContext.of(security), Ids.parse(id, "subscription"));
    return Response.noContent().build();
  }
}
