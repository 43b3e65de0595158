package io.sightline.media.dtls;

import java.security.SecureRandom;
import org.bouncycastle.crypto.BlockCipher;
import org.bouncycastle.crypto.modes.AEADBlockCipher;
import org.bouncycastle.crypto.modes.GCMBlockCipher;
import org.bouncycastle.crypto.modes.gcm.BasicGCMMultiplier;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/**
 * BouncyCastle's cryptography without tables for GCM: they make long messages quick, but an
 * association encrypts a handful of records and would keep 19 kB of them for as long as it lasts.
 */
final class HandshakeCrypto extends BcTlsCrypto {
  HandshakeCrypto(SecureRandom random) {
    super(random);
  }

  @Override
  protected AEADBlockCipher createGCMMode(BlockCipher cipher) {
    return GCMBlockCipher.newInstance(cipher, new BasicGCMMultiplier());
  }
}
