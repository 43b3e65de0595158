package io.sightline.web.rest;

import io.sightline.call.MediaPlane.FixedFragment;
import io.sightline.fault.Refusal;
import io.sightline.identity.Caller;
import io.sightline.signaling.FixedSessions;
import io.sightline.signaling.IceServers;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What WHIP and WHEP have in common over HTTP: an offer is posted and answered, its session is
 * patched and deleted (RFC 9725 section 4).
 */
@RequestScoped
public class OfferExchange {
  static final String SDP = "application/sdp";
  static final String FRAGMENT = "application/trickle-ice-sdpfrag";
  private static final int LIMIT = 65_536;
  private static final String ANY = "*";

  @Inject private FixedSessions sessions;
  @Inject private IceServers iceServers;

  /**
   * Answers a posted offer with 201.
   *
   * @param path where the session's resource is below the API, with a slash at the end
   */
  Response open(
      Caller caller,
      HttpServletRequest request,
      String path,
      InputStream body,
      Parameters parameters) {
    if (!hasType(request, SDP)) {
      return unsupported("Accept-Post", SDP);
    }
    FixedSessions.Opened opened =
        sessions.open(
            caller,
            new FixedSessions.Client(request.getRemoteAddr(), request.getHeader("User-Agent")),
            parameters.wish(text(body)));
    Response.ResponseBuilder answer =
        Response.created(URI.create(path + opened.id()))
            .type(SDP)
            .header(HttpHeaders.ETAG, opened.entityTag())
            .header("Accept-Patch", FRAGMENT)
            .header(HttpHeaders.CACHE_CONTROL, "no-store")
            .entity(opened.answer());
    for (JsonObject server : iceServers.forOneSession().getValuesAs(JsonObject.class)) {
      urls(server).forEach(url -> answer.header(HttpHeaders.LINK, link(url, server)));
    }
    return answer.build();
  }

  /** What a client may say in the query. */
  record Parameters(
      boolean publishes, boolean screen, String call, String participant, String name) {
    private static final int LONGEST_NAME = 200;

    FixedSessions.Wish wish(String sdp) {
      Optional<String> shown = Optional.ofNullable(name).map(String::strip);
      if (shown.filter(text -> text.isEmpty() || text.length() > LONGEST_NAME).isPresent()) {
        throw Refusal.field(
            "field.length", "name", "The field must have 1 to " + LONGEST_NAME + " characters.");
      }
      return new FixedSessions.Wish(
          sdp,
          publishes,
          screen,
          Optional.ofNullable(call).map(id -> Ids.parse(id, "call")),
          Optional.ofNullable(participant).map(id -> Ids.parse(id, "participant")),
          shown);
    }
  }

  /** Takes a fragment: 204 for candidates, 200 with the server's side for a restart of ICE. */
  Response patch(Caller caller, HttpServletRequest request, String session, InputStream body) {
    if (!hasType(request, FRAGMENT)) {
      return unsupported("Accept-Patch", FRAGMENT);
    }
    UUID id = Ids.parse(session, "session");
    String present = sessions.entityTag(caller, id);
    String condition = request.getHeader(HttpHeaders.IF_MATCH);
    if (condition == null) {
      return ErrorBody.of(
          428, "precondition.required", "Send If-Match with the session's ETag, or * to restart.");
    }
    if (!condition.strip().equals(ANY) && !condition.strip().equals(present)) {
      return ErrorBody.of(412, "precondition.failed", "ICE has begun anew since that ETag.");
    }
    FixedFragment taken = sessions.trickle(caller, id, text(body));
    if (taken.fragment() == null) {
      return Response.noContent().build();
    }
    return Response.ok(taken.fragment(), FRAGMENT)
        .header(HttpHeaders.ETAG, taken.entityTag())
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  /** Ends a session. */
  Response close(Caller caller, String session) {
    sessions.close(caller, Ids.parse(session, "session"));
    return Response.ok().build();
  }

  /** What may be posted or patched, for those who ask. */
  static Response options(String header, String type, String methods) {
    return Response.noContent().header(header, type).header(HttpHeaders.ALLOW, methods).build();
  }

  private static boolean hasType(HttpServletRequest request, String type) {
    String given = request.getContentType();
    return given != null && given.split(";", 2)[0].strip().equalsIgnoreCase(type);
  }

  private static Response unsupported(String header, String type) {
    return Response.fromResponse(ErrorBody.of(415, "unsupported.media.type", "Send " + type + "."))
        .header(header, type)
        .build();
  }

  private static String text(InputStream body) {
    byte[] bytes;
    try {
      bytes = body.readNBytes(LIMIT + 1);
    } catch (IOException broken) {
      throw Refusal.of(Refusal.Kind.MALFORMED, "body.unreadable", "The body ended too early.");
    }
    if (bytes.length > LIMIT) {
      throw Refusal.of(Refusal.Kind.TOO_LARGE, "body.too.large", "At most 65536 bytes.");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static List<String> urls(JsonObject server) {
    JsonValue urls = server.get("urls");
    if (urls instanceof JsonString one) {
      return List.of(one.getString());
    }
    return urls == null
        ? List.of()
        : urls.asJsonArray().getValuesAs(JsonString.class).stream()
            .map(JsonString::getString)
            .toList();
  }

  /** RFC 9725 section 4.6; what would end a parameter early is left out. */
  private static String link(String url, JsonObject server) {
    StringBuilder link = new StringBuilder("<" + url + ">; rel=\"ice-server\"");
    if (server.containsKey("credential")) {
      link.append("; username=\"").append(quoted(server, "username"));
      link.append("\"; credential=\"").append(quoted(server, "credential"));
      link.append("\"; credential-type=\"password\"");
    }
    return link.toString();
  }

  private static String quoted(JsonObject server, String name) {
    return server.getString(name, "").replaceAll("[\"\\\\\\p{Cntrl}]", "");
  }
}
