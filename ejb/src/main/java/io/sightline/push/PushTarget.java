package io.sightline.push;

import java.net.URI;
import java.util.UUID;

/**
 * A browser to be told.
 *
 * @param key its public key, 65 bytes
 * @param auth its secret, 16 bytes
 */
record PushTarget(UUID id, URI endpoint, byte[] key, byte[] auth) {
  @Override
  public String toString() {
    return "PushTarget[" + id + "]";
  }
}
