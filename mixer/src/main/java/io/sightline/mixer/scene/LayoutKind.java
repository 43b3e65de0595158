package io.sightline.mixer.scene;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How the pictures of a call are put together. */
public enum LayoutKind {
  /** Agent left, customer right, both places always there; more than two in a grid. */
  SIDE_BY_SIDE,
  /** Everybody who is there, equally large; arranged anew when somebody comes or goes. */
  GRID,
  /** Who speaks is large, the others are in a strip below. */
  ACTIVE_SPEAKER,
  /** The customer, or a shared screen, fills the picture; the others are small in its corner. */
  PICTURE_IN_PICTURE,
  /** A shared screen is large, the people are beside it; without one, side by side or a grid. */
  PRESENTATION;

  /** The name in jobs. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns null for an unknown name. */
  public static LayoutKind named(String name) {
    for (LayoutKind kind : values()) {
      if (kind.label().equals(name)) {
        return kind;
      }
    }
    return null;
  }

  public static List<String> names() {
    return Arrays.stream(values()).map(LayoutKind::label).toList();
  }
}
