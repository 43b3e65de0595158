package io.sightline.web.rest;

import io.sightline.attachment.AttachmentView;
import io.sightline.identity.Permission;
import io.sightline.signaling.FileExchange;
import io.sightline.signaling.FileExchange.Upload;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Pictures of a call's customer that the agent keeps with its record. */
@Path("/interactions/{id}/snapshots")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Files")
@SecurityRequirement(name = ApiApplication.BEARER)
public class SnapshotResource {
  @Inject private FileExchange files;
  @Context private SecurityContext security;
  @Context private HttpServletRequest request;

  @POST
  @Consumes("image/jpeg")
  @Allowed(Permission.CONTROL_RECORDING)
  @Operation(
      summary = "Keep a picture of what the customer shows",
      description =
          "A JPEG of at most 4 MiB, named by Content-Disposition: attachment;"
              + " filename*=UTF-8''name. Everybody in the call is told by snapshot.taken.")
  @APIResponse(
      responseCode = "201",
      description = "Kept with the call's record",
      content = @Content(schema = @Schema(ref = "KeptFile")))
  @APIResponse(responseCode = "400", description = "file.content: not a JPEG")
  @APIResponse(responseCode = "403", description = "Not an agent, or snapshot.off")
  @APIResponse(responseCode = "404", description = "Not the caller's call")
  @APIResponse(responseCode = "413", description = "file.too.large")
  public Response keep(
      @PathParam("id") String id,
      @HeaderParam("Content-Disposition") String disposition,
      InputStream body) {
    Upload picture =
        new Upload(AttachmentBody.name(disposition), "", request.getContentLengthLong(), body);
    AttachmentView kept = files.keep(CallerContext.of(security), Ids.parse(id, "call"), picture);
    return Response.status(Response.Status.CREATED)
        .entity(AttachmentBody.json(kept).build().toString())
        .build();
  }
}
