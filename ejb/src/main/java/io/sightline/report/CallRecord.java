package io.sightline.report;

import io.sightline.recording.RecordingView;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A call data record.
 *
 * @param end null while the call is open
 * @param durationMs from start to end, or to now
 * @param talkMs in which media flowed between two
 * @param waitMs in which the customer was there before anybody of the staff had come
 * @param entryPoint the name of the one by which the visitor came; null for other calls
 * @param endReason {@code agent}, or why the system ended it; null while the call is open
 * @param sessions empty unless asked for, and so are the recordings
 */
public record CallRecord(
    UUID id,
    String state,
    Instant start,
    Instant end,
    long durationMs,
    long talkMs,
    long waitMs,
    String entryPoint,
    String agentName,
    String agentEmail,
    String endReason,
    long recordingCount,
    List<SessionRecord> sessions,
    List<RecordingView> recordings) {
  public CallRecord {
    sessions = List.copyOf(sessions);
    recordings = List.copyOf(recordings);
  }

  /** Who ended it: {@code agent} or {@code system}; null while the call is open. */
  public String endedBy() {
    if (endReason == null) {
      return null;
    }
    return "agent".equals(endReason) ? endReason : "system";
  }

  /** A session data record: one device's connection. */
  public record SessionRecord(
      UUID id, String role, String ipAddress, String userAgent, Instant start, long durationMs) {}

  CallRecord with(List<SessionRecord> newSessions, List<RecordingView> newRecordings) {
    return new CallRecord(
        id,
        state,
        start,
        end,
        durationMs,
        talkMs,
        waitMs,
        entryPoint,
        agentName,
        agentEmail,
        endReason,
        recordingCount,
        newSessions,
        newRecordings);
  }
}
