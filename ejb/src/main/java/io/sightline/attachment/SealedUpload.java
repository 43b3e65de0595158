package io.sightline.attachment;

import java.util.UUID;

/**
 * A file that lies sealed in the store and belongs to no call yet.
 *
 * @param size of the plaintext in bytes
 * @param sha256 of the plaintext, 64 hexadecimal digits
 * @param wrappedKey under the tenant's
 * @param path relative to the store
 */
public record SealedUpload(
    UUID id, FileType type, long size, String sha256, String wrappedKey, String path) {
  @Override
  public String toString() {
    return "SealedUpload[" + id + "]";
  }
}
