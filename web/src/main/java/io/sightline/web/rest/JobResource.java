package io.sightline.web.rest;

import io.sightline.composition.Jobs;
import io.sightline.fault.Refusal;
import io.sightline.identity.Permission;
import io.sightline.report.JobAccess;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The work that makes files of recordings, for administrators. */
@Path("/recordings/jobs")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Jobs")
@SecurityRequirement(name = ApiApplication.BEARER)
public class JobResource {
  @Inject private JobAccess jobs;
  @Context private SecurityContext security;

  @GET
  @Allowed(Permission.VIEW_JOBS)
  @Operation(
      summary = "Work on recordings that is not done, the oldest first",
      description =
          "state: waiting, running, retrying (the last attempt failed, another follows by itself)"
              + " or dead (given up or cancelled). counts tells how many there are in each.")
  @APIResponse(
      responseCode = "200",
      description = "Those in the state asked for, running ones unless told",
      content = @Content(schema = @Schema(ref = "JobPage")))
  @APIResponse(responseCode = "400", description = "A parameter is wrong; details name it")
  @APIResponse(responseCode = "403", description = "Administrators and services only")
  public JsonObject list(@QueryParam("state") String state, @Context UriInfo uri) {
    Paging paging = Paging.of(uri);
    Jobs.Standing standing = state == null ? Jobs.Standing.RUNNING : standing(state);
    JobAccess.Page page =
        jobs.list(CallerContext.of(security), standing, paging.offset(), paging.pageSize());
    JsonObjectBuilder counts = Json.createObjectBuilder();
    Stream.of(Jobs.Standing.values()).forEach(one -> counts.add(word(one), page.counts().get(one)));
    List<JsonObject> entities = page.jobs().stream().map(JobResource::body).toList();
    return Json.createObjectBuilder(paging.list(entities, page.counts().get(standing).intValue()))
        .add("counts", counts)
        .build();
  }

  @POST
  @Path("/{jobId}/retry")
  @Allowed(Permission.MANAGE_JOBS)
  @Operation(summary = "Has a job tried again at once, with all its time")
  @APIResponse(
      responseCode = "202",
      description = "Queued",
      content = @Content(schema = @Schema(ref = "Job")))
  @APIResponse(responseCode = "404", description = "Unknown, or another tenant's")
  @APIResponse(responseCode = "409", description = "job.not.waiting: it runs or is done")
  public Response retry(@PathParam("jobId") String id) {
    Jobs.View job = jobs.retry(CallerContext.of(security), Ids.parse(id, "job"));
    return Response.accepted(body(job)).build();
  }

  @DELETE
  @Path("/{jobId}")
  @Allowed(Permission.MANAGE_JOBS)
  @Operation(
      summary = "Ends a job until somebody retries it",
      description =
          "Work on it stops within seconds. A recording that depends on it fails with the reason"
              + " cancelled; its track logs stay.")
  @APIResponse(
      responseCode = "200",
      description = "As it stands now",
      content = @Content(schema = @Schema(ref = "Job")))
  @APIResponse(responseCode = "404", description = "Unknown, or another tenant's")
  @APIResponse(responseCode = "409", description = "job.not.open: it has ended already")
  public JsonObject cancel(@PathParam("jobId") String id) {
    return body(jobs.cancel(CallerContext.of(security), Ids.parse(id, "job")));
  }

  private static Jobs.Standing standing(String word) {
    return Stream.of(Jobs.Standing.values())
        .filter(one -> word(one).equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                Refusal.field(
                    "parameter.value",
                    "state",
                    "The parameter must be waiting, running, retrying or dead."));
  }

  private static String word(Jobs.Standing standing) {
    return standing.name().toLowerCase(Locale.ROOT);
  }

  private static JsonObject body(Jobs.View job) {
    JsonObjectBuilder body =
        Json.createObjectBuilder()
            .add("id", job.id().toString())
            .add("recordingId", job.recordingId().toString())
            .add("callId", job.callId().toString())
            .add("kind", job.kind())
            .add("formats", Json.createArrayBuilder(job.formats()))
            .add("state", word(job.standing()))
            .add("attempts", job.attempts())
            .add("progress", job.progress())
            .add("createdAt", RecordingBody.date(job.createdAt()));
    if (job.reason() != null) {
      body.add("reason", job.reason());
    }
    if (job.remainingSeconds() != null) {
      body.add("remainingSeconds", job.remainingSeconds());
    }
    if (job.nextAttemptAt() != null) {
      body.add("nextAttemptAt", RecordingBody.date(job.nextAttemptAt()));
    }
    return body.build();
  }
}
