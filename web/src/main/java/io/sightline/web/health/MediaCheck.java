package io.sightline.web.health;

import io.sightline.gateway.MediaReachability;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** The media server answers. */
@Readiness
@ApplicationScoped
public class MediaCheck implements HealthCheck {
  @Inject private MediaReachability media;

  @Override
  public HealthCheckResponse call() {
    return HealthCheckResponse.named("media-server").status(media.reachable()).build();
  }
}
