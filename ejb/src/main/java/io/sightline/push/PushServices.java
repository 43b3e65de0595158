package io.sightline.push;

import io.sightline.configuration.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * The push services that this server speaks to. A browser names its own; without this list anybody
 * signed in could have the server send requests into its own network.
 */
@ApplicationScoped
public class PushServices {
  private Settings settings;

  protected PushServices() {
    // for the container's client proxy
  }

  @Inject
  public PushServices(Settings settings) {
    this.settings = settings;
  }

  /** Whether an address belongs to one of them: by HTTPS and name, or by a whole origin. */
  boolean permits(URI endpoint) {
    if (endpoint.getHost() == null || endpoint.getRawUserInfo() != null) {
      return false;
    }
    List<String> permitted = settings.pushServices();
    String host = endpoint.getHost().toLowerCase(Locale.ROOT);
    boolean standard = "https".equals(endpoint.getScheme()) && endpoint.getPort() < 0;
    return permitted.contains(endpoint.getScheme() + "://" + endpoint.getRawAuthority())
        || (standard && permitted.stream().anyMatch(each -> matches(each, host)));
  }

  private static boolean matches(String permitted, String host) {
    return permitted.startsWith("*.")
        ? host.endsWith(permitted.substring(1))
        : host.equals(permitted);
  }
}
