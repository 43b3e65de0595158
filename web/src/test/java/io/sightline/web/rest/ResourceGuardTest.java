package io.sightline.web.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.identity.Permission;
import io.sightline.identity.Role;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ResourceGuardTest {
  /** Methods that anybody may call; one more is a decision, not an oversight. */
  private static final Set<String> OPEN =
      Set.of(
          "AuthResource.token",
          "AuthResource.refresh",
          "AuthResource.logout",
          "LinkResource.admit",
          "AsyncApiResource.get",
          // visitors of web sites: guarded by the entry point's origins, by address and by tenant
          "VisitResource.status",
          "VisitResource.begin",
          "VisitResource.state",
          // questions of browsers about origins, which carry no token
          "WhipResource.options",
          "WhipResource.sessionOptions",
          "WhepResource.options",
          "WhepResource.sessionOptions",
          // these two check the bearer token or the playback cookie themselves
          "PlaybackResource.play",
          "PlaybackResource.head");

  @Test
  void everyOwnResourceMethodSaysWhoMayCallIt() throws Exception {
    int seen = 0;
    for (Class<?> resource : resources()) {
      for (Method method : resource.getDeclaredMethods()) {
        boolean endpoint =
            Arrays.stream(method.getAnnotations())
                .anyMatch(each -> each.annotationType().isAnnotationPresent(HttpMethod.class));
        if (!endpoint) {
          continue;
        }
        seen++;
        String name = resource.getSimpleName() + "." + method.getName();
        boolean open = method.isAnnotationPresent(Open.class);
        assertTrue(open ^ method.isAnnotationPresent(Allowed.class), name);
        if (open) {
          assertTrue(OPEN.contains(name), name);
        }
      }
    }
    assertTrue(seen >= 12, "found only " + seen);
  }

  private static List<Class<?>> resources() throws Exception {
    var root =
        java.nio.file.Path.of(
            ApiApplication.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (var files = Files.walk(root.resolve("io/sightline/web/rest"))) {
      return files
          .map(file -> root.relativize(file).toString())
          .filter(name -> name.endsWith(".class"))
          .map(name -> name.substring(0, name.length() - 6).replace('/', '.'))
          .<Class<?>>map(ResourceGuardTest::load)
          .filter(type -> type.isAnnotationPresent(Path.class))
          .toList();
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, ResourceGuardTest.class.getClassLoader());
    } catch (ClassNotFoundException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Test
  void linkHoldersMayNothingButTakePart() {
    Set<Permission> theirs =
        Set.of(
            Permission.OPEN_SOCKET,
            Permission.TAKE_PART,
            Permission.PING,
            Permission.PUBLISH,
            Permission.WATCH);
    for (Permission permission : Permission.values()) {
      for (Role holder : List.of(Role.CUSTOMER, Role.GUEST)) {
        assertEquals(
            theirs.contains(permission), permission.roles().contains(holder), permission.name());
      }
    }
    assertEquals(Set.of(Role.AGENT, Role.EXPERT), Permission.END_CALL.roles());
    assertEquals(Set.of(Role.ADMIN), Permission.CHANGE_SETTINGS.roles());
  }
}
