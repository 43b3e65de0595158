package io.sightline.web.rest;

import io.sightline.identity.Permission;
import io.sightline.report.Transcripts;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What was written in a call. */
@Path("/reports/calls/{id}/chat")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Reports")
@SecurityRequirement(name = ApiApplication.BEARER)
public class ChatReportResource {
  @Inject private Transcripts transcripts;
  @Context private SecurityContext security;

  @GET
  @Allowed(Permission.VIEW_REPORTS)
  @Operation(
      summary = "The chat of a call",
      description =
          "In its order; empty where nothing was written or the tenant does not keep it. Reading it"
              + " is noted in the audit log.")
  @APIResponse(
      responseCode = "200",
      description = "{entities: [{at, role, name, text}]}",
      content = @Content(schema = @Schema(ref = "Transcript")))
  @APIResponse(responseCode = "404", description = "Unknown, another's or another tenant's")
  public Response get(@PathParam("id") String id) {
    JsonArrayBuilder entities = Json.createArrayBuilder();
    for (Transcripts.Line line :
        transcripts.of(CallerContext.of(security), Ids.parse(id, "call"))) {
      entities.add(
          Json.createObjectBuilder()
              .add("at", RecordingBody.date(line.at()))
              .add("role", line.role().wireName())
              .add("name", line.name())
              .add("text", line.text()));
    }
    String body = Json.createObjectBuilder().add("entities", entities).build().toString();
    return Response.ok(body).header("Cache-Control", "no-store").build();
  }
}
