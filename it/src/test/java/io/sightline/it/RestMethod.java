package io.sightline.it;

import io.sightline.web.rest.Allowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A resource method of the REST interface, as its annotations tell of it.
 *
 * @param name the class and the method, as {@code LinkResource.admit}
 * @param verb of HTTP
 * @param template with variables in braces
 * @param consumes the media type of its body, or null for none
 */
record RestMethod(String name, String verb, String template, String consumes) {
  private static final String PACKAGE = "io/sightline/web/rest/";
  private static final String SUFFIX = "Resource.class";

  /** All of them, in the order of their names. */
  static List<RestMethod> all() throws IOException, URISyntaxException {
    List<RestMethod> all = new ArrayList<>();
    for (Class<?> resource : resources()) {
      for (Method method : resource.getDeclaredMethods()) {
        Arrays.stream(method.getAnnotations())
            .map(each -> each.annotationType().getAnnotation(HttpMethod.class))
            .filter(verb -> verb != null)
            .findFirst()
            .ifPresent(verb -> all.add(of(resource, method, verb.value())));
      }
    }
    all.sort(Comparator.comparing(RestMethod::name));
    return all;
  }

  private static RestMethod of(Class<?> resource, Method method, String verb) {
    Path own = method.getAnnotation(Path.class);
    String template =
        ("/api/"
                + resource.getAnnotation(Path.class).value()
                + "/"
                + (own == null ? "" : own.value()))
            .replaceAll("/{2,}", "/")
            .replaceAll("(?<=.)/$", "");
    Consumes consumes = method.getAnnotation(Consumes.class);
    if (consumes == null) {
      consumes = resource.getAnnotation(Consumes.class);
    }
    boolean body = verb.matches("POST|PUT|PATCH");
    return new RestMethod(
        resource.getSimpleName() + "." + method.getName(),
        verb,
        template,
        body ? consumes == null ? "application/json" : consumes.value()[0] : null);
  }

  private static List<Class<?>> resources() throws IOException, URISyntaxException {
    java.nio.file.Path where =
        java.nio.file.Path.of(
            Allowed.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isDirectory(where)) {
      return resources(where.resolve(PACKAGE));
    }
    try (FileSystem archive = FileSystems.newFileSystem(where)) {
      return resources(archive.getPath(PACKAGE));
    }
  }

  private static List<Class<?>> resources(java.nio.file.Path directory) throws IOException {
    List<Class<?>> found = new ArrayList<>();
    try (Stream<java.nio.file.Path> files = Files.walk(directory)) {
      for (java.nio.file.Path file : files.toList()) {
        String name = directory.relativize(file).toString();
        // others of the package may need what this test has not
        if (name.endsWith(SUFFIX)) {
          Class<?> type = load(PACKAGE + name.substring(0, name.length() - 6));
          if (type.isAnnotationPresent(Path.class)) {
            found.add(type);
          }
        }
      }
    }
    return found;
  }

  private static Class<?> load(String path) {
    try {
      return Class.forName(path.replace('/', '.'), false, RestMethod.class.getClassLoader());
    } catch (ClassNotFoundException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The path with a tenant and an id for every other variable. */
  String path(String tenant, String id) {
    return template
        .replaceAll("\\{tenantId[^}]*\\}", tenant)
        .replaceAll("\\{language[^}]*\\}", "en")
        .replaceAll("\\{[^}]*\\}", id);
  }

  boolean namesTenant() {
    return template.contains("{tenantId");
  }

  /** Whether an id in the path is a call's. */
  boolean namesCall() {
    return template.matches("/api/(interactions|reports/calls)/\\{id.*");
  }

  /** What most methods find incomplete, so that nothing is changed; null for none. */
  String body() {
    return consumes == null ? null : "{}";
  }

  Map<String, String> headers() {
    return consumes == null ? Map.of() : Map.of("Content-Type", consumes);
  }
}
