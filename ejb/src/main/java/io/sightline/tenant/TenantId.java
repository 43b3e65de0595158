package io.sightline.tenant;

import io.sightline.fault.Refusal;
import java.util.regex.Pattern;

/** The short name of a tenant, 1 to 64 of {@code a-z 0-9 -}, beginning with a letter or digit. */
public record TenantId(String value) {
  private static final Pattern SHAPE = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

  public TenantId {
    if (value == null || !SHAPE.matcher(value).matches()) {
      throw Refusal.unknown("tenant");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
