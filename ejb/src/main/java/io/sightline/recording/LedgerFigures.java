package io.sightline.recording;

import java.util.Map;

/**
 * The equation of the ledger: every recording that was started is finished, partial, failed or
 * under way.
 *
 * @param running captured, recovered, queued or worked on
 */
public record LedgerFigures(long started, long finished, long partial, long failed, long running) {

  /** From the number in each state alone. */
  public static LedgerFigures of(Map<String, Long> byState) {
    return of(byState.values().stream().mapToLong(Long::longValue).sum(), byState);
  }

  static LedgerFigures of(long started, Map<String, Long> byState) {
    long running = 0;
    for (RecordingState state : RecordingState.values()) {
      if (!state.isFinal()) {
        running += byState.getOrDefault(state.word(), 0L);
      }
    }
    return new LedgerFigures(
        started,
        byState.getOrDefault(RecordingState.FINISHED.word(), 0L),
        byState.getOrDefault(RecordingState.PARTIAL.word(), 0L),
        byState.getOrDefault(RecordingState.FAILED.word(), 0L),
        running);
  }

  /** 0 unless a recording was lost from sight. */
  public long difference() {
    return started - finished - partial - failed - running;
  }
}
