package io.sightline.web.rest;

import io.sightline.identity.Permission;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The permission that a resource method asks of its caller. A method without one is closed. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Allowed {
  /** What the caller's roles must include. */
  Permission value();

  /** Whether a link's code does as a bearer token, for clients that cannot fetch one. */
  boolean linkCode() default false;
}
