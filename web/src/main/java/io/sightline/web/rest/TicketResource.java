package io.sightline.web.rest;

import io.sightline.identity.Permission;
import io.sightline.signaling.SocketTickets;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
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

/** Tickets for the signaling socket. */
@Path("signaling")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Signaling")
@SecurityRequirement(name = ApiApplication.BEARER)
public class TicketResource {
  @Inject private SocketTickets tickets;
  @Context private SecurityContext security;

  @POST
  @Path("tickets")
  @Allowed(Permission.OPEN_SOCKET)
  @Operation(
      summary = "Get a one-time ticket for the signaling socket",
      description =
          "Offer the subprotocols sightline.v1 and ticket.{ticket} when opening /signaling; see"
              + " /api/asyncapi.yaml.")
  @APIResponse(
      responseCode = "200",
      description = "{ticket, expiresIn (s)}",
      content = @Content(schema = @Schema(ref = "Ticket")))
  public Response issue() {
    String ticket = tickets.issue(CallerContext.of(security));
    return Response.ok(
            Json.createObjectBuilder()
                .add("ticket", ticket)
                .add("expiresIn", SocketTickets.LIFETIME.toSeconds())
                .build()
                .toString())
        .header("Cache-Control", "no-store")
        .build();
  }
}
