package io.sightline.web.rest;

import io.sightline.attachment.AttachmentRules;
import io.sightline.attachment.AttachmentSettings;
import io.sightline.fault.Refusal;
import io.sightline.identity.Permission;
import io.sightline.tenant.TenantId;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
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
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What a tenant takes of files and pictures. */
@Path("tenants/{tenantId}/attachments")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Tenants")
@SecurityRequirement(name = ApiApplication.BEARER)
public class AttachmentSettingsResource {
  private static final int MOST_TYPES = 30;

  @Inject private AttachmentSettings settings;
  @Context private SecurityContext security;

  @GET
  @Allowed(Permission.VIEW_SETTINGS)
  @Operation(summary = "The tenant's rules for files and pictures")
  @APIResponse(
      responseCode = "200",
      description = "What the tenant has chosen",
      content = @Content(schema = @Schema(ref = "AttachmentRules")))
  @APIResponse(responseCode = "404", description = "Not the caller's tenant")
  public Response get(@PathParam("tenantId") String tenantId) {
    return FileResource.answer(settings.rules(CallerContext.of(security), new TenantId(tenantId)));
  }

  @PATCH
  @Consumes(MediaType.APPLICATION_JSON)
  @Allowed(Permission.CHANGE_SETTINGS)
  @Operation(
      summary = "Change the rules for files and pictures",
      description = "Absent fields stay. They hold at once.")
  @RequestBody(
      content =
          @Content(
              schema = @Schema(ref = "AttachmentRules"),
              example = "{\"files\":\"on\",\"types\":[\"pdf\",\"jpg\"]}"))
  @APIResponse(
      responseCode = "200",
      description = "The rules as they are now",
      content = @Content(schema = @Schema(ref = "AttachmentRules")))
  @APIResponse(responseCode = "400", description = "A field is wrong; details name it")
  @APIResponse(responseCode = "403", description = "Administrators only")
  public Response change(@PathParam("tenantId") String tenantId, InputStream body) {
    JsonBody json = JsonBody.read(body);
    Optional<Long> largest =
        json.has("largestBytes")
            ? Optional.of((long) json.number("largestBytes", (int) AttachmentRules.LIMIT))
            : Optional.empty();
    AttachmentRules.Change change =
        new AttachmentRules.Change(
            onOff(json, "files"),
            json.optionalTexts("types", MOST_TYPES),
            largest,
            onOff(json, "snapshots"));
    return FileResource.answer(
        settings.change(CallerContext.of(security), new TenantId(tenantId), change));
  }

  private static Optional<Boolean> onOff(JsonBody json, String field) {
    return json.optionalText(field, 3)
        .map(
            word -> {
              if (!word.equals("on") && !word.equals("off")) {
                throw Refusal.field("field.value", field, "The field must be on or off.");
              }
              return word.equals("on");
            });
  }
}
