package io.sightline.report;

import io.sightline.call.CallState;
import io.sightline.fault.Refusal;
import io.sightline.identity.Caller;
import io.sightline.identity.Permission;
import io.sightline.identity.Role;
import io.sightline.recording.RecordingQueries;
import io.sightline.recording.RecordingView;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Call data records of the caller's tenant; who may not view all calls gets his own. */
@ApplicationScoped
public class CallReports {
  private static final String COLUMNS =
      "select c.id, c.state, c.createdAt, c.endedAt, c.talkMillis, c.talkSince, c.agentName,"
          + " c.agentEmail, c.endReason,"
          + " (select count(r) from Recording r where r.callId = c.id),"
          + " c.waiting.millis, c.waiting.since,"
          + " (select e.name from EntryPoint e, EntryCall v where v.callId = c.id"
          + " and e.id = v.entryPointId) from Call c";

  private EntityManager entities;
  private RecordingQueries recordings;
  private Clock clock;

  /** For the container. */
  protected CallReports() {}

  @Inject
  public CallReports(EntityManager entities, RecordingQueries recordings, Clock clock) {
    this.entities = entities;
    this.recordings = recordings;
    this.clock = clock;
  }

  /** One page and how many calls there are on all. */
  public record Page(List<CallRecord> records, long total) {
    public Page {
      records = List.copyOf(records);
    }
  }

  /** A page of calls without their sessions and recordings. */
  @Transactional
  public Page list(Caller caller, CallFilter filter, int offset, int limit) {
    caller.require(Permission.VIEW_REPORTS);
    Map<String, Object> parameters = new HashMap<>();
    String where = where(caller, filter, parameters);
    TypedQuery<Object[]> rows =
        entities.createQuery(COLUMNS + where + order(filter), Object[].class);
    TypedQuery<Long> count =
        entities.createQuery("select count(c) from Call c" + where, Long.class);
    parameters.forEach(rows::setParameter);
    parameters.forEach(count::setParameter);
    Instant now = clock.instant();
    return new Page(
        rows.setFirstResult(offset)
            .setMaxResults(limit)
            .getResultStream()
            .map(row -> record(row, now))
            .toList(),
        count.getSingleResult());
  }

  private static String where(Caller caller, CallFilter filter, Map<String, Object> parameters) {
    StringBuilder where = new StringBuilder(" where c.tenantId = :tenant");
    parameters.put("tenant", caller.tenant().value());
    if (!caller.may(Permission.VIEW_ALL_CALLS)) {
      where.append(" and c.agentId = :self");
      parameters.put("self", caller.subject());
    }
    if (filter.from() != null) {
      where.append(" and c.createdAt >= :from and c.createdAt < :to");
      parameters.put("from", filter.from());
      parameters.put("to", filter.to());
    }
    if (filter.state() != null) {
      where.append(" and c.state = :state");
      parameters.put("state", filter.state());
    }
    if (filter.entryPoint() != null) {
      where.append(
          " and exists (select v from EntryCall v where v.callId = c.id and v.entryPointId ="
              + " :entryPoint)");
      parameters.put("entryPoint", filter.entryPoint());
    }
    if (filter.agent() != null) {
      where.append(
          " and (lower(c.agentName) like :agent escape '!'"
              + " or lower(c.agentEmail) like :agent escape '!')");
      String literal = filter.agent().toLowerCase(Locale.ROOT).replaceAll("([!%_])", "!$1");
      parameters.put("agent", "%" + literal + "%");
    }
    return where.toString();
  }

  private static String order(CallFilter filter) {
    return " order by "
        + CallFilter.COLUMNS.get(filter.sortBy())
        + (filter.ascending() ? " asc" : " desc")
        + ", c.id";
  }

  private static CallRecord record(Object[] row, Instant now) {
    Instant start = (Instant) row[2];
    Instant end = (Instant) row[3];
    Instant talkSince = (Instant) row[5];
    long talk = (Long) row[4];
    if (talkSince != null) {
      talk += Duration.between(talkSince, end == null ? now : end).toMillis();
    }
    Instant waitSince = (Instant) row[11];
    long waited = (Long) row[10];
    if (waitSince != null) {
      waited += Duration.between(waitSince, now).toMillis();
    }
    return new CallRecord(
        (UUID) row[0],
        ((CallState) row[1]).wireName(),
        start,
        end,
        Duration.between(start, end == null ? now : end).toMillis(),
        Math.max(0, talk),
        Math.max(0, waited),
        (String) row[12],
        (String) row[6],
        (String) row[7],
        (String) row[8],
        (Long) row[9],
        List.of(),
        List.of());
  }

  /**
   * One call with its session data records and recordings.
   *
   * @throws Refusal of kind UNKNOWN also for calls that the caller may not see
   */
  @Transactional
  public CallRecord get(Caller caller, UUID callId) {
    caller.require(Permission.VIEW_REPORTS);
    boolean all = caller.may(Permission.VIEW_ALL_CALLS);
    TypedQuery<Object[]> query =
        entities
            .createQuery(
                COLUMNS
                    + " where c.tenantId = :tenant and c.id = :id"
                    + (all ? "" : " and c.agentId = :self"),
                Object[].class)
            .setParameter("tenant", caller.tenant().value())
            .setParameter("id", callId);
    if (!all) {
      query.setParameter("self", caller.subject());
    }
    Instant now = clock.instant();
    CallRecord record =
        query
            .getResultStream()
            .findFirst()
            .map(row -> record(row, now))
            .orElseThrow(() -> Refusal.unknown("call"));
    List<RecordingView> made = recordings.ofCall(caller.tenant().value(), callId);
    return record.with(sessions(callId, now), made);
  }

  /** Whether a call exists and the caller may see its record. */
  @Transactional
  public boolean mayView(Caller caller, UUID callId) {
    if (!caller.may(Permission.VIEW_REPORTS)) {
      return false;
    }
    return entities
        .createQuery(
            "select c.agentId from Call c where c.tenantId = :tenant and c.id = :id", UUID.class)
        .setParameter("tenant", caller.tenant().value())
        .setParameter("id", callId)
        .getResultStream()
        .anyMatch(agent -> caller.may(Permission.VIEW_ALL_CALLS) || agent.equals(caller.subject()));
  }

  private List<CallRecord.SessionRecord> sessions(UUID callId, Instant now) {
    return entities
        .createQuery(
            "select s.id, s.role, s.ipAddress, s.userAgent, s.startedAt, s.endedAt from Session s"
                + " where s.call.id = :id order by s.startedAt, s.id",
            Object[].class)
        .setParameter("id", callId)
        .getResultStream()
        .map(row -> session(row, now))
        .toList();
  }

  private static CallRecord.SessionRecord session(Object[] row, Instant now) {
    Instant start = (Instant) row[4];
    Instant end = row[5] == null ? now : (Instant) row[5];
    return new CallRecord.SessionRecord(
        (UUID) row[0],
        ((Role) row[1]).wireName(),
        (String) row[2],
        (String) row[3],
        start,
        Duration.between(start, end).toMillis());
  }

  /** Open and ended calls of all tenants by state. */
  @Transactional
  public Map<String, Long> countByState() {
    Map<String, Long> counts = new TreeMap<>();
    entities
        .createQuery("select c.state, count(c) from Call c group by c.state", Object[].class)
        .getResultList()
        .forEach(row -> counts.put(((CallState) row[0]).wireName(), (Long) row[1]));
    return counts;
  }

  /** Participants of open calls of all tenants by presence. */
  @Transactional
  public Map<String, Long> participantsByPresence() {
    Map<String, Long> counts = new TreeMap<>();
    entities
        .createQuery(
            "select p.presence, count(p) from Participant p where p.call.state <> :ended"
                + " group by p.presence",
            Object[].class)
        .setParameter("ended", CallState.ENDED)
        .getResultList()
        .forEach(row -> counts.put(row[0].toString().toLowerCase(Locale.ROOT), (Long) row[1]));
    return counts;
  }
}
