package io.sightline.media.srtp;

import io.sightline.media.foreign.ForeignException;
import java.util.Arrays;
import java.util.Random;

/**
 * Who does the cryptography of {@link SrtpTransform}s: the Java runtime or the system's OpenSSL.
 * One of its own for each thread that uses transforms.
 */
public abstract class SrtpCrypto {
  private static final int CHECKED_BYTES = 300;

  SrtpCrypto() {}

  /** The Java runtime's ciphers. */
  public static SrtpCrypto jce() {
    return new JceCrypto();
  }

  /**
   * OpenSSL 3, after it has given the same bytes as the Java runtime for packets of each profile.
   *
   * @throws ForeignException when it is not there or does not; the message says why
   */
  public static SrtpCrypto openSsl() throws ForeignException {
    SrtpCrypto made = new OpenSslCrypto();
    for (SrtpProfile profile : SrtpProfile.values()) {
      compare(made, profile);
    }
    return made;
  }

  abstract PacketCipher gcm(byte[] key, byte[] salt);

  abstract PacketCipher counterMode(byte[] key, byte[] salt, byte[] authenticationKey);

  private static void compare(SrtpCrypto candidate, SrtpProfile profile) throws ForeignException {
    Random random = new Random(11);
    byte[] key = new byte[profile.keyLength()];
    byte[] salt = new byte[profile.saltLength()];
    random.nextBytes(key);
    random.nextBytes(salt);
    SrtpTransform known = SrtpTransform.outbound(jce(), profile, key, salt, 2);
    SrtpTransform tried = SrtpTransform.outbound(candidate, profile, key, salt, 2);
    SrtpTransform back = SrtpTransform.inbound(candidate, profile, key, salt, 2);
    try {
      byte[] packet = new byte[CHECKED_BYTES];
      random.nextBytes(packet);
      packet[0] = (byte) 0x80;
      byte[] expected = Arrays.copyOf(packet, 2 * CHECKED_BYTES);
      byte[] actual = expected.clone();
      int length = known.protect(expected, 0, CHECKED_BYTES, expected.length);
      boolean right =
          length == tried.protect(actual, 0, CHECKED_BYTES, actual.length)
              && Arrays.equals(expected, actual);
      actual[length - 1] ^= 1;
      right &= back.unprotect(actual, 0, length) == SrtpTransform.AUTHENTICATION_FAILED;
      right &= back.unprotect(expected, 0, length) == CHECKED_BYTES;
      right &= Arrays.equals(packet, Arrays.copyOf(expected, CHECKED_BYTES));
      if (!right) {
        throw new ForeignException("it protects a known packet otherwise than it should");
      }
    } finally {
      tried.close();
      back.close();
    }
  }

  private static final class JceCrypto extends SrtpCrypto {
    @Override
    PacketCipher gcm(byte[] key, byte[] salt) {
      return new GcmCipher(key, salt);
    }

    @Override
    PacketCipher counterMode(byte[] key, byte[] salt, byte[] authenticationKey) {
      return new CounterModeCipher(key, salt, authenticationKey);
    }
  }
}
