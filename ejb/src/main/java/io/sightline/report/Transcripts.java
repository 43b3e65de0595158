package io.sightline.report;

import io.sightline.audit.AuditLog;
import io.sightline.call.Call;
import io.sightline.call.Calls;
import io.sightline.call.Participant;
import io.sightline.chat.ChatLine;
import io.sightline.chat.Chats;
import io.sightline.fault.Refusal;
import io.sightline.identity.Caller;
import io.sightline.identity.Role;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The chat of calls as part of their records. */
@ApplicationScoped
public class Transcripts {
  private CallReports reports;
  private Calls calls;
  private Chats chats;
  private AuditLog audit;

  /** Something that somebody wrote. */
  public record Line(Instant at, Role role, String name, String text) {}

  /** For the container. */
  protected Transcripts() {}

  @Inject
  public Transcripts(CallReports reports, Calls calls, Chats chats, AuditLog audit) {
    this.reports = reports;
    this.calls = calls;
    this.chats = chats;
    this.audit = audit;
  }

  /**
   * What was written in a call; reading it is noted in the audit log.
   *
   * @throws Refusal of kind UNKNOWN for a call whose record the caller may not see
   */
  @Transactional
  public List<Line> of(Caller caller, UUID callId) {
    reports.get(caller, callId);
    Call call = calls.find(caller.tenant(), callId).orElseThrow(() -> Refusal.unknown("call"));
    List<Line> lines = chats.transcript(callId).stream().map(line -> line(call, line)).toList();
    if (!lines.isEmpty()) {
      audit.record(caller, "chat.read", callId.toString());
    }
    return lines;
  }

  private static Line line(Call call, ChatLine line) {
    Participant author = call.participant(line.participantId());
    return new Line(line.sentAt(), author.role(), author.displayName(), line.text());
  }
}
