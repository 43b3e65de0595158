package io.sightline.web.rest;

import io.sightline.configuration.Settings;
import io.sightline.fault.Refusal;
import io.sightline.identity.Caller;
import io.sightline.identity.Permission;
import io.sightline.identity.Role;
import io.sightline.link.Links;
import io.sightline.recording.RecorderWatch;
import io.sightline.signaling.CallDirectory;
import io.sightline.tenant.TenantId;
import io.sightline.tenant.Tenants;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServletRequest;
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
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Calls, by the word that SmartVideo's published vocabulary has for them. */
@Path("interactions")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Interactions")
@SecurityRequirement(name = ApiApplication.BEARER)
public class InteractionResource {
  private static final Logger LOG = System.getLogger(InteractionResource.class.getName());

  @Inject private Links links;
  @Inject private RecorderWatch recorder;
  @Inject private Tenants tenants;
  @Inject private CallDirectory calls;
  @Inject private Settings settings;
  @Context private HttpServletRequest request;
  @Context private SecurityContext security;
  @Context private UriInfo uri;

  @POST
  @Path("tenants/{tenantId}/interactions")
  @Consumes(MediaType.APPLICATION_JSON)
  @Allowed(Permission.CREATE_CALL)
  @Operation(
      summary = "Make a call with its link",
      description =
          "validity: ISO 8601 duration, PT1M to P30D, the tenant's when absent. customData: any"
              + " JSON object up to 20,000 characters.")
  @RequestBody(
      content =
          @Content(
              schema = @Schema(ref = "NewCall"),
              example =
                  "{\"type\":\"OUTBOUND\",\"validity\":\"PT30M\",\"language\":\"en\",\"customData\":{}}"))
  @APIResponse(
      responseCode = "200",
      description =
          "{interactionId, visitor:{fullUrl, shortUrl}, agent:{fullUrl, shortUrl}, expiresAt}",
      content = @Content(schema = @Schema(ref = "Invitation")))
  @APIResponse(responseCode = "400", description = "A field is wrong; details name it")
  @APIResponse(responseCode = "404", description = "Not the caller's tenant")
  @APIResponse(
      responseCode = "503",
      description =
          "recording.storage, recording.unavailable: calls have to be recorded and cannot be now")
  public Response create(@PathParam("tenantId") String tenantId, InputStream body) {
    Caller caller = CallerContext.of(security);
    TenantId tenant = new TenantId(tenantId);
    if (caller.tenant().equals(tenant)) {
      recorder.requireFor(tenants.settings(tenant).recordingMode());
    }
    JsonBody json = JsonBody.read(body);
    json.optionalText("type", 20)
        .filter(type -> !"OUTBOUND".equals(type))
        .ifPresent(
            type -> {
              throw Refusal.field("field.value", "type", "The field must be OUTBOUND.");
            });
    Links.Invitation invitation =
        links.invite(
            caller,
            tenant,
            new Links.Wish(
                json.optionalText("validity", 40).map(text -> duration("validity", text)),
                json.optionalText("language", 16),
                json.optionalObject("customData").map(JsonObject::toString)));
    LOG.log(
        Level.INFO,
        "call event=created callId={0} tenant={1}",
        invitation.callId(),
        caller.tenant().value());
    String base = BaseUrl.of(settings, request);
    String visitor = base + "/ve/" + invitation.code().value();
    String agent = base + "/agent/?call=" + invitation.callId();
    JsonObject answer =
        Json.createObjectBuilder()
            .add("interactionId", invitation.callId().toString())
            .add("visitor", urls(visitor))
            .add("agent", urls(agent))
            .add("expiresAt", invitation.expiresAt().truncatedTo(ChronoUnit.MILLIS).toString())
            .build();
    return Response.ok(answer.toString()).header("Cache-Control", "no-store").build();
  }

  private static JsonObjectBuilder urls(String url) {
    return Json.createObjectBuilder().add("fullUrl", url).add("shortUrl", url);
  }

  /** Reads an ISO 8601 duration. */
  static Duration duration(String field, String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException notADuration) {
      throw Refusal.field("field.value", field, "The field must be a duration such as PT30M.");
    }
  }

  @GET
  @Allowed(Permission.VIEW_OWN_CALLS)
  @Operation(summary = "The caller's open calls, newest first")
  @Parameter(name = "pageSize", description = "1 to 500, 25 by default")
  @Parameter(name = "pageNumber", description = "From 1")
  @APIResponse(
      responseCode = "200",
      description = "A list of call snapshots",
      content = @Content(schema = @Schema(ref = "Page")))
  public Response list() {
    Paging paging = Paging.of(uri);
    CallDirectory.Page page =
        calls.openOf(CallerContext.of(security), paging.offset(), paging.pageSize());
    String base = BaseUrl.of(settings, request);
    return Response.ok(
            paging
                .list(
                    page.views().stream().map(view -> withSelf(view.snapshot(base))).toList(),
                    page.total())
                .toString())
        .header("Cache-Control", "no-store")
        .build();
  }

  @GET
  @Path("{id}")
  @Allowed(Permission.VIEW_OWN_CALLS)
  @Operation(
      summary = "A call's snapshot",
      description = "Agents see their own calls, supervisors and administrators the tenant's.")
  @APIResponse(
      responseCode = "200",
      description = "The snapshot, as in the signaling protocol",
      content = @Content(schema = @Schema(ref = "Call")))
  @APIResponse(responseCode = "404", description = "Unknown, another's or another tenant's")
  public Response get(@PathParam("id") String id) {
    var view = calls.view(CallerContext.of(security), id("call", id));
    return Response.ok(withSelf(view.snapshot(BaseUrl.of(settings, request))).toString())
        .header("Cache-Control", "no-store")
        .build();
  }

  @DELETE
  @Path("{id}/link")
  @Allowed(Permission.REVOKE_LINK)
  @Operation(
      summary = "Withdraw a call's link",
      description = "It admits nobody any more; those who are in the call stay.")
  @APIResponse(responseCode = "204", description = "Done; also when it was withdrawn before")
  @APIResponse(responseCode = "404", description = "Unknown, another's or another tenant's")
  public Response revoke(@PathParam("id") String id) {
    UUID callId = id("call", id);
    links.revoke(CallerContext.of(security), callId);
    calls.changed(callId);
    return Response.noContent().build();
  }

  @POST
  @Path("{id}/links")
  @Consumes(MediaType.APPLICATION_JSON)
  @Allowed(Permission.INVITE)
  @Operation(
      summary = "Ask a further person into a call",
      description =
          "role: guest or expert. name: up to 64 characters, shown to the others. validity: as for"
              + " the call's own link. Up to 8 people are in a call at once, up to 32 may be asked"
              + " over its time. With more than two the media server forwards.")
  @RequestBody(
      content =
          @Content(
              schema = @Schema(ref = "NewGuest"),
              example = "{\"role\":\"expert\",\"name\":\"Ms Weber\"}"))
  @APIResponse(
      responseCode = "200",
      description = "{participantId, role, fullUrl, shortUrl, expiresAt}",
      content = @Content(schema = @Schema(ref = "GuestLink")))
  @APIResponse(responseCode = "400", description = "A field is wrong; details name it")
  @APIResponse(responseCode = "404", description = "Not a call that the caller is a party of")
  @APIResponse(responseCode = "410", description = "call.ended")
  @APIResponse(responseCode = "429", description = "call.invitations")
  public Response invite(@PathParam("id") String id, InputStream body) {
    UUID callId = id("call", id);
    JsonBody json = JsonBody.read(body);
    Role role = Role.fromWire(json.optionalText("role", 20).orElse("guest")).orElse(Role.CUSTOMER);
    Links.GuestInvitation made =
        links.inviteGuest(
            CallerContext.of(security),
            callId,
            new Links.GuestWish(
                role,
                json.optionalText("name", 64),
                json.optionalText("validity", 40).map(text -> duration("validity", text))));
    calls.changed(callId);
    String url = BaseUrl.of(settings, request) + "/ve/" + made.code().value();
    JsonObject answer =
        urls(url)
            .add("participantId", made.participantId().toString())
            .add("role", role.wireName())
            .add("expiresAt", made.expiresAt().truncatedTo(ChronoUnit.MILLIS).toString())
            .build();
    return Response.ok(answer.toString()).header("Cache-Control", "no-store").build();
  }

  @DELETE
  @Path("{id}/links/{participantId}")
  @Allowed(Permission.REVOKE_LINK)
  @Operation(
      summary = "Withdraw a further person's link",
      description = "It admits nobody any more; who is in the call by it stays.")
  @APIResponse(responseCode = "204", description = "Done; also when it was withdrawn before")
  @APIResponse(responseCode = "404", description = "Unknown, another's or another tenant's")
  public Response revokeGuest(
      @PathParam("id") String id, @PathParam("participantId") String participantId) {
    links.revoke(CallerContext.of(security), id("call", id), id("participant", participantId));
    return Response.noContent().build();
  }

  private static JsonObject withSelf(JsonObject snapshot) {
    return Json.createObjectBuilder(snapshot)
        .add("selfUri", "/api/interactions/" + snapshot.getString("id"))
        .build();
  }

  /**
   * The id in a path.
   *
   * @throws Refusal of kind UNKNOWN for what is no id
   */
  static UUID id(String what, String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException notAnId) {
      throw Refusal.unknown(what);
    }
  }
}
