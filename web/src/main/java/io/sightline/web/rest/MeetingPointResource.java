package io.sightline.web.rest;

import io.sightline.configuration.Settings;
import io.sightline.fault.Refusal;
import io.sightline.identity.Caller;
import io.sightline.identity.Permission;
import io.sightline.meeting.MeetingPoints;
import io.sightline.recording.RecorderWatch;
import io.sightline.signaling.CallDirectory;
import io.sightline.tenant.Tenants;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServletRequest;
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
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The caller's meeting points and the calls held at them. */
@Path("meeting-points")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Meeting points")
@SecurityRequirement(name = ApiApplication.BEARER)
public class MeetingPointResource {
  @Inject private MeetingPoints points;
  @Inject private CallDirectory calls;
  @Inject private RecorderWatch recorder;
  @Inject private Tenants tenants;
  @Inject private Settings settings;
  @Context private HttpServletRequest request;
  @Context private SecurityContext security;

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Allowed(Permission.ADMIT)
  @Operation(
      summary = "Make a meeting point",
      description =
          "name: 1 to 100 characters, seen by guests. message: up to 500 characters, read by those"
              + " who wait. validFrom, validUntil: ISO 8601 instants; without validUntil it is"
              + " permanent. At most 100 open ones a host.")
  @RequestBody(
      content =
          @Content(
              schema = @Schema(ref = "NewMeetingPoint"),
              example = "{\"name\":\"Ann\'s office\",\"message\":\"I will be with you shortly.\"}"))
  @APIResponse(
      responseCode = "201",
      description = "The meeting point with its guests\' link",
      content = @Content(schema = @Schema(ref = "MeetingPoint")))
  @APIResponse(responseCode = "400", description = "A field is wrong; details name it")
  @APIResponse(responseCode = "429", description = "meeting.points")
  public Response make(InputStream body) {
    MeetingPoints.View made = points.make(caller(), wish(JsonBody.read(body)));
    return answer(Response.Status.CREATED, json(made).build());
  }

  @GET
  @Allowed(Permission.ADMIT)
  @Operation(summary = "The caller\'s open meeting points, newest first")
  @APIResponse(
      responseCode = "200",
      description = "{entities: the meeting points, total}",
      content = @Content(schema = @Schema(ref = "MeetingPoints")))
  public Response list() {
    List<MeetingPoints.View> own = points.of(caller());
    JsonArrayBuilder entities = Json.createArrayBuilder();
    own.forEach(point -> entities.add(json(point)));
    return answer(
        Response.Status.OK,
        Json.createObjectBuilder()
            .add("entities", entities)
            .add("total", own.size())
            .add("selfUri", "/api/meeting-points")
            .build());
  }

  @GET
  @Path("{id}")
  @Allowed(Permission.ADMIT)
  @Operation(summary = "A meeting point")
  @APIResponse(
      responseCode = "200",
      description = "The meeting point",
      content = @Content(schema = @Schema(ref = "MeetingPoint")))
  @APIResponse(responseCode = "404", description = "Unknown, closed or another\'s")
  public Response get(@PathParam("id") String id) {
    return answer(Response.Status.OK, json(points.get(caller(), id(id))).build());
  }

  @PUT
  @Path("{id}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Allowed(Permission.ADMIT)
  @Operation(
      summary = "Change a meeting point",
      description = "All that is not said is forgotten; those who wait read the new message.")
  @RequestBody(content = @Content(schema = @Schema(ref = "NewMeetingPoint")))
  @APIResponse(
      responseCode = "200",
      description = "The meeting point",
      content = @Content(schema = @Schema(ref = "MeetingPoint")))
  @APIResponse(responseCode = "400", description = "A field is wrong; details name it")
  @APIResponse(responseCode = "404", description = "Unknown, closed or another\'s")
  public Response change(@PathParam("id") String id, InputStream body) {
    MeetingPoints.View changed = points.change(caller(), id(id), wish(JsonBody.read(body)));
    if (changed.callId() != null) {
      calls.changed(changed.callId());
    }
    return answer(Response.Status.OK, json(changed).build());
  }

  @DELETE
  @Path("{id}")
  @Allowed(Permission.ADMIT)
  @Operation(
      summary = "Close a meeting point",
      description = "Its link admits nobody any more; who is in its call stays.")
  @APIResponse(responseCode = "204", description = "Done")
  @APIResponse(responseCode = "404", description = "Unknown, closed or another\'s")
  public Response close(@PathParam("id") String id) {
    points.close(caller(), id(id));
    return Response.noContent().build();
  }

  @POST
  @Path("{id}/interactions")
  @Allowed(Permission.ADMIT)
  @Operation(
      summary = "The open call at a meeting point",
      description =
          "A new one where there is none: each meeting is a call of its own, with its own record.")
  @APIResponse(
      responseCode = "200",
      description = "{interactionId}",
      content = @Content(schema = @Schema(ref = "HeldCall")))
  @APIResponse(responseCode = "404", description = "Unknown, closed or another\'s")
  @APIResponse(
      responseCode = "503",
      description =
          "recording.storage, recording.unavailable: calls have to be recorded and cannot be now")
  public Response open(@PathParam("id") String id) {
    recorder.requireFor(tenants.settings(caller().tenant()).recordingMode());
    UUID callId = points.open(caller(), id(id));
    calls.changed(callId);
    return answer(
        Response.Status.OK,
        Json.createObjectBuilder().add("interactionId", callId.toString()).build());
  }

  private Caller caller() {
    return CallerContext.of(security);
  }

  private static UUID id(String text) {
    return InteractionResource.id("meeting point", text);
  }

  private static MeetingPoints.Wish wish(JsonBody json) {
    return new MeetingPoints.Wish(
        json.text("name", 200),
        json.optionalText("language", 16).orElse(null),
        json.optionalText("message", 1_000).orElse(null),
        instant(json, "validFrom"),
        instant(json, "validUntil"));
  }

  private static Instant instant(JsonBody json, String field) {
    String text = json.optionalText(field, 40).orElse(null);
    try {
      return text == null ? null : Instant.parse(text);
    } catch (DateTimeParseException notAnInstant) {
      throw Refusal.field(
          "field.value", field, "The field must be an instant such as 2026-12-01T09:00:00Z.");
    }
  }

  private static Response answer(Response.Status status, JsonObject body) {
    return Response.status(status)
        .entity(body.toString())
        .header("Cache-Control", "no-store")
        .build();
  }

  private JsonObjectBuilder json(MeetingPoints.View point) {
    String url = BaseUrl.of(settings, request) + "/ve/" + point.code().value();
    MeetingPoints.Wish told = point.told();
    return Json.createObjectBuilder()
        .add("id", point.id().toString())
        .add("name", told.name())
        .add("message", text(told.message()))
        .add("language", text(told.language()))
        .add("hostName", point.hostName())
        .add("createdAt", time(point.createdAt()))
        .add("validFrom", time(told.validFrom()))
        .add("validUntil", time(told.validUntil()))
        .add("guest", Json.createObjectBuilder().add("fullUrl", url).add("shortUrl", url))
        .add("interactionId", text(point.callId() == null ? null : point.callId().toString()))
        .add("selfUri", "/api/meeting-points/" + point.id());
  }

  private static JsonValue text(String text) {
    return text == null ? JsonValue.NULL : Json.createValue(text);
  }

  private static JsonValue time(Instant instant) {
    return text(instant == null ? null : instant.truncatedTo(ChronoUnit.MILLIS).toString());
  }
}
