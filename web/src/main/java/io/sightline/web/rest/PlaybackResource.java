package io.sightline.web.rest;

import io.sightline.fault.Refusal;
import io.sightline.identity.Caller;
import io.sightline.identity.Permission;
import io.sightline.recording.Playable;
import io.sightline.recording.PlaybackPass;
import io.sightline.recording.RecordingPlayback;
import io.sightline.report.RecordingAccess;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
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
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SeekableByteChannel;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
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

  @Context private HttpHeaders headers;
  @Context private SecurityContext security;

  static String cookieName(UUID recordingId) {
    return "__Secure-playback-" + recordingId;
  }

  @GET
  @Open
  @Operation(
      summary = "Plays a recording",
      description =
          "Single byte ranges, suffixes included; If-Range and If-None-Match by ETag. Without"
              + " rendition: the mixed WebM, or before it is there the agent's capture.")
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
  @APIResponse(responseCode = "416", description = "A range outside of the file")
  public Response play(
      @PathParam("id") String id,
      @QueryParam("rendition") String rendition,
      @QueryParam("download") String download) {
    Playable playable = find(id, rendition);
    String tag = "\"" + playable.tag() + "\"";
    if (matches(headers.getHeaderString("If-None-Match"), tag)) {
      return describe(Response.status(Response.Status.NOT_MODIFIED), playable, tag).build();
    }
    ByteRange range = ByteRange.of(range(playable, tag), playable.size());
    if (range.outcome() == ByteRange.Outcome.UNSATISFIABLE) {
      // With a body: over HTTP/2 Open Liberty never ends an answer of this status without one.
      return Response.fromResponse(
              ErrorBody.of(416, "range.not.satisfiable", "The file has no such bytes."))
          .header("Accept-Ranges", "bytes")
          .header("Content-Range", "bytes */" + playable.size())
          .header("Cache-Control", "no-store")
          .build();
    }
    Response.ResponseBuilder response =
        describe(status(range), playable, tag)
            .header(HttpHeaders.CONTENT_LENGTH, range.length())
            .entity(stream(playable, range));
    partOf(range, playable, response);
    if ("1".equals(download) || "true".equals(download)) {
      response.header(
          HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + playable.fileName() + "\"");
    }
    return response.build();
  }

  /** The same head as GET's; a range does not apply to it (RFC 9110 section 14.2). */
  @HEAD
  @Open
  @Operation(hidden = true)
  public Response head(@PathParam("id") String id, @QueryParam("rendition") String rendition) {
    Playable playable = find(id, rendition);
    return describe(Response.ok(), playable, "\"" + playable.tag() + "\"")
        .header(HttpHeaders.CONTENT_LENGTH, playable.size())
        .build();
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

  /** The Range header, unless If-Range names another content (RFC 9110 section 13.1.5). */
  private String range(Playable playable, String tag) {
    String condition = headers.getHeaderString("If-Range");
    return condition == null || condition.equals(tag) || condition.equals(modified(playable))
        ? headers.getHeaderString("Range")
        : null;
  }

  static boolean matches(String header, String tag) {
    if (header == null) {
      return false;
    }
    for (String one : header.split(",", 16)) {
      String candidate = one.strip();
      if (candidate.equals("*") || candidate.equals(tag) || candidate.equals("W/" + tag)) {
        return true;
      }
    }
    return false;
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
      Response.ResponseBuilder response, Playable playable, String tag) {
    return response
        .type(playable.mime())
        .header("Accept-Ranges", "bytes")
        .header(HttpHeaders.ETAG, tag)
        .header(HttpHeaders.LAST_MODIFIED, modified(playable))
        .header("Cache-Control", "private, no-cache")
        .header("X-Content-Type-Options", "nosniff");
  }

  private static String modified(Playable playable) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(
        playable.modified().atOffset(ZoneOffset.UTC));
  }

  /**
   * Opened once before the head is sent, so that a missing file is an error, not a short answer.
   */
  private static StreamingOutput stream(Playable playable, ByteRange range) {
    try {
      playable.open().close();
    } catch (IOException e) {
      throw new UncheckedIOException("a rendition cannot be read", e);
    }
    return out -> {
      try (SeekableByteChannel channel = playable.open()) {
        RangeCopy.copy(channel, range.first(), range.length(), out);
      }
    };
  }
}
