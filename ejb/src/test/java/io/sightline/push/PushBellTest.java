package io.sightline.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.sightline.fault.Refusal;
import io.sightline.identity.Caller;
import io.sightline.identity.Role;
import io.sightline.link.CodeSeal;
import io.sightline.testing.Domain;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jose4j.jwk.PublicJsonWebKey;
import org.jose4j.jws.JsonWebSignature;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over HTTP to a push service of our own on loopback. */
class PushBellTest {
  private static final Duration RINGS = Duration.ofSeconds(30);

  @TempDir Path home;
  private Domain domain;
  private HttpServer service;
  private String origin;
  private PushSubscriptions subscriptions;
  private VapidKeys keys;
  private PushBell bell;
  private final Map<String, Integer> answers = new ConcurrentHashMap<>();
  private final Queue<String> asked = new ConcurrentLinkedQueue<>();
  private final Map<String, String> headers = new ConcurrentHashMap<>();
  private final Caller agent = Domain.user(Domain.DEMO, "agent1", Role.AGENT);

  @BeforeEach
  void open() throws IOException {
    service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    service.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          asked.add(path);
          exchange.getRequestHeaders().forEach((name, all) -> headers.put(name, all.get(0)));
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(answers.getOrDefault(path, 201), -1);
          exchange.close();
        });
    service.start();
    origin = "http://127.0.0.1:" + service.getAddress().getPort();
    domain = new Domain(home);
    domain.configuration.put("sightline.push.services", "push.example,*.push.example," + origin);
    PushServices services = new PushServices(domain.settings);
    subscriptions =
        domain.database.transactional(
            PushSubscriptions.class,
            domain.entities,
            new CodeSeal(domain.settings),
            services,
            domain.clock);
    keys = new VapidKeys(domain.settings, domain.clock);
    bell = new PushBell(subscriptions, services, keys);
  }

  @AfterEach
  void close() {
    service.stop(0);
    domain.close();
  }

  private UUID subscribe(Caller caller, String endpoint) {
    return subscriptions.subscribe(
        caller, new PushSubscriptions.Wish(endpoint, browserKey(), secret(), null));
  }

  private static String browserKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      ECPublicKey key = (ECPublicKey) generator.generateKeyPair().getPublic();
      return Base64.getUrlEncoder().withoutPadding().encodeToString(PushCipher.point(key));
    } catch (java.security.GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String secret() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[16]);
  }

  private void ring() {
    bell.ring(Domain.DEMO, List.of(agent.subject()), UUID.randomUUID(), RINGS);
  }

  @Test
  void tellsEachBrowserOfTheUserAndNobodyElse() throws Exception {
    subscribe(agent, origin + "/desk");
    subscribe(agent, origin + "/phone");
    subscribe(Domain.user(Domain.DEMO, "agent2", Role.AGENT), origin + "/other");
    ring();
    assertEquals(List.of("/desk", "/phone"), asked.stream().sorted().toList());
    assertEquals("aes128gcm", headers.get("Content-encoding"));
    assertEquals("30", headers.get("Ttl"));
    assertEquals("high", headers.get("Urgency"));
    assertTrue(headers.get("Topic").length() <= 32);
    requireVapid(headers.get("Authorization"));
  }

  private void requireVapid(String authorization) throws Exception {
    assertTrue(authorization.matches("vapid t=[\\w-]+\\.[\\w-]+\\.[\\w-]+, k=[\\w-]{87}"));
    String token = authorization.substring(8, authorization.indexOf(','));
    JsonWebSignature signature = new JsonWebSignature();
    signature.setCompactSerialization(token);
    byte[] point = Base64.getUrlDecoder().decode(keys.publicKey());
    signature.setKey(PublicJsonWebKey.Factory.newPublicJwk(PushCipher.publicKey(point)).getKey());
    assertTrue(signature.verifySignature());
    String claims =
        new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8);
    assertTrue(claims.contains("\"aud\":\"" + origin + "\""), claims);
  }

  @Test
  void forgetsWhoIsGoneAndKeepsWhoIsBusy() {
    subscribe(agent, origin + "/gone");
    subscribe(agent, origin + "/unknown");
    subscribe(agent, origin + "/busy");
    answers.putAll(Map.of("/gone", 410, "/unknown", 404, "/busy", 429));
    ring();
    asked.clear();
    ring();
    assertEquals(List.of("/busy"), List.copyOf(asked));
  }

  @Test
  void speaksToPermittedServicesOnly() {
    for (String endpoint :
        List.of(
            "https://169.254.169.254/latest",
            "https://localhost:9443/api",
            "http://push.example/x",
            "https://push.example:8443/x",
            "https://evil-push.example/x",
            "https://user@push.example/x",
            "http://127.0.0.1:1/x",
            "file:///etc/passwd",
            "no address")) {
      Refusal refusal = assertThrows(Refusal.class, () -> subscribe(agent, endpoint), endpoint);
      assertEquals("endpoint", refusal.field().orElseThrow());
    }
    subscribe(agent, "https://push.example/x");
    subscribe(agent, "https://a.push.example/x");
  }

  @Test
  void endsByTimeByTheUserAndByTheNextOne() {
    UUID first = subscribe(agent, origin + "/a");
    assertEquals(first, subscribe(agent, origin + "/a"), "renewed");
    Caller next = Domain.user(Domain.DEMO, "agent2", Role.AGENT);
    subscribe(next, origin + "/a");
    assertEquals(Set.of(next.subject()), subscriptions.reachable(Domain.DEMO));
    subscriptions.unsubscribe(agent, first);
    assertEquals(Set.of(next.subject()), subscriptions.reachable(Domain.DEMO), "not his");
    subscriptions.unsubscribe(next, first);
    assertEquals(Set.of(), subscriptions.reachable(Domain.DEMO));
    for (int i = 0; i < PushSubscriptions.MOST + 3; i++) {
      subscribe(agent, origin + "/" + i);
      domain.clock.advance(Duration.ofSeconds(1));
    }
    ring();
    assertEquals(PushSubscriptions.MOST, asked.size());
    asked.clear();
    domain.clock.advance(PushSubscriptions.LONGEST);
    ring();
    assertEquals(0, asked.size());
  }
}
