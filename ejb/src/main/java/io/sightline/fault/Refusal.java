package io.sightline.fault;

import jakarta.ejb.ApplicationException;
import java.util.Map;
import java.util.Optional;

/**
 * A request that is not carried out, for a reason its sender may know. Rolls the transaction back.
 * Its message is fit to be shown to people and holds no text that a person has sent.
 */
@ApplicationException(rollback = true)
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Whose fault it is and whether repeating helps. */
  public enum Kind {
    /** The request itself is wrong; repeating it is pointless. */
    MALFORMED,
    /** Well-formed, and yet this server cannot do it in that form. */
    UNACCEPTABLE,
    /** Nobody valid has asked. */
    UNAUTHENTICATED,
    /** Somebody valid has asked for what the role does not permit. */
    NOT_ALLOWED,
    /** There is no such thing, or it belongs to another tenant. */
    UNKNOWN,
    /** There was such a thing and it is over. */
    GONE,
    /** The present state does not admit it. */
    CONFLICT,
    /** Larger than a documented limit. */
    TOO_LARGE,
    /** Too often; later it may succeed. */
    TOO_MANY,
    /** A part of the system is away; later it may succeed. */
    UNAVAILABLE
  }

  private final Kind kind;
  private final String code;
  private final String field;
  private final transient Map<String, String> parameters;

  private Refusal(
      Kind kind, String code, String message, String field, Map<String, String> parameters) {
    super(message, null, false, false);
    this.kind = kind;
    this.code = code;
    this.field = field;
    this.parameters = parameters;
  }

  /**
   * A refusal that concerns no single field.
   *
   * @param code dotted and stable, such as {@code link.expired}
   */
  public static Refusal of(Kind kind, String code, String message) {
    return new Refusal(kind, code, message, null, Map.of());
  }

  /** A refusal for the value of one field, named by its path such as {@code media.audio}. */
  public static Refusal field(String code, String field, String message) {
    return new Refusal(Kind.MALFORMED, code, message, field, Map.of("field", field));
  }

  /** The answer to every id that is unknown, whether it exists elsewhere or not. */
  public static Refusal unknown(String what) {
    return new Refusal(
        Kind.UNKNOWN,
        "not.found",
        "There is no such " + what + ".",
        null,
        Map.of("entityName", what));
  }

  /** The one answer to everything that is wrong with credentials and tokens. */
  public static Refusal unauthenticated() {
    return of(Kind.UNAUTHENTICATED, "authentication.required", "Sign in to do this.");
  }

  public static Refusal notAllowed() {
    return of(Kind.NOT_ALLOWED, "not.allowed", "Your role does not permit this.");
  }

  public Kind kind() {
    return kind;
  }

  public String code() {
    return code;
  }

  public Optional<String> field() {
    return Optional.ofNullable(field);
  }

  public Map<String, String> parameters() {
    return parameters == null ? Map.of() : parameters;
  }
}
