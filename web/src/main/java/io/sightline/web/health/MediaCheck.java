package io.sightline.web.health;

import io.sightline.gateway.MediaReachability;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** The media server answers and takes new calls. */
@Readiness
@ApplicationScoped
public class MediaCheck implements HealthCheck {
  @Inject private MediaReachability media;

  @Override
  public HealthCheckResponse call() {
    MediaReachability.State state = media.state();
    return HealthCheckResponse.named("media-server")
        .status(state == MediaReachability.State.SERVING)
        .withData("state", state.name().toLowerCase(Locale.ROOT))
        .build();
  }
}
