package io.sightline.recording;

import io.sightline.identity.KeyFile;
import jakarta.ejb.EJBException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * Keys of recordings: each its own, wrapped under its tenant's, which is wrapped under the
 * installation's. Keys are never logged and never part of an exception's message.
 */
@ApplicationScoped
public class KeyVault {
  private static final String RENDITIONS = "sightline renditions 1";
  private TenantKeys tenants;
  private byte[] installation;

  /** For the container. */
  public KeyVault() {}

  @Inject
  KeyVault(TenantKeys tenants, RecordingSettings settings) {
    this(tenants, settings.home().resolve("keys"));
  }

  KeyVault(TenantKeys tenants, Path keys) {
    this.tenants = tenants;
    try {
      this.installation = KeyFile.readOrCreate(keys.resolve("recordings.key"), KeyWrap::freshKey);
    } catch (IOException e) {
      throw new UncheckedIOException("the installation key cannot be read", e);
    }
    if (installation.length != KeyWrap.KEY_BYTES) {
      throw new IllegalStateException(
          "the installation key has not " + KeyWrap.KEY_BYTES + " bytes");
    }
  }

  /** A fresh recording key and the form in which it is stored. */
  public record NewKey(byte[] key, String wrapped) {
    @Override
    public String toString() {
      return "NewKey[]";
    }
  }

  public NewKey freshKey(String tenantId) {
    byte[] key = KeyWrap.freshKey();
    return new NewKey(key, KeyWrap.wrap(key, tenantKey(tenantId)));
  }

  /** A key again that was made by {@link #freshKey}, 32 bytes. */
  public byte[] open(String tenantId, String wrapped) {
    return KeyWrap.unwrap(wrapped, tenantKey(tenantId));
  }

  /** The key of a recording's track logs, 32 bytes. */
  public byte[] captureKey(Recording recording) {
    return KeyWrap.unwrap(recording.wrappedKey(), tenantKey(recording.tenantId()));
  }

  /** The key of a recording's renditions, 32 bytes. */
  public byte[] renditionKey(Recording recording) {
    return KeyWrap.derive(captureKey(recording), RENDITIONS);
  }

  /** A key of this installation for another purpose, such as signing playback cookies. */
  public byte[] installationKeyFor(String purpose) {
    return KeyWrap.derive(installation, purpose);
  }

  private byte[] tenantKey(String tenantId) {
    String wrapped = tenants.find(tenantId);
    if (wrapped == null) {
      wrapped = firstTenantKey(tenantId);
    }
    return KeyWrap.unwrap(wrapped, installation);
  }

  private String firstTenantKey(String tenantId) {
    String wrapped = KeyWrap.wrap(KeyWrap.freshKey(), installation);
    try {
      tenants.add(tenantId, wrapped);
      return wrapped;
    } catch (EJBException | PersistenceException e) {
      String others = tenants.find(tenantId);
      if (others == null) {
        throw e;
      }
      return others;
    }
  }
}
