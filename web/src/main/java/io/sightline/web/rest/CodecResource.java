package io.sightline.web.rest;

import io.sightline.identity.Permission;
import io.sightline.tenant.CodecPreferences;
import io.sightline.tenant.CodecSettings;
import io.sightline.tenant.TenantId;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
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

/** Which codecs a tenant uses. */
@Path("tenants/{tenantId}/codecs")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Tenants")
@SecurityRequirement(name = ApiApplication.BEARER)
public class CodecResource {
  private static final int MOST = 16;

  @Inject private CodecPreferences preferences;
  @Context private SecurityContext security;

  @GET
  @Allowed(Permission.VIEW_SETTINGS)
  @Operation(summary = "The codecs that the tenant's calls use, most wanted first")
  @APIResponse(
      responseCode = "200",
      description = "What is used, and what the installation permits",
      content = @Content(schema = @Schema(ref = "CodecSettings")))
  @APIResponse(responseCode = "404", description = "Not the caller's tenant")
  public Response get(@PathParam("tenantId") String tenantId) {
    return answer(preferences.used(CallerContext.of(security), new TenantId(tenantId)));
  }

  @PATCH
  @Consumes(MediaType.APPLICATION_JSON)
  @Allowed(Permission.CHANGE_SETTINGS)
  @Operation(
      summary = "Order the codecs, and exclude some",
      description =
          "Absent fields stay; an empty list takes the installation's order. What is not named is"
              + " not used, but where people have no codec in common, which leaves Opus and VP8."
              + " It holds for calls by way of the media server, from their next offer on.")
  @RequestBody(
      content =
          @Content(
              schema = @Schema(ref = "CodecSettings"),
              example = "{\"video\":[\"H264\",\"VP8\"]}"))
  @APIResponse(
      responseCode = "200",
      description = "What is used now",
      content = @Content(schema = @Schema(ref = "CodecSettings")))
  @APIResponse(responseCode = "400", description = "A field is wrong; details name it")
  @APIResponse(responseCode = "403", description = "Administrators only")
  public Response change(@PathParam("tenantId") String tenantId, InputStream body) {
    JsonBody json = JsonBody.read(body);
    CodecSettings.Change change =
        new CodecSettings.Change(
            json.optionalTexts("audio", MOST), json.optionalTexts("video", MOST));
    return answer(preferences.change(CallerContext.of(security), new TenantId(tenantId), change));
  }

  private Response answer(CodecSettings used) {
    JsonObjectBuilder body = json(used).add("permitted", json(preferences.permitted()));
    return Response.ok(body.build().toString()).build();
  }

  private static JsonObjectBuilder json(CodecSettings settings) {
    return Json.createObjectBuilder()
        .add("audio", Json.createArrayBuilder(settings.audio()))
        .add("video", Json.createArrayBuilder(settings.video()));
  }
}
