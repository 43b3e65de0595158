package io.sightline.mixer.export;

import io.sightline.media.raw.ManifestSignature;
import io.sightline.media.raw.TrackLogReader;
import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;

/** Compares a recording's files with its signed manifest. */
final class Verification {
  private final Path directory;
  private final Path publicKey;
  private final List<String> faults = new ArrayList<>();

  Verification(Path directory, Path publicKey) {
    this.directory = directory;
    this.publicKey = publicKey;
  }

  /**
   * What is wrong, a line for each, beginning with the file's name; empty when all is as signed.
   *
   * @param key to also open every chunk, or null
   * @throws IOException when there is no manifest, or the public key cannot be read
   */
  List<String> faults(byte[] key) throws IOException {
    byte[] manifest = Files.readAllBytes(directory.resolve("manifest.json"));
    if (!isSigned(manifest)) {
      faults.add("manifest.json: the signature in manifest.sig is not of these bytes and this key");
    }
    try {
      compare(object(manifest), key);
    } catch (JsonException | NullPointerException | ClassCastException e) {
      faults.add("manifest.json: not of its form");
    }
    return faults;
  }

  private void compare(JsonObject manifest, byte[] key) throws IOException {
    TreeSet<String> left = logs();
    for (JsonObject track : manifest.getJsonArray("tracks").getValuesAs(JsonObject.class)) {
      check(track, key, left);
    }
    check(manifest.getJsonObject("eventLog"), key, left);
    for (JsonObject event : manifest.getJsonArray("events").getValuesAs(JsonObject.class)) {
      if ("unreadable".equals(event.getString("type", ""))) {
        left.remove(event.getString("file", ""));
      }
    }
    left.forEach(name -> faults.add(name + ": not in the manifest"));
  }

  private boolean isSigned(byte[] manifest) throws IOException {
    PublicKey trusted = trusted();
    try {
      JsonObject signature = object(Files.readAllBytes(directory.resolve("manifest.sig")));
      return ManifestSignature.ALGORITHM.equals(signature.getString("algorithm", ""))
          && ManifestSignature.verify(
              trusted, manifest, Base64.getDecoder().decode(signature.getString("signature", "")));
    } catch (IOException | JsonException | IllegalArgumentException e) {
      faults.add("manifest.sig: cannot be read");
      return false;
    }
  }

  private PublicKey trusted() throws IOException {
    String pem = Files.readString(publicKey).replaceAll("-----[A-Z ]+-----", "");
    try {
      byte[] encoded = Base64.getMimeDecoder().decode(pem.getBytes(StandardCharsets.US_ASCII));
      return KeyFactory.getInstance(ManifestSignature.ALGORITHM)
          .generatePublic(new X509EncodedKeySpec(encoded));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(publicKey + " holds no Ed25519 public key in PEM", e);
    }
  }

  private static JsonObject object(byte[] bytes) {
    try (var reader = Json.createReader(new ByteArrayInputStream(bytes))) {
      return reader.readObject();
    }
  }

  private TreeSet<String> logs() throws IOException {
    TreeSet<String> names = new TreeSet<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "*.sltl")) {
      found.forEach(file -> names.add(String.valueOf(file.getFileName())));
    }
    return names;
  }

  /** Checks the files of one log: the entry's own and its further segments. */
  private void check(JsonObject entry, byte[] key, TreeSet<String> left) throws IOException {
    List<JsonObject> files = new ArrayList<>();
    if (entry.containsKey("file")) {
      files.add(entry);
    }
    for (JsonValue more :
        entry.getOrDefault("segments", JsonValue.EMPTY_JSON_ARRAY).asJsonArray()) {
      files.add(more.asJsonObject());
    }
    for (JsonObject file : files) {
      String name = file.getString("file");
      left.remove(name);
      if (name.contains("/") || name.contains("\\")) {
        faults.add(name + ": leads out of the directory");
      } else if (!Files.isRegularFile(directory.resolve(name))) {
        faults.add(name + ": missing");
      } else {
        checkFile(file, name, key);
      }
    }
  }

  private void checkFile(JsonObject file, String name, byte[] key) throws IOException {
    MessageDigest sha256;
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
    try (InputStream in = Files.newInputStream(directory.resolve(name))) {
      long bytes = new DigestInputStream(in, sha256).transferTo(OutputStream.nullOutputStream());
      if (bytes != file.getJsonNumber("bytes").longValue()) {
        faults.add(name + ": " + bytes + " bytes instead of " + file.getJsonNumber("bytes"));
      } else if (!HexFormat.of().formatHex(sha256.digest()).equals(file.getString("sha256"))) {
        faults.add(name + ": another SHA-256");
      }
    }
    if (key != null) {
      open(name, file.getBoolean("complete", true), key);
    }
  }

  private void open(String name, boolean complete, byte[] key) throws IOException {
    try (InputStream in =
        new BufferedInputStream(Files.newInputStream(directory.resolve(name)), 1 << 17)) {
      TrackLogReader log = new TrackLogReader(in, key);
      boolean more = true;
      while (more) {
        more = log.next();
      }
      if (log.damagedChunks() > 0) {
        faults.add(name + ": " + log.damagedChunks() + " chunks are not authentic");
      }
      if (complete && !log.finished()) {
        faults.add(name + ": cut off");
      }
    } catch (IOException e) {
      faults.add(name + ": " + e.getMessage());
    }
  }
}
