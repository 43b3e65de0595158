package io.sightline.recording;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** The public key of the manifests' signatures, as the media server of this node has written it. */
@ApplicationScoped
public class SigningKey {
  /** The media server's setting of the private key; the public one lies beside it. */
  private static final String SETTING = "sightline.recording.signing-key";

  private Path file;

  /** For the container. */
  public SigningKey() {}

  @Inject
  SigningKey(RecordingSettings settings, Config config) {
    this(
        config
            .getOptionalValue(SETTING, String.class)
            .filter(text -> !text.isEmpty())
            .map(Path::of)
            .orElseGet(() -> settings.home().resolve("keys").resolve("recording-signing.pem")));
  }

  SigningKey(Path privateKey) {
    String name = privateKey.getFileName().toString();
    String base = name.endsWith(".pem") ? name.substring(0, name.length() - 4) : name;
    this.file = privateKey.resolveSibling(base + ".pub.pem");
  }

  /** In PEM; nothing where no media server has made one here. */
  public Optional<String> pem() {
    try {
      return Files.isRegularFile(file) ? Optional.of(Files.readString(file)) : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("the public signing key cannot be read", e);
    }
  }
}
