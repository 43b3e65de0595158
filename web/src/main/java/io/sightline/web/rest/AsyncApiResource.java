package io.sightline.web.rest;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The description of the signaling socket, as it stands in docs/api. */
@Path("asyncapi.yaml")
@RequestScoped
@Tag(name = "Signaling")
public class AsyncApiResource {
  @GET
  @Open
  @Operation(summary = "AsyncAPI document of the signaling socket")
  @APIResponse(responseCode = "200", description = "YAML")
  public Response get() throws IOException {
    try (InputStream document = AsyncApiResource.class.getResourceAsStream("asyncapi.yaml")) {
      return Response.ok(document.readAllBytes(), "application/yaml").build();
    }
  }
}
