package io.sightline.web.rest;

import io.sightline.identity.Permission;
import io.sightline.presence.AgentPresence;
import io.sightline.tenant.TenantId;
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

/** The agents that may be put into groups. */
@Path("tenants/{tenantId}/agents")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Groups")
@SecurityRequirement(name = ApiApplication.BEARER)
public class AgentResource {
  @Inject private AgentPresence presence;
  @Context private SecurityContext security;

  @GET
  @Allowed(Permission.VIEW_SETTINGS)
  @Operation(
      summary = "The tenant's agents",
      description = "Those who have signed in at least once; others are not known.")
  @APIResponse(
      responseCode = "200",
      description = "{entities: [{id, name}]}",
      content = @Content(schema = @Schema(ref = "Agents")))
  @APIResponse(responseCode = "404", description = "Not the caller's tenant")
  public Response agents(@PathParam("tenantId") String tenantId) {
    TenantId tenant = new TenantId(tenantId);
    CallerContext.of(security).require(Permission.VIEW_SETTINGS, tenant);
    JsonArrayBuilder list = Json.createArrayBuilder();
    presence
        .agents(tenant)
        .forEach(
            agent ->
                list.add(
                    Json.createObjectBuilder()
                        .add("id", agent.userId().toString())
                        .add("name", agent.name())));
    return Response.ok(Json.createObjectBuilder().add("entities", list).build().toString()).build();
  }
}
