package io.sightline.media.server;

import io.sightline.media.foreign.ForeignException;
import io.sightline.media.srtp.SrtpCrypto;
import io.sightline.media.transport.Transport;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What carries and protects packets here, by the settings and by what works on this machine. */
final class Backings {
  private static final Logger LOG = Logger.getLogger(Backings.class.getName());
  private static final String NATIVE = "native";

  private final Transport transport;
  private final boolean openSsl;

  private Backings(Transport transport, boolean openSsl) {
    this.transport = transport;
    this.openSsl = openSsl;
  }

  /** Something that either works here or tells why not. */
  @FunctionalInterface
  private interface Trial {
    void run() throws ForeignException;
  }

  /**
   * Tries out what the settings allow.
   *
   * @throws IOException when a setting asks for what does not work here; it names the remedy
   */
  static Backings choose(MediaConfiguration configuration) throws IOException {
    boolean datagrams =
        works(MediaSetting.TRANSPORT, configuration.transport(), Transport.NATIVE::require);
    boolean openSsl = works(MediaSetting.CIPHER, configuration.cipher(), SrtpCrypto::openSsl);
    return new Backings(datagrams ? Transport.NATIVE : Transport.NIO, openSsl);
  }

  private static boolean works(MediaSetting setting, Backing wanted, Trial trial)
      throws IOException {
    if (wanted == Backing.PLAIN) {
      return false;
    }
    try {
      trial.run();
      return true;
    } catch (ForeignException e) {
      if (wanted == Backing.NATIVE) {
        throw new IOException(
            setting.key() + "=native does not work here (" + e.getMessage() + "); set auto", e);
      }
      LOG.log(
          Level.INFO, "{0}: not native here: {1}", new Object[] {setting.key(), e.getMessage()});
      return false;
    }
  }

  Transport transport() {
    return transport;
  }

  /** Cryptography for one media thread. */
  SrtpCrypto crypto() {
    try {
      return openSsl ? SrtpCrypto.openSsl() : SrtpCrypto.jce();
    } catch (ForeignException e) {
      throw new IllegalStateException("OpenSSL worked a moment ago", e);
    }
  }

  String transportName() {
    return transport == Transport.NATIVE ? NATIVE : "nio";
  }

  String cipherName() {
    return openSsl ? NATIVE : "jce";
  }
}
