package io.sightline.web.rest;

import io.sightline.consent.AskedText;
import io.sightline.consent.Consents;
import io.sightline.fault.Refusal;
import io.sightline.identity.Caller;
import io.sightline.identity.Permission;
import io.sightline.signaling.CallDirectory;
import io.sightline.tenant.TenantId;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
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

/** Whether those who come by a link agree to being recorded, and what they are asked. */
@Path("/")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Consent")
@SecurityRequirement(name = ApiApplication.BEARER)
public class ConsentResource {
  private static final int MAX_VERSION = 1_000_000;

  @Inject private Consents consents;
  @Inject private CallDirectory directory;
  @Context private SecurityContext security;

  @GET
  @Path("consent")
  @Allowed(Permission.TAKE_PART)
  @Operation(summary = "What the holder of a link is asked before being recorded")
  @APIResponse(
      responseCode = "200",
      description = "The text in that language, else in the tenant's, else in English",
      content = @Content(schema = @Schema(ref = "ConsentQuestion")))
  public JsonObject question(@QueryParam("language") String language) {
    Consents.Question question = consents.question(CallerContext.of(security), language);
    JsonObjectBuilder body = text(question.text()).add("required", question.required());
    if (question.decided() == null) {
      return body.addNull("decision").build();
    }
    return body.add("decision", question.decided() ? "agreed" : "declined").build();
  }

  @POST
  @Path("consent")
  @Consumes(MediaType.APPLICATION_JSON)
  @Allowed(Permission.TAKE_PART)
  @Operation(
      summary = "Agree or decline; may be changed at any time",
      description =
          "language, version and sha256 are of the text that was shown. To decline ends a recording"
              + " that runs.")
  @RequestBody(
      content =
          @Content(
              schema = @Schema(ref = "ConsentDecision"),
              example = "{\"agreed\":true,\"language\":\"en\",\"version\":1,\"sha256\":\"…\"}"))
  @APIResponse(responseCode = "204", description = "Kept, with the time")
  @APIResponse(responseCode = "409", description = "consent.text.changed: ask anew")
  public Response decide(InputStream body) {
    JsonBody json = JsonBody.read(body);
    boolean agreed =
        json.optionalFlag("agreed")
            .orElseThrow(() -> Refusal.field("field.missing", "agreed", "The field is missing."));
    Caller caller = CallerContext.of(security);
    consents.decide(
        caller,
        agreed,
        json.text("language", 16),
        json.number("version", MAX_VERSION),
        json.text("sha256", 64));
    caller.admitted().ifPresent(admission -> directory.changed(admission.callId()));
    return Response.noContent().build();
  }

  @GET
  @Path("tenants/{tenantId}/consent-texts")
  @Allowed(Permission.VIEW_SETTINGS)
  @Operation(summary = "The newest consent text in each language the tenant has written one in")
  @APIResponse(
      responseCode = "200",
      description = "{entities: the texts}",
      content = @Content(schema = @Schema(ref = "ConsentTexts")))
  @APIResponse(responseCode = "404", description = "Not the caller's tenant")
  public JsonObject texts(@PathParam("tenantId") String tenantId) {
    JsonArrayBuilder entities = Json.createArrayBuilder();
    consents
        .texts(CallerContext.of(security), new TenantId(tenantId))
        .forEach(text -> entities.add(text(text)));
    return Json.createObjectBuilder()
        .add("entities", entities)
        .add("selfUri", "/api/tenants/" + tenantId + "/consent-texts")
        .build();
  }

  @PUT
  @Path("tenants/{tenantId}/consent-texts/{language}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Allowed(Permission.CHANGE_SETTINGS)
  @Operation(summary = "Write the consent text of a language; a change makes a new version")
  @RequestBody(
      content =
          @Content(
              schema = @Schema(ref = "ConsentWording"),
              example = "{\"text\":\"Do you agree to being recorded?\"}"))
  @APIResponse(
      responseCode = "200",
      description = "The text with its version",
      content = @Content(schema = @Schema(ref = "ConsentText")))
  @APIResponse(responseCode = "403", description = "Administrators only")
  public JsonObject write(
      @PathParam("tenantId") String tenantId,
      @PathParam("language") String language,
      InputStream body) {
    String text = JsonBody.read(body).text("text", Consents.LONGEST);
    return text(consents.write(CallerContext.of(security), new TenantId(tenantId), language, text))
        .build();
  }

  private static JsonObjectBuilder text(AskedText text) {
    return Json.createObjectBuilder()
        .add("language", text.language())
        .add("version", text.version())
        .add("text", text.text())
        .add("sha256", text.sha256());
  }
}
