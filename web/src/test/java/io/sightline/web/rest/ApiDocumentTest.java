package io.sightline.web.rest;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.junit.jupiter.api.Test;

/** Every resource method is described, and refers only to shapes that META-INF/openapi.yaml has. */
class ApiDocumentTest {
  private static final Path SHAPES = Path.of("src/main/webapp/META-INF/openapi.yaml");

  @Test
  void everyOperationHasASummaryASuccessAndKnownShapes() throws IOException {
    String shapes = Files.readString(SHAPES);
    for (Class<?> resource :
        List.of(
            AuthResource.class,
            UserResource.class,
            LinkResource.class,
            TicketResource.class,
            TenantResource.class,
            InteractionResource.class,
            CallReportResource.class,
            RecordingResource.class,
            RenditionResource.class,
            JobResource.class,
            ConsentResource.class,
            ConversationResource.class,
            ChatReportResource.class,
            PushResource.class,
            ConnectionTestResource.class,
            FileResource.class,
            SnapshotResource.class,
            FileReportResource.class,
            AttachmentSettingsResource.class,
            PlaybackResource.class,
            AsyncApiResource.class)) {
      for (Method method : resource.getDeclaredMethods()) {
        Operation operation = method.getAnnotation(Operation.class);
        if (operation == null || operation.hidden()) {
          continue;
        }
        String name = resource.getSimpleName() + "." + method.getName();
        assertFalse(operation.summary().isBlank(), name);
        APIResponse[] answers = method.getAnnotationsByType(APIResponse.class);
        assertTrue(
            Arrays.stream(answers).anyMatch(answer -> answer.responseCode().startsWith("2")), name);
        for (APIResponse answer : answers) {
          known(shapes, answer.content(), name);
        }
        RequestBody asked = method.getAnnotation(RequestBody.class);
        if (asked != null) {
          assertTrue(asked.content().length > 0, name);
          known(shapes, asked.content(), name);
        }
      }
    }
  }

  private static void known(String shapes, Content[] contents, String name) {
    for (Content content : contents) {
      String shape = content.schema().ref();
      assertTrue(shapes.contains("\n    " + shape + ":"), name + " refers to " + shape);
    }
  }
}
