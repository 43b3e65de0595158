package io.sightline.report;

import io.sightline.attachment.Attachment;
import io.sightline.attachment.AttachmentView;
import io.sightline.attachment.Attachments;
import io.sightline.audit.AuditLog;
import io.sightline.call.Call;
import io.sightline.call.Calls;
import io.sightline.call.Participant;
import io.sightline.fault.Refusal;
import io.sightline.identity.Caller;
import io.sightline.identity.Role;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;

/** Files and pictures of calls as part of their records. */
@ApplicationScoped
public class KeptFiles {
  private CallReports reports;
  private Calls calls;
  private Attachments attachments;
  private AuditLog audit;

  /** A file, and who handed it over or kept it. */
  public record Entry(AttachmentView file, Role role, String name) {}

  /** For the container. */
  protected KeptFiles() {}

  @Inject
  public KeptFiles(CallReports reports, Calls calls, Attachments attachments, AuditLog audit) {
    this.reports = reports;
    this.calls = calls;
    this.attachments = attachments;
    this.audit = audit;
  }

  /**
   * What was handed over or kept in a call, the oldest first.
   *
   * @throws Refusal of kind UNKNOWN for a call whose record the caller may not see
   */
  @Transactional
  public List<Entry> of(Caller caller, UUID callId) {
    reports.get(caller, callId);
    Call call = calls.find(caller.tenant(), callId).orElseThrow(() -> Refusal.unknown("call"));
    return attachments.of(callId).stream()
        .map(
            file -> {
              Participant by = call.participant(file.participantId());
              return new Entry(file, by.role(), by.displayName());
            })
        .toList();
  }

  /** One of them; reading it is noted in the audit log. */
  @Transactional
  public Attachments.Found read(Caller caller, UUID callId, UUID fileId) {
    reports.get(caller, callId);
    Attachments.Found found =
        attachments.find(callId, fileId).orElseThrow(() -> Refusal.unknown("file"));
    boolean picture = found.view().kind() == Attachment.Kind.SNAPSHOT;
    audit.record(caller, picture ? "snapshot.read" : "file.read", fileId.toString());
    return found;
  }
}
