package io.sightline.gateway;

import io.sightline.call.Calls;
import io.sightline.tenant.CodecPreferences;
import io.sightline.tenant.CodecSettings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.UUID;

/** Which codecs a call may use, by its tenant's choice. */
@ApplicationScoped
public class CallCodecs {
  private Calls calls;
  private CodecPreferences preferences;

  protected CallCodecs() {
    // for the container's client proxy
  }

  @Inject
  public CallCodecs(Calls calls, CodecPreferences preferences) {
    this.calls = calls;
    this.preferences = preferences;
  }

  /** The order of a call's tenant; the installation's for a call that is unknown. */
  @Transactional
  CodecOrder of(UUID callId) {
    CodecSettings used =
        calls
            .key(callId)
            .map(key -> preferences.used(key.tenant()))
            .orElseGet(preferences::permitted);
    return new CodecOrder(used.audio(), used.video());
  }
}
