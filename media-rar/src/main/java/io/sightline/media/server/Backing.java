package io.sightline.media.server;

/** Who does a piece of work that the Java runtime and the system can do both. */
public enum Backing {
  /** The system where it can, the Java runtime otherwise. */
  AUTO,
  /** The Java runtime. */
  PLAIN,
  /** The system, or nobody. */
  NATIVE
}
