package io.sightline.media.srtp;

import io.sightline.media.foreign.ForeignException;
import io.sightline.media.foreign.ForeignLibrary;
import java.lang.invoke.MethodHandle;

/** Functions of OpenSSL 3's libcrypto, by their manual pages; pointers are {@code long}s. */
final class EvpFunctions {
  static final int ENCRYPT = 1;
  static final int DECRYPT = 0;
  static final int GET_TAG = 0x10;
  static final int SET_TAG = 0x11;

  private static final String UNAVAILABLE;
  private static final Functions CALLS;

  /** A record, for only its fields are constants to the compiler. */
  private record Functions(
      long aes128Gcm,
      long aes256Gcm,
      long aes128Ctr,
      long sha1,
      MethodHandle newContext,
      MethodHandle freeContext,
      MethodHandle init,
      MethodHandle update,
      MethodHandle finish,
      MethodHandle control,
      MethodHandle newMac,
      MethodHandle freeMac,
      MethodHandle initMac,
      MethodHandle updateMac,
      MethodHandle finishMac) {}

  static {
    Functions linked = null;
    String reason = null;
    try {
      linked = link();
    } catch (ForeignException e) {
      reason = e.getMessage();
    }
    CALLS = linked;
    UNAVAILABLE = reason;
  }

  private EvpFunctions() {}

  private static Functions link() throws ForeignException {
    Class<?> i = int.class;
    Class<?> l = long.class;
    ForeignLibrary crypto = ForeignLibrary.open("libcrypto.so.3");
    return new Functions(
        constant(crypto, "EVP_aes_128_gcm"),
        constant(crypto, "EVP_aes_256_gcm"),
        constant(crypto, "EVP_aes_128_ctr"),
        constant(crypto, "EVP_sha1"),
        crypto.function("EVP_CIPHER_CTX_new", l),
        crypto.function("EVP_CIPHER_CTX_free", void.class, l),
        crypto.shortFunction("EVP_CipherInit_ex", i, l, l, l, l, l, i),
        crypto.shortFunction("EVP_CipherUpdate", i, l, l, l, l, i),
        crypto.shortFunction("EVP_CipherFinal_ex", i, l, l, l),
        crypto.shortFunction("EVP_CIPHER_CTX_ctrl", i, l, i, i, l),
        crypto.function("HMAC_CTX_new", l),
        crypto.function("HMAC_CTX_free", void.class, l),
        crypto.shortFunction("HMAC_Init_ex", i, l, l, i, l, l),
        crypto.shortFunction("HMAC_Update", i, l, l, l),
        crypto.shortFunction("HMAC_Final", i, l, l, l));
  }

  private static long constant(ForeignLibrary crypto, String name) throws ForeignException {
    try {
      return (long) crypto.function(name, long.class).invokeExact();
    } catch (ForeignException e) {
      throw e;
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** Says that the functions can be called. */
  static void require() throws ForeignException {
    if (UNAVAILABLE != null) {
      throw new ForeignException(UNAVAILABLE);
    }
  }

  static long gcm(int keyLength) {
    return keyLength == 16 ? CALLS.aes128Gcm : CALLS.aes256Gcm;
  }

  static long counterMode() {
    return CALLS.aes128Ctr;
  }

  static long sha1() {
    return CALLS.sha1;
  }

  static long newContext() {
    try {
      return (long) CALLS.newContext.invokeExact();
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  static void freeContext(long context) {
    try {
      CALLS.freeContext.invokeExact(context);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  static boolean init(long context, long cipher, long key, long iv, int mode) {
    try {
      return (int) CALLS.init.invokeExact(context, cipher, 0L, key, iv, mode) == 1;
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** Encrypts, decrypts, or with {@code out} 0 takes additional data. */
  static boolean update(long context, long out, long outLength, long in, int length) {
    try {
      return (int) CALLS.update.invokeExact(context, out, outLength, in, length) == 1;
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  static boolean finish(long context, long out, long outLength) {
    try {
      return (int) CALLS.finish.invokeExact(context, out, outLength) == 1;
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  static boolean control(long context, int command, int length, long data) {
    try {
      return (int) CALLS.control.invokeExact(context, command, length, data) == 1;
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  static long newMac() {
    try {
      return (long) CALLS.newMac.invokeExact();
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  static void freeMac(long mac) {
    try {
      CALLS.freeMac.invokeExact(mac);
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  /** Begins anew; without a key (0) with the one it had. */
  static boolean initMac(long mac, long key, int length, long digest) {
    try {
      return (int) CALLS.initMac.invokeExact(mac, key, length, digest, 0L) == 1;
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  static boolean updateMac(long mac, long data, long length) {
    try {
      return (int) CALLS.updateMac.invokeExact(mac, data, length) == 1;
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  static boolean finishMac(long mac, long out, long outLength) {
    try {
      return (int) CALLS.finishMac.invokeExact(mac, out, outLength) == 1;
    } catch (Throwable e) {
      throw failed(e);
    }
  }

  private static IllegalStateException failed(Throwable e) {
    return new IllegalStateException("OpenSSL could not be called", e);
  }
}
