package io.sightline.web.rest;

import io.sightline.attachment.Attachment;
import io.sightline.attachment.AttachmentView;
import io.sightline.attachment.Attachments;
import io.sightline.fault.Refusal;
import io.sightline.web.playback.Players;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files of calls as they are told and sent. */
final class AttachmentBody {
  /** RFC 8187; other forms cannot carry every name. */
  private static final Pattern NAMED =
      Pattern.compile("(?i)attachment\\s*;\\s*filename\\*\\s*=\\s*UTF-8''([^;\\s]{1,600})");

  private AttachmentBody() {}

  static JsonObjectBuilder json(AttachmentView file) {
    return Json.createObjectBuilder()
        .add("id", file.id().toString())
        .add("kind", file.kind() == Attachment.Kind.SNAPSHOT ? "snapshot" : "file")
        .add("at", RecordingBody.date(file.at()))
        .add("name", file.name())
        .add("type", file.mime())
        .add("size", file.size())
        .add("sha256", file.sha256());
  }

  /**
   * The name in a {@code Content-Disposition} (RFC 6266), which no log of addresses shows.
   *
   * @throws Refusal naming {@code name}
   */
  static String name(String disposition) {
    Matcher named = NAMED.matcher(disposition == null ? "" : disposition);
    if (!named.matches()) {
      throw noName();
    }
    try {
      return URLDecoder.decode(named.group(1).replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException broken) {
      throw noName();
    }
  }

  private static Refusal noName() {
    return Refusal.field(
        "field.missing",
        "name",
        "Name the file: Content-Disposition: attachment; filename*=UTF-8''name.");
  }

  /** Sends a file to be saved: no browser shows, guesses or runs it. */
  static Response send(Players players, HttpServletRequest request, Attachments.Found found) {
    AttachmentView file = found.view();
    if (!players.prepare(request, found.source()::open, 0, file.size())) {
      throw Refusal.of(
          Refusal.Kind.UNAVAILABLE, "playback.busy", "Too many files are being sent. Try later.");
    }
    return Response.ok()
        .type(file.mime())
        .header(HttpHeaders.CONTENT_LENGTH, file.size())
        .header(HttpHeaders.CONTENT_DISPOSITION, DownloadName.attachment(file.name()))
        .header("Content-Security-Policy", "sandbox; default-src 'none'")
        .header("Cross-Origin-Resource-Policy", "same-origin")
        .header("X-Content-Type-Options", "nosniff")
        .header("Cache-Control", "private, no-store")
        .build();
  }
}
