package io.sightline.testsupport.client;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The REST interface as one user or link-holder sees it; immutable and thread-safe. */
public final class ApiClient {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final URI base;
  private final PinnedTrust trust;
  private final HttpClient http;
  private final String token;

  private ApiClient(URI base, PinnedTrust trust, HttpClient http, String token) {
    this.base = base;
    this.trust = trust;
    this.http = http;
    this.token = token;
  }

  /**
   * A client without a token.
   *
   * @param base scheme, host and port of the server
   */
  public static ApiClient anonymous(URI base, PinnedTrust trust) {
    HttpClient http =
        HttpClient.newBuilder()
            .sslContext(trust.context())
            .connectTimeout(LIMIT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    return new ApiClient(base, trust, http, null);
  }

  /** The same client with a token; null for none. */
  public ApiClient with(String accessToken) {
    return new ApiClient(base, trust, http, accessToken);
  }

  public URI base() {
    return base;
  }

  PinnedTrust trust() {
    return trust;
  }

  public String token() {
    return token;
  }

  public ApiResponse get(String path) {
    return send("GET", path, null, Map.of());
  }

  public ApiResponse get(String path, Map<String, String> headers) {
    return send("GET", path, null, headers);
  }

  public ApiResponse post(String path, JsonObject body) {
    return send("POST", path, body.toString(), Map.of());
  }

  public ApiResponse patch(String path, JsonObject body) {
    return send("PATCH", path, body.toString(), Map.of());
  }

  public ApiResponse delete(String path) {
    return send("DELETE", path, null, Map.of());
  }

  /** Any request, for tests of bad input. */
  public ApiResponse send(String method, String path, String body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path))
            .timeout(LIMIT)
            .header("Accept", "application/json, */*;q=0.5")
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (body != null && headers.keySet().stream().noneMatch("Content-Type"::equalsIgnoreCase)) {
      request.header("Content-Type", "application/json");
    }
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    headers.forEach(request::setHeader);
    return exchange(method + " " + path, request.build());
  }

  /** The limit holds for the whole answer, its body too. */
  private ApiResponse exchange(String name, HttpRequest request) {
    try {
      HttpResponse<byte[]> response =
          http.sendAsync(request, BodyHandlers.ofByteArray())
              .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      return new ApiResponse(name, response.statusCode(), response.headers(), response.body());
    } catch (ExecutionException e) {
      throw new UncheckedIOException(name, new IOException(e.getCause()));
    } catch (TimeoutException e) {
      throw new UncheckedIOException(name, new IOException("no whole answer in time", e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Signs in and answers the client of that user. */
  public ApiClient signedIn(String username, String password) {
    JsonObject body =
        Json.createObjectBuilder().add("username", username).add("password", password).build();
    return with(post("/api/auth/token", body).expect(200).json().getString("accessToken"));
  }

  /** Creates a call with its link. */
  public JsonObject createInteraction(String tenant) {
    JsonObject body = Json.createObjectBuilder().add("type", "OUTBOUND").build();
    return post("/api/interactions/tenants/" + tenant + "/interactions", body).expect(200).json();
  }

  /** Exchanges a link's code for a customer's admission. */
  public ApiResponse admission(String code) {
    return post("/api/links/admission", Json.createObjectBuilder().add("code", code).build());
  }

  /** A one-time ticket for the signaling socket. */
  public String ticket() {
    return post("/api/signaling/tickets", JsonObject.EMPTY_JSON_OBJECT)
        .expect(200)
        .json()
        .getString("ticket");
  }
}
