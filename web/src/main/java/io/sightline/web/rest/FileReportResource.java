package io.sightline.web.rest;

import io.sightline.identity.Permission;
import io.sightline.report.KeptFiles;
import io.sightline.web.playback.Players;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.servlet.http.HttpServletRequest;
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

/** Files and pictures in a call's record. */
@Path("/reports/calls/{id}/files")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Reports")
@SecurityRequirement(name = ApiApplication.BEARER)
public class FileReportResource {
  @Inject private KeptFiles files;
  @Inject private Players players;
  @Context private SecurityContext security;
  @Context private HttpServletRequest request;

  @GET
  @Allowed(Permission.VIEW_REPORTS)
  @Operation(summary = "Files and pictures of a call, the oldest first")
  @APIResponse(
      responseCode = "200",
      description = "{entities: [{id, kind, at, role, by, name, type, size, sha256}]}",
      content = @Content(schema = @Schema(ref = "KeptFiles")))
  @APIResponse(responseCode = "404", description = "Unknown, another's or another tenant's")
  public Response list(@PathParam("id") String id) {
    JsonArrayBuilder entities = Json.createArrayBuilder();
    for (KeptFiles.Entry entry : files.of(CallerContext.of(security), Ids.parse(id, "call"))) {
      entities.add(
          AttachmentBody.json(entry.file())
              .add("role", entry.role().wireName())
              .add("by", entry.name()));
    }
    String body = Json.createObjectBuilder().add("entities", entities).build().toString();
    return Response.ok(body).header("Cache-Control", "no-store").build();
  }

  @GET
  @Path("/{fileId}")
  @Produces(MediaType.WILDCARD)
  @Allowed(Permission.VIEW_REPORTS)
  @Operation(
      summary = "A file or picture of a call",
      description = "Always to be saved. Reading it is noted in the audit log.")
  @APIResponse(responseCode = "200", description = "The file")
  @APIResponse(responseCode = "404", description = "Unknown, another's or another tenant's")
  public Response read(@PathParam("id") String id, @PathParam("fileId") String fileId) {
    return AttachmentBody.send(
        players,
        request,
        files.read(CallerContext.of(security), Ids.parse(id, "call"), Ids.parse(fileId, "file")));
  }
}
