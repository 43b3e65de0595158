package io.sightline.report;

import io.sightline.audit.AuditLog;
import io.sightline.fault.Refusal;
import io.sightline.identity.Caller;
import io.sightline.identity.Permission;
import io.sightline.recording.ExportKeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.UUID;

/** Keys for taking a recording's packets out, for who may have them; each time is on record. */
@ApplicationScoped
public class ExportAccess {
  private ExportKeys keys;
  private AuditLog audit;

  /** For the container. */
  protected ExportAccess() {}

  @Inject
  public ExportAccess(ExportKeys keys, AuditLog audit) {
    this.keys = keys;
    this.audit = audit;
  }

  /**
   * The wrapped keys of a recording of the caller's tenant.
   *
   * @throws Refusal of kind NOT_ALLOWED or UNKNOWN
   */
  @Transactional
  public ExportKeys.Wrapped keys(Caller caller, UUID recordingId) {
    caller.require(Permission.EXPORT_KEYS);
    ExportKeys.Wrapped wrapped =
        keys.of(caller.tenant().value(), recordingId)
            .orElseThrow(() -> Refusal.unknown("recording"));
    audit.record(caller, "recording.keys.exported", recordingId.toString());
    return wrapped;
  }
}
