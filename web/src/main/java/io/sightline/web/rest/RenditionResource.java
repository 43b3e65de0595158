package io.sightline.web.rest;

import io.sightline.composition.RenditionView;
import io.sightline.identity.Permission;
import io.sightline.report.RenditionAccess;
import io.sightline.report.RenditionAccess.Wish;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
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
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Files of a recording, made on demand. */
@Path("/recordings/{id}/renditions")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Recordings")
@SecurityRequirement(name = ApiApplication.BEARER)
public class RenditionResource {
  @Inject private RenditionAccess renditions;
  @Context private SecurityContext security;

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Allowed(Permission.ORDER_RENDITIONS)
  @Operation(
      summary = "Has a file made of a finished recording",
      description =
          "Asking again with the same wish answers the same rendition. format: webm, mp4, mp3, wav,"
              + " poster, contact-sheet. At most 20 orders a recording.")
  @RequestBody(
      content =
          @Content(
              schema = @Schema(ref = "RenditionOrder"),
              example = "{\"format\":\"mp4\",\"layout\":\"grid\",\"profile\":\"HD\"}"))
  @APIResponse(
      responseCode = "200",
      description = "It is made already",
      content = @Content(schema = @Schema(ref = "Rendition")))
  @APIResponse(
      responseCode = "202",
      description = "It is being made; Location tells where to ask how far",
      content = @Content(schema = @Schema(ref = "Rendition")))
  @APIResponse(responseCode = "400", description = "A field is wrong; details name it")
  @APIResponse(responseCode = "404", description = "Unknown, another's or another tenant's")
  @APIResponse(
      responseCode = "409",
      description = "recording.not.finished, recording.raw.gone, rendition.limit")
  @APIResponse(responseCode = "429", description = "rendition.queue.full")
  public Response order(@PathParam("id") String id, InputStream body) {
    JsonBody json = JsonBody.read(body);
    Wish wish =
        new Wish(
            json.text("format", 16),
            json.optionalText("layout", 32).orElse(null),
            json.optionalText("profile", 8).orElse(null),
            json.optionalFlag("names").orElse(false),
            json.optionalText("channels", 16).orElse(null),
            json.optionalText("video", 8).orElse(null));
    UUID recording = Ids.parse(id, "recording");
    RenditionView view = renditions.order(CallerContext.of(security), recording, wish);
    JsonObject answer = RenditionBody.of(view);
    return Response.status(view.finished() ? 200 : 202)
        .header("Location", answer.getString("selfUri"))
        .entity(answer)
        .build();
  }

  @GET
  @Allowed(Permission.VIEW_REPORTS)
  @Operation(summary = "The files of a recording, made and being made, the oldest first")
  @APIResponse(
      responseCode = "200",
      description = "The renditions",
      content = @Content(schema = @Schema(ref = "Page")))
  @APIResponse(responseCode = "404", description = "Unknown, another's or another tenant's")
  public JsonObject list(@PathParam("id") String id, @Context UriInfo uri) {
    Paging paging = Paging.of(uri);
    List<RenditionView> all =
        renditions.list(CallerContext.of(security), Ids.parse(id, "recording"));
    List<JsonObject> page =
        all.stream().skip(paging.offset()).limit(paging.pageSize()).map(RenditionBody::of).toList();
    return paging.list(page, all.size());
  }

  @GET
  @Path("/{rendition}")
  @Allowed(Permission.VIEW_REPORTS)
  @Operation(summary = "A file of a recording with its progress and the time left")
  @APIResponse(
      responseCode = "200",
      description = "The rendition",
      content = @Content(schema = @Schema(ref = "Rendition")))
  @APIResponse(responseCode = "404", description = "Unknown, another's or another tenant's")
  public JsonObject get(@PathParam("id") String id, @PathParam("rendition") String rendition) {
    return RenditionBody.of(
        renditions.get(
            CallerContext.of(security),
            Ids.parse(id, "recording"),
            Ids.parse(rendition, "rendition")));
  }

  @DELETE
  @Path("/{rendition}")
  @Allowed(Permission.ORDER_RENDITIONS)
  @Operation(
      summary = "Takes an order back: ends the work on it, removes its file",
      description = "One's own; anybody's for supervisors, administrators and services.")
  @APIResponse(responseCode = "204", description = "It is gone")
  @APIResponse(responseCode = "403", description = "Ordered by somebody else")
  @APIResponse(responseCode = "404", description = "Unknown, another's or another tenant's")
  @APIResponse(
      responseCode = "409",
      description = "rendition.not.ordered: it belongs to the recording")
  public Response remove(@PathParam("id") String id, @PathParam("rendition") String rendition) {
    renditions.remove(
        CallerContext.of(security), Ids.parse(id, "recording"), Ids.parse(rendition, "rendition"));
    return Response.noContent().build();
  }
}
