package io.sightline.management;

import java.util.Map;

/** Calls of all tenants. */
public interface CallsMXBean {
  /** Number of calls in each state that occurs: created, waiting, active, ended. */
  Map<String, Long> getByState();

  /** Calls that have not ended. */
  long getOpen();

  /** Participants of open calls by presence: absent, lobby, joined. */
  Map<String, Long> getParticipants();
}
