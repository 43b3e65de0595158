package io.sightline.web.rest;

import io.sightline.identity.Permission;
import io.sightline.report.CallFilter;
import io.sightline.report.CallRecord;
import io.sightline.report.CallReports;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Call data records. */
@Path("/reports/calls")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Reports")
@SecurityRequirement(name = ApiApplication.BEARER)
public class CallReportResource {
  @Inject private CallReports reports;

  @GET
  @Allowed(Permission.VIEW_REPORTS)
  @Operation(
      summary = "Call data records",
      description =
          "interval is two ISO 8601 instants with a slash between; agent is part of a name or"
              + " e-mail; entryPoint is the identifier of one; sortBy is start, end, talkTime,"
              + " waitTime, agentName, agentEmail or state. Who may not view all calls gets his"
              + " own.")
  @APIResponse(
      responseCode = "200",
      description = "A page of call data records",
      content = @Content(schema = @Schema(ref = "Page")))
  public JsonObject list(
      @QueryParam("interval") String interval,
      @QueryParam("state") String state,
      @QueryParam("agent") String agent,
      @QueryParam("entryPoint") String entryPoint,
      @QueryParam("sortBy") String sortBy,
      @QueryParam("sortOrder") String sortOrder,
      @Context UriInfo uri,
      @Context SecurityContext security) {
    Paging paging = Paging.of(uri);
    CallFilter filter =
        CallFilter.of(interval, state, agent, sortBy, sortOrder).byEntryPoint(entryPoint);
    CallReports.Page page =
        reports.list(CallerContext.of(security), filter, paging.offset(), paging.pageSize());
    List<JsonObject> entities =
        page.records().stream().map(record -> body(record).build()).toList();
    return paging.list(entities, page.total());
  }

  @GET
  @Path("/{id}")
  @Allowed(Permission.VIEW_REPORTS)
  @Operation(
      summary = "A call data record",
      description = "expand is a comma list of sessions and recordings; both when not said.")
  @APIResponse(
      responseCode = "200",
      description = "The record",
      content = @Content(schema = @Schema(ref = "CallRecord")))
  @APIResponse(responseCode = "404", description = "Unknown, another's or another tenant's")
  public JsonObject get(
      @PathParam("id") String id,
      @QueryParam("expand") String expand,
      @Context SecurityContext security) {
    CallRecord record = reports.get(CallerContext.of(security), Ids.parse(id, "call"));
    List<String> expanded =
        Arrays.asList((expand == null ? "sessions,recordings" : expand).split(",", 8));
    JsonObjectBuilder body = body(record);
    if (expanded.contains("sessions")) {
      JsonArrayBuilder sessions = Json.createArrayBuilder();
      record.sessions().forEach(session -> sessions.add(session(session)));
      body.add("sessions", sessions);
    }
    if (expanded.contains("recordings")) {
      JsonArrayBuilder recordings = Json.createArrayBuilder();
      record.recordings().forEach(view -> recordings.add(RecordingBody.of(view)));
      body.add("recordings", recordings);
    }
    return body.build();
  }

  private static JsonObjectBuilder body(CallRecord record) {
    JsonObjectBuilder body =
        Json.createObjectBuilder()
            .add("id", record.id().toString())
            .add("state", record.state())
            .add("start", RecordingBody.date(record.start()))
            .add("duration", record.durationMs() / 1000.0)
            .add("talkTime", record.talkMs() / 1000.0)
            .add("waitTime", record.waitMs() / 1000.0)
            .add("agentName", record.agentName())
            .add("agentEmail", record.agentEmail())
            .add("recordingCount", record.recordingCount())
            .add("selfUri", "/api/reports/calls/" + record.id());
    if (record.entryPoint() != null) {
      body.add("entryPoint", record.entryPoint());
    }
    if (record.end() != null) {
      body.add("end", RecordingBody.date(record.end()));
    }
    if (record.endedBy() != null) {
      body.add("endedBy", record.endedBy()).add("endReason", record.endReason());
    }
    return body;
  }

  private static JsonObjectBuilder session(CallRecord.SessionRecord session) {
    return Json.createObjectBuilder()
        .add("id", session.id().toString())
        .add("role", session.role())
        .add("ipAddress", session.ipAddress())
        .add("userAgent", session.userAgent())
        .add("start", RecordingBody.date(session.start()))
        .add("duration", session.durationMs() / 1000.0);
  }
}
