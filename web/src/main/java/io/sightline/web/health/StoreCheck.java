package io.sightline.web.health;

import io.sightline.recording.RecorderWatch;
import io.sightline.recording.RecordingStore;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** The store of recordings can be reached, and the media server finds it not nearly full. */
@Readiness
@ApplicationScoped
public class StoreCheck implements HealthCheck {
  @Inject private RecordingStore store;
  @Inject private RecorderWatch watch;

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder response = HealthCheckResponse.named("recording-store");
    RecordingStore.Space space = store.space().orElse(null);
    if (space == null) {
      return response.down().build();
    }
    return response.status(!watch.storeIsLow()).withData("freeBytes", space.free()).build();
  }
}
