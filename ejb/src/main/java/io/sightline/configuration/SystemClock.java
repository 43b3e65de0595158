package io.sightline.configuration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;

/** The one source of wall-clock time; tests replace it by a clock they set. */
@ApplicationScoped
public class SystemClock {
  @Produces
  @Dependent
  Clock clock() {
    return Clock.systemUTC();
  }
}
