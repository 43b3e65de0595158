package io.sightline.report;

import io.sightline.audit.AuditLog;
import io.sightline.composition.CompositionLedger;
import io.sightline.fault.Refusal;
import io.sightline.identity.Caller;
import io.sightline.identity.Permission;
import io.sightline.recording.RecordingQueries;
import io.sightline.recording.RecordingView;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;

/** Recordings as far as their caller may see the calls they belong to. */
@ApplicationScoped
public class RecordingAccess {
  private RecordingQueries recordings;
  private CallReports calls;
  private CompositionLedger compositions;
  private AuditLog audit;

  /** For the container. */
  protected RecordingAccess() {}

  @Inject
  public RecordingAccess(
      RecordingQueries recordings,
      CallReports calls,
      CompositionLedger compositions,
      AuditLog audit) {
    this.recordings = recordings;
    this.calls = calls;
    this.compositions = compositions;
    this.audit = audit;
  }

  /**
   * A recording.
   *
   * @throws Refusal of kind UNKNOWN also for those that the caller may not see
   */
  @Transactional
  public RecordingView get(Caller caller, UUID recordingId) {
    RecordingView view =
        recordings
            .view(caller.tenant().value(), recordingId)
            .orElseThrow(() -> Refusal.unknown("recording"));
    requireVisible(caller, view.callId(), "recording");
    return view;
  }

  /** The recordings of a call, the oldest first. */
  @Transactional
  public List<RecordingView> ofCall(Caller caller, UUID callId) {
    requireVisible(caller, callId, "call");
    return recordings.ofCall(caller.tenant().value(), callId);
  }

  /**
   * Has the files of a recording made again whose jobs were given up.
   *
   * @throws Refusal of kind CONFLICT when no job of it was
   */
  @Transactional
  public RecordingView retry(Caller caller, UUID recordingId) {
    caller.require(Permission.RETRY_RECORDINGS);
    get(caller, recordingId);
    if (compositions.retry(recordingId) == 0) {
      throw Refusal.of(
          Refusal.Kind.CONFLICT,
          "recording.nothing.to.retry",
          "No work on this recording has been given up.");
    }
    audit.record(caller, "recording.retried", recordingId.toString());
    return get(caller, recordingId);
  }

  private void requireVisible(Caller caller, UUID callId, String what) {
    if (!calls.mayView(caller, callId)) {
      throw Refusal.unknown(what);
    }
  }
}
