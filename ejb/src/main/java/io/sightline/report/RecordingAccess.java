package io.sightline.report;

import io.sightline.audit.AuditLog;
import io.sightline.composition.CompositionLedger;
import io.sightline.composition.DeadLetters;
import io.sightline.consent.Consents;
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
  private DeadLetters letters;
  private Consents consents;
  private AuditLog audit;

  /** For the container. */
  protected RecordingAccess() {}

  @Inject
  public RecordingAccess(
      RecordingQueries recordings,
      CallReports calls,
      CompositionLedger compositions,
      DeadLetters letters,
      Consents consents,
      AuditLog audit) {
    this.recordings = recordings;
    this.calls = calls;
    this.compositions = compositions;
    this.letters = letters;
    this.consents = consents;
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

  /** What is known of a recording and what follows from it. */
  @Transactional
  public TruthReport truth(Caller caller, UUID recordingId) {
    RecordingView view = get(caller, recordingId);
    return TruthReport.of(
        view,
        recordings.truth(recordingId).orElse(null),
        consents.ofCall(caller.tenant().value(), view.callId()),
        calls.get(caller, view.callId()).talkMs());
  }

  /** Some of the work of the tenant that was given up, and how much there is on all. */
  public record DeadPage(List<DeadLetters.Letter> letters, long total) {
    public DeadPage {
      letters = List.copyOf(letters);
    }
  }

  /** Work of the caller's tenant that was given up, the oldest first. */
  @Transactional
  public DeadPage dead(Caller caller, int offset, int limit) {
    caller.require(Permission.VIEW_JOBS);
    String tenant = caller.tenant().value();
    return new DeadPage(letters.of(tenant, offset, limit), letters.count(tenant));
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
