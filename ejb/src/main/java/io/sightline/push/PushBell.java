package io.sightline.push;

import io.sightline.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.UUID;

/**
 * Tells browsers of a ring. What a push service cannot take now is not sent again: a ring lasts
 * shorter than waiting would. Blocks the calling thread, {@link #LIMIT} a browser at most.
 */
@ApplicationScoped
public class PushBell {
  private static final Logger LOG = System.getLogger(PushBell.class.getName());
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final Set<Integer> GONE = Set.of(404, 410);

  private PushSubscriptions subscriptions;
  private PushServices services;
  private VapidKeys keys;
  private HttpClient client;

  protected PushBell() {
    // for the container's client proxy
  }

  @Inject
  public PushBell(PushSubscriptions subscriptions, PushServices services, VapidKeys keys) {
    this.subscriptions = subscriptions;
    this.services = services;
    this.keys = keys;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(LIMIT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /**
   * Tells the browsers of some users that a call rings for them.
   *
   * @param until how long from now it rings: later nobody is to be told
   */
  public void ring(TenantId tenant, Collection<UUID> users, UUID callId, Duration until) {
    byte[] text =
        Json.createObjectBuilder()
            .add("type", "ring")
            .add("callId", callId.toString())
            .build()
            .toString()
            .getBytes(StandardCharsets.UTF_8);
    for (PushTarget target : subscriptions.targets(tenant, users)) {
      if (services.permits(target.endpoint())) {
        send(target, text, callId, until);
      }
    }
  }

  private void send(PushTarget target, byte[] text, UUID topic, Duration until) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(target.endpoint())
              .timeout(LIMIT)
              .header("Authorization", keys.authorization(target.endpoint()))
              .header("Content-Encoding", "aes128gcm")
              .header("Content-Type", "application/octet-stream")
              .header("TTL", Long.toString(Math.max(0, until.toSeconds())))
              .header("Urgency", "high")
              .header("Topic", topic.toString().replace("-", ""))
              .POST(
                  HttpRequest.BodyPublishers.ofByteArray(
                      PushCipher.encrypt(text, target.key(), target.auth())))
              .build();
      int status = client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      if (GONE.contains(status)) {
        subscriptions.gone(target.id());
      } else if (status >= 300) {
        LOG.log(Level.WARNING, "push refused status={0} subscription={1}", status, target.id());
      }
    } catch (IOException | GeneralSecurityException failure) {
      LOG.log(Level.WARNING, "push failed subscription=" + target.id(), failure);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }
}
