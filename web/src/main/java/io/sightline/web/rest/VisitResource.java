package io.sightline.web.rest;

import io.sightline.configuration.Settings;
import io.sightline.fault.Refusal;
import io.sightline.identity.AttemptLimiter;
import io.sightline.link.LinkCode;
import io.sightline.link.Links;
import io.sightline.queue.EntryPoints;
import io.sightline.queue.Visits;
import io.sightline.recording.RecorderWatch;
import io.sightline.signaling.Reception;
import io.sightline.tenant.Tenants;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Calls that visitors of web sites begin, who have not signed in. */
@Path("entry-points/{id}")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Visitors")
public class VisitResource {
  private static final Logger LOG = System.getLogger(VisitResource.class.getName());
  private static final int LONGEST_CONTEXT = 4_000;

  @Inject private EntryPoints entries;
  @Inject private Reception reception;
  @Inject private RecorderWatch recorder;
  @Inject private Tenants tenants;
  @Inject private AttemptLimiter limiter;
  @Inject private Settings settings;
  @Context private HttpServletRequest request;

  @GET
  @Open
  @Operation(
      summary = "Whether anybody is there for visitors",
      description =
          "For pages of the origins that the entry point names, and our own. staffed: somebody is"
              + " connected and not away.")
  @APIResponse(
      responseCode = "200",
      description = "{id, name, language, staffed, waiting}",
      content = @Content(schema = @Schema(ref = "EntryStatus")))
  @APIResponse(responseCode = "403", description = "origin.not.allowed")
  @APIResponse(responseCode = "404", description = "There is no such entry point")
  public Response status(@PathParam("id") String id) {
    Reception.Status status = reception.status(Ids.parse(id, "entry point"));
    JsonObjectBuilder json = Json.createObjectBuilder().add("id", id).add("name", status.name());
    if (status.language() == null) {
      json.addNull("language");
    } else {
      json.add("language", status.language());
    }
    return answer(json.add("staffed", status.staffed()).add("waiting", status.waiting()).build());
  }

  @POST
  @Path("calls")
  @Consumes(MediaType.APPLICATION_JSON)
  @Open
  @Operation(
      summary = "Begin a visitor's call",
      description =
          "url is the visitor's page; the group rings once the visitor has joined there. name: up"
              + " to 64 characters, shown to agents. context: any JSON object up to 4,000"
              + " characters, kept with the call as customData. Limited by address, and by the"
              + " tenant's unanswered calls.")
  @RequestBody(
      content =
          @Content(
              schema = @Schema(ref = "NewVisit"),
              example = "{\"name\":\"Ann\",\"language\":\"de\",\"context\":{\"page\":\"/cart\"}}"))
  @APIResponse(
      responseCode = "200",
      description = "{callId, code, url, expiresAt}",
      content = @Content(schema = @Schema(ref = "Visit")))
  @APIResponse(responseCode = "403", description = "origin.not.allowed")
  @APIResponse(responseCode = "404", description = "There is no such entry point")
  @APIResponse(responseCode = "409", description = "queue.nobody: nobody is there just now")
  @APIResponse(responseCode = "429", description = "too.many.attempts, queue.full")
  @APIResponse(
      responseCode = "503",
      description = "recording.storage, recording.unavailable: calls have to be recorded")
  public Response begin(@PathParam("id") String id, InputStream body) {
    EntryPoints.Found at = entries.require(Ids.parse(id, "entry point"));
    JsonBody json = JsonBody.read(body);
    Optional<String> context = json.optionalObject("context").map(JsonObject::toString);
    if (context.filter(text -> text.length() > LONGEST_CONTEXT).isPresent()) {
      throw Refusal.field("field.length", "context", "At most 4000 characters.");
    }
    Visits.Wish wish =
        new Visits.Wish(
            json.optionalText("name", 64).orElse(""),
            json.optionalText("language", 16),
            context,
            EntryOrigins.foreign(request, settings).orElse(null));
    recorder.requireFor(tenants.settings(at.tenant()).recordingMode());
    String key = "visit:" + request.getRemoteAddr();
    limiter.requireFree(key, settings.callsPerAddress());
    limiter.failed(key);
    Links.Invitation made = reception.begin(at, wish);
    LOG.log(
        Level.INFO,
        "call event=created callId={0} tenant={1} entryPoint={2}",
        made.callId(),
        at.tenant().value(),
        id);
    return answer(
        Json.createObjectBuilder()
            .add("callId", made.callId().toString())
            .add("code", made.code().value())
            .add("url", BaseUrl.of(settings, request) + "/ve/" + made.code().value())
            .add("expiresAt", made.expiresAt().truncatedTo(ChronoUnit.MILLIS).toString())
            .build());
  }

  @POST
  @Path("calls/state")
  @Consumes(MediaType.APPLICATION_JSON)
  @Open
  @Operation(
      summary = "How far a visitor's call has come",
      description =
          "For the page with the button, by the code that the call was begun with. state:"
              + " preparing, waiting (with the place in the queue, from 1), active, ended.")
  @RequestBody(
      content =
          @Content(
              schema = @Schema(ref = "LinkCode"),
              example = "{\"code\":\"Zk3v0w8e7cQ5rT1yU2iO9A\"}"))
  @APIResponse(
      responseCode = "200",
      description = "{state, place, staffed}",
      content = @Content(schema = @Schema(ref = "VisitState")))
  @APIResponse(responseCode = "404", description = "No call of this entry point")
  @APIResponse(responseCode = "429", description = "too.many.attempts, after 10 unknown codes")
  public Response state(@PathParam("id") String id, InputStream body) {
    String key = "link:" + request.getRemoteAddr();
    limiter.requireFree(key);
    EntryPoints.Found at = entries.require(Ids.parse(id, "entry point"));
    LinkCode code = new LinkCode(JsonBody.read(body).text("code", 200));
    try {
      Reception.Progress progress = reception.progress(at, code);
      return answer(
          Json.createObjectBuilder()
              .add("state", progress.state())
              .add("place", progress.place())
              .add("staffed", progress.staffed())
              .build());
    } catch (Refusal refusal) {
      limiter.failed(key);
      throw refusal;
    }
  }

  private static Response answer(JsonObject body) {
    return Response.ok(body.toString()).header("Cache-Control", "no-store").build();
  }
}
