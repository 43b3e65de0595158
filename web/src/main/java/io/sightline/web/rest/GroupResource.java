package io.sightline.web.rest;

import io.sightline.identity.Permission;
import io.sightline.queue.Group;
import io.sightline.queue.Groups;
import io.sightline.tenant.TenantId;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
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
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** A tenant's groups of agents. */
@Path("tenants/{tenantId}/groups")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Groups")
@SecurityRequirement(name = ApiApplication.BEARER)
public class GroupResource {
  private static final String LONGEST_IDLE = "longest-idle";

  @Inject private Groups groups;
  @Context private SecurityContext security;

  @GET
  @Allowed(Permission.VIEW_SETTINGS)
  @Operation(summary = "The tenant's groups of agents, by name")
  @APIResponse(
      responseCode = "200",
      description = "{entities: [group]}",
      content = @Content(schema = @Schema(ref = "Groups")))
  @APIResponse(responseCode = "404", description = "Not the caller's tenant")
  public Response list(@PathParam("tenantId") String tenantId) {
    JsonArrayBuilder list = Json.createArrayBuilder();
    groups
        .all(CallerContext.of(security), new TenantId(tenantId))
        .forEach(group -> list.add(json(group)));
    return Response.ok(Json.createObjectBuilder().add("entities", list).build().toString()).build();
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Allowed(Permission.CHANGE_SETTINGS)
  @Operation(
      summary = "Make a group",
      description =
          "everybody: all agents belong to it, else members (ids of users, at most 500). ringing:"
              + " all at once, or longest-idle first, atOnce (1 to 20) of them, and as many more"
              + " each ringTime (PT5S to PT2M).")
  @RequestBody(
      content =
          @Content(
              schema = @Schema(ref = "Group"),
              example = "{\"name\":\"Sales\",\"everybody\":true,\"ringing\":\"all\"}"))
  @APIResponse(
      responseCode = "200",
      description = "The group",
      content = @Content(schema = @Schema(ref = "Group")))
  @APIResponse(responseCode = "409", description = "group.name: there is one of this name")
  @APIResponse(responseCode = "429", description = "group.limit")
  public Response create(@PathParam("tenantId") String tenantId, InputStream body) {
    return put(tenantId, UUID.randomUUID(), body);
  }

  @PUT
  @Path("{id}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Allowed(Permission.CHANGE_SETTINGS)
  @Operation(summary = "Change a group", description = "As for making one; it holds at once.")
  @RequestBody(content = @Content(schema = @Schema(ref = "Group")))
  @APIResponse(
      responseCode = "200",
      description = "The group",
      content = @Content(schema = @Schema(ref = "Group")))
  @APIResponse(responseCode = "404", description = "Unknown, or another tenant's")
  @APIResponse(responseCode = "409", description = "group.name: there is another of this name")
  public Response change(
      @PathParam("tenantId") String tenantId, @PathParam("id") String id, InputStream body) {
    UUID groupId = Ids.parse(id, "group");
    groups.require(new TenantId(tenantId), groupId);
    return put(tenantId, groupId, body);
  }

  @DELETE
  @Path("{id}")
  @Allowed(Permission.CHANGE_SETTINGS)
  @Operation(summary = "Remove a group")
  @APIResponse(responseCode = "204", description = "Done")
  @APIResponse(responseCode = "404", description = "Unknown, or another tenant's")
  @APIResponse(
      responseCode = "409",
      description = "group.in.use: an entry point leads to it, or somebody waits for it")
  public Response remove(@PathParam("tenantId") String tenantId, @PathParam("id") String id) {
    groups.remove(CallerContext.of(security), new TenantId(tenantId), Ids.parse(id, "group"));
    return Response.noContent().build();
  }

  private Response put(String tenantId, UUID id, InputStream body) {
    JsonBody json = JsonBody.read(body);
    Group.RingOrder standard = Group.RingOrder.STANDARD;
    Set<UUID> members =
        json.optionalTexts("members", Group.MOST_MEMBERS).orElse(List.of()).stream()
            .map(text -> Ids.parse(text, "agent"))
            .collect(Collectors.toSet());
    Group group =
        new Group(
            id,
            json.text("name", 80),
            json.optionalFlag("everybody").orElse(false),
            members,
            new Group.RingOrder(
                json.optionalText("ringing", 16)
                    .map(word -> ConversationResource.choice("ringing", word, LONGEST_IDLE, "all"))
                    .orElse(standard.longestIdleFirst()),
                json.has("atOnce") ? json.number("atOnce", 20) : standard.atOnce(),
                json.optionalText("ringTime", 40)
                    .map(text -> InteractionResource.duration("ringTime", text))
                    .orElse(standard.ringTime())));
    Group made = groups.put(CallerContext.of(security), new TenantId(tenantId), group);
    return Response.ok(json(made).toString()).build();
  }

  private static JsonObject json(Group group) {
    JsonArrayBuilder members = Json.createArrayBuilder();
    group.members().forEach(member -> members.add(member.toString()));
    return Json.createObjectBuilder()
        .add("id", group.id().toString())
        .add("name", group.name())
        .add("everybody", group.everybody())
        .add("members", members)
        .add("ringing", group.ringOrder().longestIdleFirst() ? LONGEST_IDLE : "all")
        .add("atOnce", group.ringOrder().atOnce())
        .add("ringTime", group.ringOrder().ringTime().toString())
        .build();
  }
}
