package io.sightline.signaling;

import io.sightline.call.Call;
import io.sightline.call.CallRecorder.RunningRecording;
import io.sightline.call.CallState;
import io.sightline.call.MediaPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What of a call's course belongs into the server's log: one line of {@code key=value} an event, by
 * ids alone, since names, addresses and link codes are nobody's business there. It is compared
 * before and after a change, and logged after the commit.
 */
final class CallJournal {
  private final CallState state;
  private final MediaPath path;
  private final UUID recordingId;

  CallJournal(Call before, Optional<RunningRecording> recording) {
    this.state = before.state();
    this.path = before.mediaPath();
    this.recordingId = recording.map(RunningRecording::id).orElse(null);
  }

  /** A line for each event since the call was looked at; none when nothing has happened. */
  List<String> since(Call call, Optional<RunningRecording> recording) {
    List<String> lines = new ArrayList<>();
    if (call.state() != state && call.state() != CallState.ENDED) {
      lines.add(line(call, call.state().wireName()));
    }
    if (call.mediaPath() != path && call.mediaPath() != MediaPath.NONE) {
      lines.add(
          line(call, "path-changed")
              + " path="
              + call.mediaPath().wireName()
              + " generation="
              + call.generation());
    }
    UUID now = recording.map(RunningRecording::id).orElse(null);
    if (recordingId != null && !recordingId.equals(now)) {
      lines.add(line(call, "recording-stopped") + " recordingId=" + recordingId);
    }
    if (now != null && !now.equals(recordingId)) {
      lines.add(line(call, "recording-started") + " recordingId=" + now);
    }
    if (call.state() == CallState.ENDED && state != CallState.ENDED) {
      lines.add(
          line(call, "ended")
              + " reason="
              + call.endReason()
              + " talkSeconds="
              + call.talkTime(call.endedAt()).toSeconds());
    }
    return lines;
  }

  private static String line(Call call, String event) {
    return "call event=" + event + " callId=" + call.id() + " tenant=" + call.tenantId();
  }
}
