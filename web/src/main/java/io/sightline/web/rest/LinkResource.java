package io.sightline.web.rest;

import io.sightline.fault.Refusal;
import io.sightline.identity.AttemptLimiter;
import io.sightline.link.LinkCode;
import io.sightline.link.Links;
import io.sightline.meeting.MeetingGuests;
import io.sightline.signaling.Reception;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Admission by a link. */
@Path("links")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Links")
public class LinkResource {
  /** Guests who may come newly from one address within the limiter's time. */
  private static final int NEW_GUESTS = 30;

  @Inject private Links links;
  @Inject private MeetingGuests guests;
  @Inject private Reception reception;
  @Inject private AttemptLimiter limiter;
  @Context private HttpServletRequest request;

  @POST
  @Path("admission")
  @Consumes(MediaType.APPLICATION_JSON)
  @Open
  @Operation(
      summary = "Enter by a link",
      description =
          "code is what the link's path ends with. It admits until its time runs out, and after"
              + " that as long as its call, once started, lasts. A meeting point's code admits any"
              + " number of guests, who wait to be let in: name (up to 64 characters) is what the"
              + " others call the guest, guest the key of an earlier answer, by which the same"
              + " person comes back. After 10 unknown codes within 5"
              + " minutes from one address, 429.")
  @RequestBody(
      content =
          @Content(
              schema = @Schema(ref = "LinkCode"),
              example = "{\"code\":\"Zk3v0w8e7cQ5rT1yU2iO9A\"}"))
  @APIResponse(
      responseCode = "200",
      description =
          "{accessToken, expiresIn (s), callId, participantId, role, displayName, tenant:{id,"
              + " name}, language, call:{state}}; for a meeting's guest also meeting:{name,"
              + " message} and, the first time, guest; for a visitor also entry (the entry point's"
              + " name) and opening (what to read while waiting), if it has one",
      content = @Content(schema = @Schema(ref = "Admission")))
  @APIResponse(responseCode = "400", description = "link.malformed")
  @APIResponse(responseCode = "409", description = "meeting.early: not open yet")
  @APIResponse(responseCode = "404", description = "link.not.found")
  @APIResponse(
      responseCode = "410",
      description = "link.expired, link.ended, link.revoked or meeting.removed")
  @APIResponse(responseCode = "429", description = "too.many.attempts or meeting.busy")
  public Response admit(InputStream body) {
    String key = "link:" + request.getRemoteAddr();
    limiter.requireFree(key);
    JsonBody json = JsonBody.read(body);
    JsonObject answer;
    try {
      LinkCode code = new LinkCode(json.text("code", 200));
      answer = arrive(code, json).orElseGet(() -> visitor(links.admit(code)));
    } catch (Refusal refusal) {
      if (refusal.kind() == Refusal.Kind.UNKNOWN) {
        limiter.failed(key);
      }
      throw refusal;
    }
    return Response.ok(answer.toString()).header("Cache-Control", "no-store").build();
  }

  /** Nothing when the code is no meeting point's. */
  private Optional<JsonObject> arrive(LinkCode code, JsonBody json) {
    String newcomers = "guest:" + request.getRemoteAddr();
    Optional<String> key = json.optionalText("guest", 64);
    if (key.isEmpty()) {
      limiter.requireFree(newcomers, NEW_GUESTS);
    }
    Optional<MeetingGuests.Arrival> arrival =
        guests.arrive(code, json.optionalText("name", 64).orElse(""), key);
    arrival.filter(guest -> guest.key() != null).ifPresent(guest -> limiter.failed(newcomers));
    return arrival.map(LinkResource::json);
  }

  private static JsonObject json(MeetingGuests.Arrival arrival) {
    JsonObjectBuilder meeting = Json.createObjectBuilder().add("name", arrival.meetingName());
    if (arrival.message() == null) {
      meeting.addNull("message");
    } else {
      meeting.add("message", arrival.message());
    }
    JsonObjectBuilder json = json(arrival.entry()).add("meeting", meeting);
    if (arrival.key() != null) {
      json.add("guest", arrival.key());
    }
    return json.build();
  }

  /** Who has come by an entry point is told what that says while one waits. */
  private JsonObject visitor(Links.Entry entry) {
    JsonObjectBuilder json = json(entry);
    reception
        .entryOf(entry.callId())
        .ifPresent(
            point -> {
              json.add("entry", point.name());
              if (point.opening() != null) {
                json.add("opening", point.opening());
              }
            });
    return json.build();
  }

  private static JsonObjectBuilder json(Links.Entry entry) {
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("accessToken", entry.accessToken())
            .add("expiresIn", entry.expiresIn().toSeconds())
            .add("callId", entry.callId().toString())
            .add("participantId", entry.participantId().toString())
            .add("role", entry.role().wireName())
            .add("displayName", entry.displayName())
            .add(
                "tenant",
                Json.createObjectBuilder()
                    .add("id", entry.tenant().id().value())
                    .add("name", entry.tenant().name()));
    if (entry.language() == null) {
      json.addNull("language");
    } else {
      json.add("language", entry.language());
    }
    return json.add("call", Json.createObjectBuilder().add("state", entry.callState()));
  }
}
