package io.sightline.web.rest;

import io.sightline.fault.Refusal;
import io.sightline.identity.Caller;
import io.sightline.identity.Permission;
import io.sightline.recording.Playable;
import io.sightline.recording.PlaybackPass;
import io.sightline.recording.RecordingPlayback;
import io.sightline.report.RecordingAccess;
import io.sightline.web.playback.Players;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/**
 * Media of recordings by HTTP ranges (RFC 9110 section 14), decrypted on the way in bounded memory.
 * A caller shows a bearer token, or the cookie of {@link RecordingResource#playback}.
 */
@Path("/recordings/play/{id}")
@Tag(name = "Recordings")
@RequestScoped
public class PlaybackResource {
  @Inject private RecordingAccess access;
  @Inject private RecordingPlayback playback;
  @Inject private PlaybackPass passes;
  @Inject private Players players;

  @Context private HttpHeaders headers;
  @Context private SecurityContext security;
  @Context private HttpServletRequest request;

  static String cookieName(UUID recordingId) {
    return "__Secure-playback-" + recordingId;
  }

  @GET
  @Open
  @Operation(
      summary = "Plays a recording",
      description =
          "Single byte ranges, suffixes included; several at once are answered by the whole file."
              + " All conditions of RFC 9110 section 13 by ETag or date. Without rendition: the"
              + " mixed WebM, or before it is there the agent's capture.")
  @APIResponse(
      responseCode = "200",
      description = "The whole file; with download=1 as an attachment")
  @APIResponse(
      responseCode = "206",
      description = "The part that Range asked for (RFC 9110 section 14)")
  @APIResponse(responseCode = "304", description = "The content that If-None-Match names")
  @APIResponse(responseCode = "401", description = "Neither a token nor the playback cookie")
  @APIResponse(
      responseCode = "404",
      description = "Unknown, another's or another tenant's, or not there yet")
  @APIResponse(responseCode = "412", description = "If-Match names another content")
  @APIResponse(responseCode = "416", description = "A range outside of the file")
  @APIResponse(
      responseCode = "503",
      description = "Too many players (playback.busy); Retry-After says when to ask again")
  public Response play(
      @PathParam("id") String id,
      @QueryParam("rendition") String rendition,
      @QueryParam("download") String download) {
    Playable playable = find(id, rendition);
    Preconditions conditions = conditions(playable);
    Response refused = refused(conditions, playable);
    if (refused != null) {
      return refused;
    }
    String asked =
        conditions.rangeApplies(headers.getHeaderString("If-Range"))
            ? headers.getHeaderString("Range")
            : null;
    ByteRange range = ByteRange.of(asked, playable.size());
    if (range.outcome() == ByteRange.Outcome.UNSATISFIABLE) {
      return unsatisfiable(playable);
    }
    if (!players.prepare(request, playable::open, range.first(), range.length())) {
      throw Refusal.of(
          Refusal.Kind.UNAVAILABLE,
          "playback.busy",
          "Too many recordings are being played. Try again later.");
    }
    Response.ResponseBuilder response =
        describe(status(range), playable, conditions)
            .header(HttpHeaders.CONTENT_LENGTH, range.length());
    partOf(range, playable, response);
    return named(response, playable, download).build();
  }

  /** The same head as GET's; a range does not apply to it (RFC 9110 section 14.2). */
  @HEAD
  @Open
  @Operation(hidden = true)
  public Response head(
      @PathParam("id") String id,
      @QueryParam("rendition") String rendition,
      @QueryParam("download") String download) {
    Playable playable = find(id, rendition);
    Preconditions conditions = conditions(playable);
    Response refused = refused(conditions, playable);
    if (refused != null) {
      return refused;
    }
    Response.ResponseBuilder response =
        describe(Response.ok(), playable, conditions)
            .header(HttpHeaders.CONTENT_LENGTH, playable.size());
    return named(response, playable, download).build();
  }

  private Response refused(Preconditions conditions, Playable playable) {
    return switch (conditions.evaluate(headers::getHeaderString)) {
      case PROCEED -> null;
      case NOT_MODIFIED ->
          describe(Response.status(Response.Status.NOT_MODIFIED), playable, conditions).build();
      case FAILED -> ErrorBody.of(412, "precondition.failed", "The file is another one.");
    };
  }

  private static Preconditions conditions(Playable playable) {
    return new Preconditions("\"" + playable.tag() + "\"", playable.modified());
  }

  /** With a body: over HTTP/2 Open Liberty never ends an answer of this status without one. */
  private static Response unsatisfiable(Playable playable) {
    return Response.fromResponse(
            ErrorBody.of(416, "range.not.satisfiable", "The file has no such bytes."))
        .header("Accept-Ranges", "bytes")
        .header("Content-Range", "bytes */" + playable.size())
        .header("Cache-Control", "no-store")
        .build();
  }

  private static Response.ResponseBuilder named(
      Response.ResponseBuilder response, Playable playable, String download) {
    return "1".equals(download) || "true".equals(download)
        ? response.header(
            HttpHeaders.CONTENT_DISPOSITION, DownloadName.attachment(playable.fileName()))
        : response;
  }

  private Playable find(String id, String rendition) {
    UUID recordingId = Ids.parse(id, "recording");
    String tenant = authorised(recordingId);
    return playback
        .find(tenant, recordingId, rendition)
        .orElseThrow(() -> Refusal.unknown("recording"));
  }

  /** Answers the tenant on whose behalf is played. */
  private String authorised(UUID recordingId) {
    Caller caller = CallerContext.find(security).orElse(null);
    if (caller != null) {
      caller.require(Permission.PLAY_RECORDINGS);
      access.get(caller, recordingId);
      return caller.tenant().value();
    }
    Cookie pass = headers.getCookies().get(cookieName(recordingId));
    return passes
        .verify(pass == null ? null : pass.getValue(), recordingId)
        .orElseThrow(Refusal::unauthenticated);
  }

  private static Response.ResponseBuilder status(ByteRange range) {
    return range.outcome() == ByteRange.Outcome.PART
        ? Response.status(Response.Status.PARTIAL_CONTENT)
        : Response.ok();
  }

  private static void partOf(
      ByteRange range, Playable playable, Response.ResponseBuilder response) {
    if (range.outcome() == ByteRange.Outcome.PART) {
      response.header(
          "Content-Range", "bytes " + range.first() + "-" + range.last() + "/" + playable.size());
    }
  }

  private static Response.ResponseBuilder describe(
      Response.ResponseBuilder response, Playable playable, Preconditions conditions) {
    return response
        .type(playable.mime())
        .header("Accept-Ranges", "bytes")
        .header(HttpHeaders.ETAG, conditions.tag())
        .header(HttpHeaders.LAST_MODIFIED, conditions.lastModified())
        .header("Cache-Control", "private, no-cache")
        .header("X-Content-Type-Options", "nosniff");
  }
}
