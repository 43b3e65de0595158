package io.sightline.web.rest;

import io.sightline.fault.Refusal;
import io.sightline.identity.Permission;
import io.sightline.recording.RenditionOptions;
import io.sightline.tenant.RecordingMode;
import io.sightline.tenant.TenantId;
import io.sightline.tenant.TenantSettings;
import io.sightline.tenant.Tenants;
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
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What a tenant has chosen. */
@Path("tenants/{tenantId}/settings")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Tenants")
@SecurityRequirement(name = ApiApplication.BEARER)
public class TenantResource {
  private static final String REQUIRED = "required";
  private static final String CONTINUE = "continue";

  @Inject private Tenants tenants;
  @Context private SecurityContext security;

  @GET
  @Allowed(Permission.VIEW_SETTINGS)
  @Operation(summary = "The tenant's settings")
  @APIResponse(
      responseCode = "200",
      description = "What the tenant has chosen",
      content = @Content(schema = @Schema(ref = "Settings")))
  @APIResponse(responseCode = "404", description = "Not the caller's tenant")
  public Response get(@PathParam("tenantId") String tenantId) {
    return answer(tenants.settings(CallerContext.of(security), new TenantId(tenantId)));
  }

  @PATCH
  @Consumes(MediaType.APPLICATION_JSON)
  @Allowed(Permission.CHANGE_SETTINGS)
  @Operation(
      summary = "Change settings",
      description =
          "Absent fields stay. recordingMode: off, agent-controlled, mandatory. recordingMedia:"
              + " audio-video, audio. linkValidity: PT1M to P30D. Calls made before keep theirs."
              + " defaultRenditions: what is made of every recording. renditionLayout: a layout or"
              + " automatic. consent: off, required. consentDeclined, where recording is mandatory:"
              + " refuse, continue (not recorded). screenRecording: on, off. language: of what the"
              + " product writes into mixed pictures and asks customers, where the call has none.")
  @RequestBody(
      content =
          @Content(
              schema = @Schema(ref = "Settings"),
              example = "{\"recordingMode\":\"mandatory\"}"))
  @APIResponse(
      responseCode = "200",
      description = "The settings as they are now",
      content = @Content(schema = @Schema(ref = "Settings")))
  @APIResponse(responseCode = "400", description = "A field is wrong; details name it")
  @APIResponse(responseCode = "403", description = "Administrators only")
  public Response change(@PathParam("tenantId") String tenantId, InputStream body) {
    JsonBody json = JsonBody.read(body);
    TenantSettings.Change change =
        new TenantSettings.Change(
            json.optionalText("name", 200),
            json.optionalText("recordingMode", 32).map(TenantResource::mode),
            json.optionalText("recordingMedia", 32),
            json.optionalText("linkValidity", 40)
                .map(text -> InteractionResource.duration("linkValidity", text))
                .map(validity -> TenantSettings.requireValidity(validity, "linkValidity")),
            json.optionalText("language", 16),
            json.optionalTexts("defaultRenditions", RenditionOptions.FORMATS.size())
                .map(TenantResource::formats),
            json.optionalText("renditionProfile", 8)
                .map(word -> oneOf("renditionProfile", word, RenditionOptions.PROFILES)),
            json.optionalText("renditionLayout", 32).map(TenantResource::layout),
            json.optionalText("consent", 16)
                .map(word -> oneOf("consent", word, List.of("off", REQUIRED)).equals(REQUIRED)),
            json.optionalText("consentDeclined", 16)
                .map(
                    word ->
                        oneOf("consentDeclined", word, List.of("refuse", CONTINUE))
                            .equals(CONTINUE)),
            json.optionalText("screenRecording", 8)
                .map(word -> oneOf("screenRecording", word, List.of("on", "off")).equals("on")));
    return answer(tenants.change(CallerContext.of(security), new TenantId(tenantId), change));
  }

  private static String oneOf(String field, String word, List<String> words) {
    RenditionOptions.requireOneOf(field, word, words, false);
    return word;
  }

  private static List<String> formats(List<String> words) {
    words.forEach(word -> oneOf("defaultRenditions", word, RenditionOptions.FORMATS));
    return words;
  }

  private static String layout(String word) {
    return word.equals(TenantSettings.AUTOMATIC)
        ? word
        : oneOf("renditionLayout", word, RenditionOptions.LAYOUTS);
  }

  private static RecordingMode mode(String name) {
    return RecordingMode.fromWire(name)
        .orElseThrow(
            () ->
                Refusal.field(
                    "field.value",
                    "recordingMode",
                    "The field must be off, agent-controlled or mandatory."));
  }

  private static Response answer(TenantSettings settings) {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("id", settings.id().value())
            .add("name", settings.name())
            .add("recordingMode", settings.recordingMode().wireName())
            .add("recordingMedia", settings.recordingMedia());
    if (settings.linkValidity() == null) {
      json.addNull("linkValidity");
    } else {
      json.add("linkValidity", settings.linkValidity().toString());
    }
    if (settings.language() == null) {
      json.addNull("language");
    } else {
      json.add("language", settings.language());
    }
    String layout = settings.renditionLayout();
    json.add("defaultRenditions", Json.createArrayBuilder(settings.defaultRenditions()))
        .add("renditionProfile", settings.renditionProfile())
        .add("renditionLayout", layout == null ? TenantSettings.AUTOMATIC : layout)
        .add("consent", settings.consentRequired() ? REQUIRED : "off")
        .add("consentDeclined", settings.connectWithoutConsent() ? CONTINUE : "refuse")
        .add("screenRecording", settings.screenRecording() ? "on" : "off");
    json.add("selfUri", "/api/tenants/" + settings.id().value() + "/settings");
    return Response.ok(json.build().toString()).build();
  }
}
