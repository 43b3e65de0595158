package io.sightline.web.rest;

import io.sightline.fault.Refusal;
import io.sightline.identity.AttemptLimiter;
import io.sightline.link.LinkCode;
import io.sightline.link.Links;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Admission by a link. */
@Path("links")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Links")
public class LinkResource {
  @Inject private Links links;
  @Inject private AttemptLimiter limiter;
  @Context private HttpServletRequest request;

  @POST
  @Path("admission")
  @Consumes(MediaType.APPLICATION_JSON)
  @Open
  @Operation(
      summary = "Enter by a link",
      description =
          "code is what the link's path ends with. It admits until its time runs out, and after"
              + " that as long as its call, once started, lasts. After 10 unknown codes within 5"
              + " minutes from one address, 429.")
  @RequestBody(
      content =
          @Content(
              schema = @Schema(ref = "LinkCode"),
              example = "{\"code\":\"Zk3v0w8e7cQ5rT1yU2iO9A\"}"))
  @APIResponse(
      responseCode = "200",
      description =
          "{accessToken, expiresIn (s), callId, participantId, role, displayName, tenant:{id,"
              + " name}, language, call:{state}}",
      content = @Content(schema = @Schema(ref = "Admission")))
  @APIResponse(responseCode = "400", description = "link.malformed")
  @APIResponse(responseCode = "404", description = "link.not.found")
  @APIResponse(responseCode = "410", description = "link.expired, link.ended or link.revoked")
  @APIResponse(responseCode = "429", description = "too.many.attempts")
  public Response admit(InputStream body) {
    String key = "link:" + request.getRemoteAddr();
    limiter.requireFree(key);
    Links.Entry entry;
    try {
      entry = links.admit(new LinkCode(JsonBody.read(body).text("code", 200)));
    } catch (Refusal refusal) {
      if (refusal.kind() == Refusal.Kind.UNKNOWN) {
        limiter.failed(key);
      }
      throw refusal;
    }
    return Response.ok(json(entry).toString()).header("Cache-Control", "no-store").build();
  }

  private static JsonObject json(Links.Entry entry) {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("accessToken", entry.accessToken())
            .add("expiresIn", entry.expiresIn().toSeconds())
            .add("callId", entry.callId().toString())
            .add("participantId", entry.participantId().toString())
            .add("role", entry.role().wireName())
            .add("displayName", entry.displayName())
            .add(
                "tenant",
                Json.createObjectBuilder()
                    .add("id", entry.tenant().id().value())
                    .add("name", entry.tenant().name()));
    if (entry.language() == null) {
      json.addNull("language");
    } else {
      json.add("language", entry.language());
    }
    return json.add("call", Json.createObjectBuilder().add("state", entry.callState())).build();
  }
}
