package io.sightline.web.rest;

import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.responses.APIResponses;

/**
 * Adds to every operation of the OpenAPI document what all of them answer alike, and the shape of
 * errors, so that the resources describe only what is their own.
 */
public final class StandardAnswers implements OASFilter {
  private static final String ERROR = "#/components/schemas/Error";

  @Override
  public Operation filterOperation(Operation operation) {
    APIResponses responses = operation.getResponses();
    if (responses == null) {
      return operation;
    }
    if (operation.getSecurity() != null && !operation.getSecurity().isEmpty()) {
      add(
          responses,
          "401",
          "authentication.required: no access token, or one that is no longer good");
      add(responses, "403", "not.allowed: the caller's roles do not permit it");
    }
    if (operation.getRequestBody() != null) {
      add(responses, "400", "body.malformed, or a field.* code; details name the field");
      add(responses, "413", "body.too.large: more than 64 kB");
    }
    add(responses, "500", "internal.error; contextId finds it in the server's log");
    responses
        .getAPIResponses()
        .forEach(
            (status, response) -> {
              if (status.startsWith("4") || status.startsWith("5")) {
                describeError(response);
              }
            });
    return operation;
  }

  private static void add(APIResponses responses, String status, String description) {
    if (!responses.hasAPIResponse(status)) {
      responses.addAPIResponse(status, OASFactory.createAPIResponse().description(description));
    }
  }

  private static void describeError(APIResponse response) {
    if (response.getContent() == null) {
      response.setContent(
          OASFactory.createContent()
              .addMediaType(
                  "application/json",
                  OASFactory.createMediaType().schema(OASFactory.createSchema().ref(ERROR))));
    }
  }
}
