package io.sightline.report;

import io.sightline.audit.AuditLog;
import io.sightline.composition.Jobs;
import io.sightline.fault.Refusal;
import io.sightline.identity.Caller;
import io.sightline.identity.Permission;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The work on recordings, for who may look after it. */
@ApplicationScoped
public class JobAccess {
  private Jobs jobs;
  private AuditLog audit;

  /** For the container. */
  protected JobAccess() {}

  @Inject
  public JobAccess(Jobs jobs, AuditLog audit) {
    this.jobs = jobs;
    this.audit = audit;
  }

  /** Some of the jobs in one standing, and how many there are in each. */
  public record Page(List<Jobs.View> jobs, Map<Jobs.Standing, Long> counts) {
    public Page {
      jobs = List.copyOf(jobs);
      counts = Map.copyOf(counts);
    }
  }

  /** Jobs of the caller's tenant, the oldest first. */
  @Transactional
  public Page list(Caller caller, Jobs.Standing standing, int offset, int limit) {
    caller.require(Permission.VIEW_JOBS);
    String tenant = caller.tenant().value();
    Map<Jobs.Standing, Long> counts = new EnumMap<>(Jobs.Standing.class);
    for (Jobs.Standing one : Jobs.Standing.values()) {
      counts.put(one, jobs.count(tenant, one));
    }
    return new Page(jobs.of(tenant, standing, offset, limit), counts);
  }

  /**
   * Has a job tried again at once.
   *
   * @throws Refusal see {@link Jobs#retry}
   */
  @Transactional
  public Jobs.View retry(Caller caller, UUID jobId) {
    caller.require(Permission.MANAGE_JOBS);
    Jobs.View view = jobs.retry(caller.tenant().value(), jobId);
    audit.record(caller, "job.retried", jobId.toString());
    return view;
  }

  /**
   * Ends a job until somebody retries it.
   *
   * @throws Refusal see {@link Jobs#cancel}
   */
  @Transactional
  public Jobs.View cancel(Caller caller, UUID jobId) {
    caller.require(Permission.MANAGE_JOBS);
    Jobs.View view = jobs.cancel(caller.tenant().value(), jobId);
    audit.record(caller, "job.cancelled", jobId.toString());
    return view;
  }
}
