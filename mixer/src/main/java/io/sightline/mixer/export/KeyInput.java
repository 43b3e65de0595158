package io.sightline.mixer.export;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/** Gets the key of a recording from standard input or a file, never from words of the command. */
final class KeyInput {
  private static final int KEY_BYTES = 32;
  private static final int MAX_BYTES = 4096;
  private static final Set<PosixFilePermission> OTHERS =
      EnumSet.complementOf(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));

  private KeyInput() {}

  static byte[] read(SightlineExport.Arguments arguments, InputStream in) throws IOException {
    boolean standardInput = arguments.path("key").equals(Path.of("-"));
    byte[] content = standardInput ? in.readNBytes(MAX_BYTES) : secret(arguments.path("key"));
    String text = new String(content, StandardCharsets.UTF_8).strip();
    if (!text.startsWith("{")) {
      return key(text, "the key");
    }
    JsonObject wrapped;
    try (var reader = Json.createReader(new StringReader(text))) {
      wrapped = reader.readObject();
    } catch (JsonException e) {
      throw new IOException("the key's JSON cannot be read", e);
    }
    byte[] installation = secret(arguments.path("installation-key"));
    byte[] tenant = unwrap(wrapped.getString("tenantKey", ""), installation, "tenantKey");
    return unwrap(wrapped.getString("recordingKey", ""), tenant, "recordingKey");
  }

  /** Reads a file that nobody but its owner may read. */
  private static byte[] secret(Path file) throws IOException {
    if (Files.getFileStore(file).supportsFileAttributeView("posix")
        && Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
      throw new IOException(file + " can be read by others: chmod 600 it");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(MAX_BYTES);
    }
  }

  private static byte[] key(String text, String what) throws IOException {
    try {
      byte[] key = Base64.getDecoder().decode(text);
      if (key.length == KEY_BYTES) {
        return key;
      }
    } catch (IllegalArgumentException e) {
      throw new IOException(what + " is not Base64", e);
    }
    throw new IOException(what + " does not have 32 bytes");
  }

  /** Opens a key wrapped by AES Key Wrap (RFC 3394). */
  private static byte[] unwrap(String text, byte[] wrapping, String what) throws IOException {
    try {
      Cipher cipher = Cipher.getInstance("AESWrap");
      cipher.init(Cipher.UNWRAP_MODE, new SecretKeySpec(wrapping, "AES"));
      return cipher.unwrap(Base64.getDecoder().decode(text), "AES", Cipher.SECRET_KEY).getEncoded();
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(what + " does not open with the key above it", e);
    }
  }
}
