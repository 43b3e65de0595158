package io.sightline.web.rest;

import io.sightline.attachment.AttachmentRules;
import io.sightline.chat.ChatLine;
import io.sightline.chat.SharedFile;
import io.sightline.identity.Permission;
import io.sightline.signaling.FileExchange;
import io.sightline.signaling.FileExchange.Upload;
import io.sightline.web.playback.Players;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
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
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Files that people of a call hand each other. */
@Path("/interactions/{id}/files")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Files")
@SecurityRequirement(name = ApiApplication.BEARER)
public class FileResource {
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  @Inject private FileExchange files;
  @Inject private Players players;
  @Context private SecurityContext security;
  @Context private HttpServletRequest request;

  @GET
  @Allowed(Permission.TAKE_PART)
  @Operation(summary = "What may be handed over in calls")
  @APIResponse(
      responseCode = "200",
      description = "The tenant's rules",
      content = @Content(schema = @Schema(ref = "AttachmentRules")))
  public Response rules(@PathParam("id") String id) {
    Ids.parse(id, "call");
    return answer(files.rules(CallerContext.of(security)));
  }

  static Response answer(AttachmentRules rules) {
    String body =
        Json.createObjectBuilder()
            .add("files", rules.filesAllowed() ? "on" : "off")
            .add("types", Json.createArrayBuilder(rules.words()))
            .add("largestBytes", rules.largestBytes())
            .add("snapshots", rules.snapshotsAllowed() ? "on" : "off")
            .build()
            .toString();
    return Response.ok(body).build();
  }

  @POST
  @Consumes(MediaType.APPLICATION_OCTET_STREAM)
  @Allowed(Permission.TAKE_PART)
  @Operation(
      summary = "Hand a file over to everybody in the call",
      description =
          "The body is the file; its name is told by Content-Disposition: attachment;"
              + " filename*=UTF-8''name (RFC 8187). Idempotency-Key (optional): sent again, the"
              + " file is handed over once. The others are told by chat.message. The content has to"
              + " be what the name says.")
  @APIResponse(
      responseCode = "201",
      description = "Handed over",
      content = @Content(schema = @Schema(ref = "SharedFile")))
  @APIResponse(
      responseCode = "400",
      description = "file.type, file.content, file.empty; details name the field")
  @APIResponse(responseCode = "403", description = "file.off: not in this tenant")
  @APIResponse(responseCode = "404", description = "Not the caller's call")
  @APIResponse(responseCode = "409", description = "not.joined")
  @APIResponse(responseCode = "410", description = "call.ended")
  @APIResponse(responseCode = "413", description = "file.too.large")
  @APIResponse(responseCode = "429", description = "file.full, file.quota, chat.too.fast")
  @APIResponse(responseCode = "503", description = "file.busy, file.no.room")
  public Response share(
      @PathParam("id") String id,
      @HeaderParam("Content-Disposition") String disposition,
      @HeaderParam("Idempotency-Key") String key,
      InputStream body) {
    String known =
        Optional.ofNullable(key)
            .filter(text -> KEY.matcher(text).matches())
            .orElseGet(() -> UUID.randomUUID().toString());
    Upload upload =
        new Upload(AttachmentBody.name(disposition), known, request.getContentLengthLong(), body);
    ChatLine line = files.share(CallerContext.of(security), Ids.parse(id, "call"), upload);
    SharedFile file = line.file().orElseThrow();
    String answer =
        Json.createObjectBuilder()
            .add("id", file.id().toString())
            .add("name", line.text())
            .add("type", file.mime())
            .add("size", file.size())
            .add("position", line.position())
            .build()
            .toString();
    return Response.status(Response.Status.CREATED).entity(answer).build();
  }

  @GET
  @Path("/{fileId}")
  @Produces(MediaType.WILDCARD)
  @Allowed(Permission.TAKE_PART)
  @Operation(
      summary = "A file that was handed over",
      description = "Always to be saved, never to be shown in its place.")
  @APIResponse(responseCode = "200", description = "The file")
  @APIResponse(responseCode = "404", description = "Unknown, or handed over before the caller came")
  public Response read(@PathParam("id") String id, @PathParam("fileId") String fileId) {
    return AttachmentBody.send(
        players,
        request,
        files.read(CallerContext.of(security), Ids.parse(id, "call"), Ids.parse(fileId, "file")));
  }
}
