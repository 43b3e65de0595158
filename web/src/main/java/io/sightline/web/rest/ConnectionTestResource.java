package io.sightline.web.rest;

import io.sightline.identity.Permission;
import io.sightline.signaling.ConnectionTests;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
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
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Tests of the way to the media server, before a call. */
@Path("/connection-tests")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Connection")
@SecurityRequirement(name = ApiApplication.BEARER)
public class ConnectionTestResource {
  private static final int LONGEST_SDP = 40_000;

  @Inject private ConnectionTests tests;
  @Context private SecurityContext security;

  @POST
  @Allowed(Permission.TAKE_PART)
  @Operation(
      summary = "Begin a test",
      description =
          "The media server forwards what the first session sends to the second, both of one"
              + " browser, for 30 s at most. Nothing is kept.")
  @APIResponse(
      responseCode = "201",
      description = "Two offers to be answered",
      content = @Content(schema = @Schema(ref = "ConnectionTest")))
  @APIResponse(responseCode = "429", description = "test.busy")
  @APIResponse(responseCode = "503", description = "media.unavailable")
  public Response begin() {
    ConnectionTests.Begun test = tests.begin(CallerContext.of(security));
    String body =
        Json.createObjectBuilder()
            .add("id", test.id().toString())
            .add("offers", Json.createArrayBuilder(test.offers()))
            .add("iceServers", test.iceServers())
            .build()
            .toString();
    return Response.status(Response.Status.CREATED)
        .entity(body)
        .header("Cache-Control", "no-store")
        .build();
  }

  @PUT
  @Path("/{id}/answers/{session}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Allowed(Permission.TAKE_PART)
  @Operation(summary = "Answer one of the offers: 0 sends, 1 receives")
  @RequestBody(content = @Content(schema = @Schema(ref = "ConnectionAnswer")))
  @APIResponse(responseCode = "204", description = "Taken")
  @APIResponse(responseCode = "400", description = "description.invalid")
  @APIResponse(responseCode = "404", description = "Over, or another's")
  public Response answer(
      @PathParam("id") String id, @PathParam("session") int session, InputStream body) {
    String sdp = JsonBody.read(body).text("sdp", LONGEST_SDP);
    tests.answer(CallerContext.of(security), Ids.parse(id, "test"), session, sdp);
    return Response.noContent().build();
  }

  @DELETE
  @Path("/{id}")
  @Allowed(Permission.TAKE_PART)
  @Operation(summary = "End a test before its time")
  @APIResponse(responseCode = "204", description = "Over")
  @APIResponse(responseCode = "404", description = "Another's")
  public Response end(@PathParam("id") String id) {
    tests.end(CallerContext.of(security), Ids.parse(id, "test"));
    return Response.noContent().build();
  }
}
