package io.sightline.link;

/** The reason with which a call ends by its link. */
public final class LinkEnd {
  /** The call never became active and its link's time ran out. */
  public static final String EXPIRED = "link.expired";

  private LinkEnd() {}
}
