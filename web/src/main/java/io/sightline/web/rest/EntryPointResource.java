package io.sightline.web.rest;

import io.sightline.identity.Permission;
import io.sightline.queue.Entry;
import io.sightline.queue.EntryPoints;
import io.sightline.tenant.TenantId;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
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
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The entry points by which visitors of web sites reach a tenant's groups. */
@Path("tenants/{tenantId}/entry-points")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Groups")
@SecurityRequirement(name = ApiApplication.BEARER)
public class EntryPointResource {
  @Inject private EntryPoints entries;
  @Context private SecurityContext security;

  @GET
  @Allowed(Permission.VIEW_SETTINGS)
  @Operation(summary = "The tenant's entry points, by name")
  @APIResponse(
      responseCode = "200",
      description = "{entities: [entry point]}",
      content = @Content(schema = @Schema(ref = "EntryPoints")))
  @APIResponse(responseCode = "404", description = "Not the caller's tenant")
  public Response list(@PathParam("tenantId") String tenantId) {
    JsonArrayBuilder list = Json.createArrayBuilder();
    entries
        .all(CallerContext.of(security), new TenantId(tenantId))
        .forEach(entry -> list.add(json(entry)));
    return Response.ok(Json.createObjectBuilder().add("entities", list).build().toString()).build();
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Allowed(Permission.CHANGE_SETTINGS)
  @Operation(
      summary = "Make an entry point",
      description =
          "groupId: whom its visitors wait for. language: null takes the visitor's. opening: what"
              + " they read while they wait, up to 500 characters. origins: web sites, such as"
              + " https://shop.example, that may show its button and frame its calls; at most 20.")
  @RequestBody(
      content =
          @Content(
              schema = @Schema(ref = "EntryPoint"),
              example =
                  "{\"name\":\"Shop\",\"groupId\":\"5e1f0000-0000-4000-8000-000000009409\","
                      + "\"origins\":[\"https://shop.example\"]}"))
  @APIResponse(
      responseCode = "200",
      description = "The entry point; its id goes into the web site's pages",
      content = @Content(schema = @Schema(ref = "EntryPoint")))
  @APIResponse(responseCode = "404", description = "Not the caller's tenant, or no group of it")
  @APIResponse(responseCode = "429", description = "entry.limit")
  public Response create(@PathParam("tenantId") String tenantId, InputStream body) {
    return put(tenantId, UUID.randomUUID(), body);
  }

  @PUT
  @Path("{id}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Allowed(Permission.CHANGE_SETTINGS)
  @Operation(summary = "Change an entry point", description = "As for making one.")
  @RequestBody(content = @Content(schema = @Schema(ref = "EntryPoint")))
  @APIResponse(
      responseCode = "200",
      description = "The entry point",
      content = @Content(schema = @Schema(ref = "EntryPoint")))
  @APIResponse(responseCode = "404", description = "Unknown, or another tenant's")
  public Response change(
      @PathParam("tenantId") String tenantId, @PathParam("id") String id, InputStream body) {
    UUID entryId = Ids.parse(id, "entry point");
    entries.require(entryId);
    return put(tenantId, entryId, body);
  }

  @DELETE
  @Path("{id}")
  @Allowed(Permission.CHANGE_SETTINGS)
  @Operation(summary = "Remove an entry point", description = "Calls made by it go on.")
  @APIResponse(responseCode = "204", description = "Done")
  @APIResponse(responseCode = "404", description = "Unknown, or another tenant's")
  public Response remove(@PathParam("tenantId") String tenantId, @PathParam("id") String id) {
    entries.remove(
        CallerContext.of(security), new TenantId(tenantId), Ids.parse(id, "entry point"));
    return Response.noContent().build();
  }

  private Response put(String tenantId, UUID id, InputStream body) {
    JsonBody json = JsonBody.read(body);
    Entry entry =
        new Entry(
            id,
            json.text("name", 80),
            Ids.parse(json.text("groupId", 36), "group"),
            json.optionalText("language", 16).orElse(null),
            json.optionalText("opening", 500).orElse(null),
            json.optionalTexts("origins", Entry.MOST_ORIGINS).orElse(List.of()));
    Entry made = entries.put(CallerContext.of(security), new TenantId(tenantId), entry);
    return Response.ok(json(made).toString()).build();
  }

  private static JsonObject json(Entry entry) {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("id", entry.id().toString())
            .add("name", entry.name())
            .add("groupId", entry.group().toString());
    text(json, "language", entry.language());
    text(json, "opening", entry.opening());
    return json.add("origins", Json.createArrayBuilder(entry.origins())).build();
  }

  private static void text(JsonObjectBuilder json, String field, String value) {
    if (value == null) {
      json.addNull(field);
    } else {
      json.add(field, value);
    }
  }
}
