package io.sightline.media.recorder;

import io.sightline.media.raw.ManifestSignature;
import jakarta.json.JsonObject;
import jakarta.json.spi.JsonProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Signs manifests with the installation's key. Safe from any thread. */
public final class ManifestSigner {
  private static final Base64.Encoder PEM = Base64.getMimeEncoder(64, new byte[] {'\n'});

  private final PrivateKey key;
  private final PublicKey publicKey;

  private ManifestSigner(KeyPair pair) {
    this.key = pair.getPrivate();
    this.publicKey = pair.getPublic();
  }

  /**
   * Reads the key, or makes one: a PEM file of private (PKCS #8) and public key (X.509) for its
   * owner alone, and beside it {@code .pub.pem} with the public one for everybody.
   *
   * @throws IOException when the file can be neither read nor made, or holds no such key
   */
  public static ManifestSigner load(Path file) throws IOException {
    if (!Files.exists(file)) {
      make(file);
    }
    KeyPair pair = read(file);
    Path shown = publicPath(file);
    String text = pem("PUBLIC KEY", pair.getPublic().getEncoded());
    if (!Files.exists(shown) || !Files.readString(shown).equals(text)) {
      Files.writeString(shown, text);
    }
    return new ManifestSigner(pair);
  }

  /** Where the public key of a key file lies. */
  public static Path publicPath(Path file) {
    String name = String.valueOf(file.getFileName());
    String base = name.endsWith(".pem") ? name.substring(0, name.length() - 4) : name;
    return file.resolveSibling(base + ".pub.pem");
  }

  private static void make(Path file) throws IOException {
    KeyPair pair;
    try {
      pair = KeyPairGenerator.getInstance(ManifestSignature.ALGORITHM).generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IOException("The Java runtime makes no Ed25519 keys", e);
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    FileAttribute<?>[] ownerOnly =
        file.getFileSystem().supportedFileAttributeViews().contains("posix")
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    Path temporary =
        Files.createTempFile(file.toAbsolutePath().getParent(), "signing", ".part", ownerOnly);
    Files.writeString(
        temporary,
        pem("PRIVATE KEY", pair.getPrivate().getEncoded())
            + pem("PUBLIC KEY", pair.getPublic().getEncoded()));
    appear(temporary, file);
  }

  /** Of several servers that start at once on one home, the first one's key stays. */
  private static void appear(Path temporary, Path file) throws IOException {
    try {
      Files.createLink(file, temporary);
      Files.delete(temporary);
    } catch (FileAlreadyExistsException e) {
      Files.delete(temporary);
    } catch (UnsupportedOperationException e) {
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static KeyPair read(Path file) throws IOException {
    String text = Files.readString(file);
    try {
      KeyFactory factory = KeyFactory.getInstance(ManifestSignature.ALGORITHM);
      return new KeyPair(
          factory.generatePublic(new X509EncodedKeySpec(block(text, "PUBLIC KEY"))),
          factory.generatePrivate(new PKCS8EncodedKeySpec(block(text, "PRIVATE KEY"))));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(
          "No Ed25519 key pair in " + file + " (sightline.recording.signing-key)", e);
    }
  }

  private static byte[] block(String text, String label) {
    Matcher found =
        Pattern.compile("-----BEGIN " + label + "-----([^-]*)-----END " + label + "-----")
            .matcher(text);
    if (!found.find()) {
      throw new IllegalArgumentException("no " + label);
    }
    return Base64.getMimeDecoder().decode(found.group(1).getBytes(StandardCharsets.US_ASCII));
  }

  private static String pem(String label, byte[] content) {
    String body = PEM.encodeToString(content);
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }

  /** The content of {@code manifest.sig}. */
  JsonObject sign(byte[] manifest, JsonProvider json) {
    return json.createObjectBuilder()
        .add("algorithm", ManifestSignature.ALGORITHM)
        .add("keyId", ManifestSignature.keyId(publicKey))
        .add("signature", Base64.getEncoder().encodeToString(ManifestSignature.sign(key, manifest)))
        .build();
  }

  PublicKey publicKey() {
    return publicKey;
  }
}
