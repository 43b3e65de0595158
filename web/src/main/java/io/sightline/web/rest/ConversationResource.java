package io.sightline.web.rest;

import io.sightline.fault.Refusal;
import io.sightline.identity.Permission;
import io.sightline.tenant.ConversationSettings;
import io.sightline.tenant.Conversations;
import io.sightline.tenant.TenantId;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
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

/** What a tenant has chosen for chat and ringing. */
@Path("tenants/{tenantId}/conversation")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Tenants")
@SecurityRequirement(name = ApiApplication.BEARER)
public class ConversationResource {
  private static final String KEPT = "kept";
  private static final String ALL = "all";
  private static final String LONGEST_IDLE = "longest-idle";

  @Inject private Conversations conversations;
  @Context private SecurityContext security;

  @GET
  @Allowed(Permission.VIEW_SETTINGS)
  @Operation(summary = "The tenant's settings of chat and ringing")
  @APIResponse(
      responseCode = "200",
      description = "What the tenant has chosen",
      content = @Content(schema = @Schema(ref = "ConversationSettings")))
  @APIResponse(responseCode = "404", description = "Not the caller's tenant")
  public Response get(@PathParam("tenantId") String tenantId) {
    return answer(conversations.settings(CallerContext.of(security), new TenantId(tenantId)));
  }

  @PATCH
  @Consumes(MediaType.APPLICATION_JSON)
  @Allowed(Permission.CHANGE_SETTINGS)
  @Operation(
      summary = "Change the settings of chat and ringing",
      description =
          "Absent fields stay. chat: kept (with the call's record) or discarded (at the call's"
              + " end). ringing: all at once, or longest-idle first. ringTime: PT5S to PT2M. They"
              + " hold at once.")
  @RequestBody(
      content =
          @Content(
              schema = @Schema(ref = "ConversationSettings"),
              example = "{\"chat\":\"discarded\"}"))
  @APIResponse(
      responseCode = "200",
      description = "The settings as they are now",
      content = @Content(schema = @Schema(ref = "ConversationSettings")))
  @APIResponse(responseCode = "400", description = "A field is wrong; details name it")
  @APIResponse(responseCode = "403", description = "Administrators only")
  public Response change(@PathParam("tenantId") String tenantId, InputStream body) {
    JsonBody json = JsonBody.read(body);
    ConversationSettings.Change change =
        new ConversationSettings.Change(
            json.optionalText("chat", 16).map(word -> choice("chat", word, KEPT, "discarded")),
            json.optionalText("ringing", 16)
                .map(word -> choice("ringing", word, LONGEST_IDLE, ALL)),
            json.optionalText("ringTime", 40)
                .map(text -> InteractionResource.duration("ringTime", text)));
    return answer(conversations.change(CallerContext.of(security), new TenantId(tenantId), change));
  }

  /** Whether a word is {@code yes} rather than {@code no}; any other is refused. */
  static boolean choice(String field, String word, String yes, String no) {
    if (!word.equals(yes) && !word.equals(no)) {
      throw Refusal.field("field.value", field, "The field must be " + yes + " or " + no + ".");
    }
    return word.equals(yes);
  }

  private static Response answer(ConversationSettings settings) {
    String body =
        Json.createObjectBuilder()
            .add("chat", settings.chatKept() ? KEPT : "discarded")
            .add("ringing", settings.longestIdleFirst() ? LONGEST_IDLE : ALL)
            .add("ringTime", settings.ringTime().toString())
            .build()
            .toString();
    return Response.ok(body).build();
  }
}
