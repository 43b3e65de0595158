package io.sightline.web.health;

import io.sightline.recording.RecordingQueries;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** The database answers a small query. */
@Readiness
@ApplicationScoped
public class DatabaseCheck implements HealthCheck {
  private static final System.Logger LOG = System.getLogger(DatabaseCheck.class.getName());

  @Inject private RecordingQueries recordings;

  @Override
  public HealthCheckResponse call() {
    try {
      recordings.touch();
      return HealthCheckResponse.up("database");
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "the database does not answer", e);
      return HealthCheckResponse.down("database");
    }
  }
}
