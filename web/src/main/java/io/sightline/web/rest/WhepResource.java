package io.sightline.web.rest;

import io.sightline.identity.Permission;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Watching a call by WHEP (draft-ietf-wish-whep). */
@Path("whep")
@RequestScoped
@CrossOrigin
@Tag(name = "WHIP and WHEP")
@SecurityRequirement(name = ApiApplication.BEARER)
public class WhepResource {
  @Inject private OfferExchange exchange;
  @Context private HttpServletRequest request;
  @Context private SecurityContext security;

  @POST
  @Produces(OfferExchange.SDP)
  @Allowed(value = Permission.WATCH, linkCode = true)
  @Operation(
      summary = "Watch a call (WHEP)",
      description =
          "Bearer token as for WHIP; or of a user with the role supervisor. The client is a party"
              + " of the call and seen by the others. Each section of the offer shows one track:"
              + " customers first, cameras before screens; offer as many as are to be seen.")
  @RequestBody(content = @Content(mediaType = OfferExchange.SDP))
  @APIResponse(
      responseCode = "201",
      description = "The answer; Location is the session, ETag the state of its ICE",
      content = @Content(mediaType = OfferExchange.SDP))
  @APIResponse(responseCode = "400", description = "description.invalid, field.missing: call")
  @APIResponse(responseCode = "409", description = "consent.required or consent.declined")
  @APIResponse(responseCode = "410", description = "call.ended, link.expired, link.revoked")
  @APIResponse(responseCode = "415", description = "Not application/sdp")
  @APIResponse(
      responseCode = "422",
      description = "description.unacceptable: no codec that is taken; the message names them")
  @APIResponse(responseCode = "429", description = "call.full, call.invitations")
  @APIResponse(responseCode = "503", description = "media.unavailable; see Retry-After")
  public Response open(
      @Parameter(description = "The call's id, with a user's token; a link is for one call")
          @QueryParam("call")
          String call,
      @Parameter(description = "Id of the one participant to be watched") @QueryParam("participant")
          String participant,
      @Parameter(description = "Shown to the others, with a user's token") @QueryParam("name")
          String name,
      InputStream body) {
    return exchange.open(
        CallerContext.of(security),
        request,
        "whep/",
        body,
        new OfferExchange.Parameters(false, false, call, participant, name));
  }

  @OPTIONS
  @Open
  @Operation(hidden = true)
  public Response options() {
    return OfferExchange.options("Accept-Post", OfferExchange.SDP, "POST, OPTIONS");
  }

  @PATCH
  @Path("{session}")
  @Produces(OfferExchange.FRAGMENT)
  @Allowed(value = Permission.WATCH, linkCode = true)
  @Operation(
      summary = "Trickle candidates, or restart ICE",
      description =
          "A fragment of RFC 8840. If-Match has the session's ETag; with new credentials ICE"
              + " begins anew, for which If-Match may be *.")
  @RequestBody(content = @Content(mediaType = OfferExchange.FRAGMENT))
  @APIResponse(responseCode = "200", description = "ICE begins anew; the server's side and ETag")
  @APIResponse(responseCode = "204", description = "Candidates taken")
  @APIResponse(responseCode = "404", description = "The session is over, or somebody else's")
  @APIResponse(responseCode = "412", description = "Another ETag by now")
  @APIResponse(responseCode = "415", description = "Not application/trickle-ice-sdpfrag")
  @APIResponse(responseCode = "428", description = "No If-Match")
  public Response patch(@PathParam("session") String session, InputStream body) {
    return exchange.patch(CallerContext.of(security), request, session, body);
  }

  @DELETE
  @Path("{session}")
  @Allowed(value = Permission.WATCH, linkCode = true)
  @Operation(summary = "Stop watching")
  @APIResponse(responseCode = "200", description = "It is over")
  @APIResponse(responseCode = "404", description = "The session is over, or somebody else's")
  public Response close(@PathParam("session") String session) {
    return exchange.close(CallerContext.of(security), session);
  }

  @OPTIONS
  @Path("{session}")
  @Open
  @Operation(hidden = true)
  public Response sessionOptions(@PathParam("session") String session) {
    return OfferExchange.options("Accept-Patch", OfferExchange.FRAGMENT, "PATCH, DELETE, OPTIONS");
  }
}
