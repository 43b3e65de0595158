package io.sightline.web.rest;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;

/** The root of the HTTP API. */
@ApplicationPath("/api")
@OpenAPIDefinition(
    info =
        @Info(
            title = "Sightline",
            version = "0.1.0",
            description =
                "Video calls by link and their recordings. Errors have the shape {message, code,"
                    + " status, messageWithParams, messageParams, contextId, details, errors};"
                    + " lists {entities, pageSize, pageNumber, total, pageCount, selfUri, firstUri,"
                    + " previousUri, nextUri, lastUri}. Ids of other tenants answer like unknown"
                    + " ones. Bodies are limited to 64 kB."))
@SecurityScheme(
    securitySchemeName = ApiApplication.BEARER,
    type = SecuritySchemeType.HTTP,
    scheme = "bearer",
    bearerFormat = "JWT",
    description =
        "The accessToken of /api/auth/token or /api/links/admission; 15 minutes. For WHIP and WHEP"
            + " a link's code does as well.")
public class ApiApplication extends Application {
  /** The name of the security scheme in the OpenAPI document. */
  public static final String BEARER = "bearer";
}
