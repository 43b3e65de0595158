package io.sightline.web.rest;

import io.sightline.fault.Refusal;
import io.sightline.identity.Caller;
import io.sightline.identity.Permission;
import io.sightline.recording.ExportKeys;
import io.sightline.recording.PlaybackPass;
import io.sightline.recording.RecordingView;
import io.sightline.recording.SigningKey;
import io.sightline.report.ExportAccess;
import io.sightline.report.RecordingAccess;
import io.sightline.report.RenditionAccess;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Recordings as records; their media is played by {@link PlaybackResource}. */
@Path("/recordings")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Recordings")
@SecurityRequirement(name = ApiApplication.BEARER)
public class RecordingResource {
  @Inject private RecordingAccess recordings;
  @Inject private RenditionAccess renditions;
  @Inject private PlaybackPass passes;
  @Inject private SigningKey signingKey;
  @Inject private ExportAccess exports;

  @GET
  @Allowed(Permission.VIEW_REPORTS)
  @Operation(summary = "The recordings of a call")
  @APIResponse(
      responseCode = "200",
      description = "The recordings, oldest first",
      content = @Content(schema = @Schema(ref = "Page")))
  public JsonObject list(
      @QueryParam("callId") String callId,
      @Context UriInfo uri,
      @Context SecurityContext security) {
    Paging paging = Paging.of(uri);
    if (callId == null || callId.isEmpty()) {
      throw Refusal.field("field.missing", "callId", "The parameter is missing.");
    }
    List<RecordingView> found =
        recordings.ofCall(CallerContext.of(security), Ids.parse(callId, "call"));
    List<JsonObject> page =
        found.stream()
            .skip(paging.offset())
            .limit(paging.pageSize())
            .map(RecordingBody::of)
            .toList();
    return paging.list(page, found.size());
  }

  @GET
  @Path("/{id}")
  @Allowed(Permission.VIEW_REPORTS)
  @Operation(summary = "A recording with its files, state and gaps")
  @APIResponse(
      responseCode = "200",
      description = "The recording",
      content = @Content(schema = @Schema(ref = "Recording")))
  @APIResponse(responseCode = "404", description = "Unknown, another's or another tenant's")
  public JsonObject get(@PathParam("id") String id, @Context SecurityContext security) {
    return RecordingBody.of(recordings.get(CallerContext.of(security), Ids.parse(id, "recording")));
  }

  @GET
  @Path("/{id}/truth")
  @Allowed(Permission.VIEW_REPORTS)
  @Operation(
      summary = "What is known of a recording, and the verdict",
      description =
          "Media against captured time, each track with what was received, lost and recovered, gaps"
              + " with their cause, pauses, consents. Times are in ms or, of gaps, seconds on the"
              + " timeline of the mix.")
  @APIResponse(
      responseCode = "200",
      description = "The report",
      content = @Content(schema = @Schema(ref = "Truth")))
  @APIResponse(responseCode = "404", description = "Unknown, another's or another tenant's")
  public JsonObject truth(@PathParam("id") String id, @Context SecurityContext security) {
    return TruthBody.of(recordings.truth(CallerContext.of(security), Ids.parse(id, "recording")));
  }

  @GET
  @Path("/signing-key")
  @Produces("application/x-pem-file")
  @Allowed(Permission.VIEW_REPORTS)
  @Operation(
      summary = "The public key by which this installation's manifests are verified",
      description = "Ed25519, SubjectPublicKeyInfo in PEM (RFC 8410).")
  @APIResponse(
      responseCode = "200",
      description = "The key",
      content = @Content(schema = @Schema(ref = "PublicKey")))
  @APIResponse(responseCode = "404", description = "There is none on this node")
  public String signingKey() {
    return signingKey.pem().orElseThrow(() -> Refusal.unknown("signing key"));
  }

  @POST
  @Path("/{id}/export-keys")
  @Allowed(Permission.EXPORT_KEYS)
  @Operation(
      summary = "What ./sightline export needs to decrypt a recording's packets",
      description =
          "The keys are wrapped and open nothing without the installation's key, which stays on the"
              + " server. Each time is in the audit trail.")
  @APIResponse(
      responseCode = "200",
      description = "To be given to the tool as its key",
      content = @Content(schema = @Schema(ref = "ExportKeys")))
  @APIResponse(responseCode = "403", description = "Administrators only")
  @APIResponse(responseCode = "404", description = "Unknown, or another tenant's")
  public Response exportKeys(@PathParam("id") String id, @Context SecurityContext security) {
    ExportKeys.Wrapped keys = exports.keys(CallerContext.of(security), Ids.parse(id, "recording"));
    JsonObject body =
        Json.createObjectBuilder()
            .add("recordingId", keys.recordingId().toString())
            .add("directory", keys.directory())
            .add("tenantKey", keys.tenantKey())
            .add("recordingKey", keys.recordingKey())
            .build();
    return Response.ok(body).header("Cache-Control", "no-store").build();
  }

  @GET
  @Path("/given-up")
  @Allowed(Permission.VIEW_JOBS)
  @Operation(summary = "Work on recordings that was given up after 24 hours, the oldest first")
  @APIResponse(
      responseCode = "200",
      description = "What POST /recordings/{recordingId}/retry would try again",
      content = @Content(schema = @Schema(ref = "Page")))
  @APIResponse(responseCode = "403", description = "Administrators and services only")
  public JsonObject givenUp(@Context UriInfo uri, @Context SecurityContext security) {
    Paging paging = Paging.of(uri);
    RecordingAccess.DeadPage dead =
        recordings.dead(CallerContext.of(security), paging.offset(), paging.pageSize());
    return paging.list(dead.letters().stream().map(RecordingBody::of).toList(), (int) dead.total());
  }

  @GET
  @Path("/{id}/estimate")
  @Allowed(Permission.VIEW_REPORTS)
  @Operation(
      summary = "How large a file of the recording would be",
      description = "At most, by bit rates; or about, by a like file of this recording (measured).")
  @APIResponse(
      responseCode = "200",
      description = "Bytes of the file, and of an hour",
      content = @Content(schema = @Schema(ref = "Estimate")))
  @APIResponse(responseCode = "400", description = "A parameter is wrong; details name it")
  @APIResponse(responseCode = "404", description = "Unknown, another's or another tenant's")
  public JsonObject estimate(
      @PathParam("id") String id,
      @QueryParam("format") String format,
      @QueryParam("profile") String profile,
      @QueryParam("layout") String layout,
      @QueryParam("channels") String channels,
      @QueryParam("video") String video,
      @Context SecurityContext security) {
    RenditionAccess.Wish wish =
        new RenditionAccess.Wish(
            format == null ? "mp4" : format, layout, profile, false, channels, video);
    return RenditionBody.of(
        renditions.estimate(CallerContext.of(security), Ids.parse(id, "recording"), wish));
  }

  @POST
  @Path("/{id}/retry")
  @Allowed(Permission.RETRY_RECORDINGS)
  @Operation(summary = "Has the files of a recording made again after that was given up")
  @APIResponse(
      responseCode = "202",
      description = "Queued again",
      content = @Content(schema = @Schema(ref = "Recording")))
  @APIResponse(responseCode = "404", description = "Unknown, another's or another tenant's")
  @APIResponse(responseCode = "409", description = "recording.nothing.to.retry")
  public Response retry(@PathParam("id") String id, @Context SecurityContext security) {
    RecordingView view = recordings.retry(CallerContext.of(security), Ids.parse(id, "recording"));
    return Response.accepted(RecordingBody.of(view)).build();
  }

  @POST
  @Path("/{id}/playback")
  @Allowed(Permission.PLAY_RECORDINGS)
  @Operation(
      summary = "Lets this browser's media elements play the recording",
      description = "Sets a cookie for the recording's playing address alone; 10 minutes.")
  @APIResponse(responseCode = "204", description = "The cookie is set")
  @APIResponse(responseCode = "404", description = "Unknown, another's or another tenant's")
  public Response playback(@PathParam("id") String id, @Context SecurityContext security) {
    Caller caller = CallerContext.of(security);
    UUID recording = recordings.get(caller, Ids.parse(id, "recording")).id();
    String pass = passes.issue(caller.tenant().value(), recording);
    return Response.noContent()
        .header(HttpHeaders.SET_COOKIE, playbackCookie(recording, pass))
        .header("Cache-Control", "no-store")
        .build();
  }

  /**
   * The cookie as browsers read it (RFC 6265 section 4.1). JAX-RS's own writer puts the path into
   * quotes, by which Chromium takes it for none and keeps the cookie from the playing address.
   */
  static String playbackCookie(UUID recording, String pass) {
    return PlaybackResource.cookieName(recording)
        + "="
        + pass
        + "; Path=/api/recordings/play/"
        + recording
        + "; Max-Age="
        + PlaybackPass.VALIDITY.toSeconds()
        + "; Secure; HttpOnly; SameSite=Strict";
  }
}
