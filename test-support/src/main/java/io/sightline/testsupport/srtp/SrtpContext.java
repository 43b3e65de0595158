package io.sightline.testsupport.srtp;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * One direction of an SRTP session: a master key and, for each SSRC, roll-over counter and replay
 * window. Not thread-safe.
 */
public final class SrtpContext {
  private static final int WINDOW = 1024;

  private final SrtpProfile profile;
  private final SecretKeySpec rtpKey;
  private final SecretKeySpec rtcpKey;
  private final byte[] rtpAuth;
  private final byte[] rtcpAuth;
  private final byte[] rtpSalt;
  private final byte[] rtcpSalt;
  private final Cipher gcm;
  private final Map<Long, Stream> rtp = new HashMap<>();
  private final Map<Long, Stream> rtcp = new HashMap<>();

  /**
   * Derives the session keys (RFC 3711 section 4.3, key derivation rate 0).
   *
   * @throws IllegalArgumentException when key or salt have the wrong length
   */
  public SrtpContext(SrtpProfile profile, byte[] masterKey, byte[] masterSalt) {
    this(
        profile,
        new SessionKeys[] {
          keys(profile, masterKey, masterSalt, 0), keys(profile, masterKey, masterSalt, 3)
        });
  }

  /** A context with session keys instead of master keys, as RFC 7714's vectors give them. */
  static SrtpContext ofSessionKeys(SrtpProfile profile, byte[] key, byte[] salt) {
    SessionKeys keys = new SessionKeys(aes(key), new byte[20], salt);
    return new SrtpContext(profile, new SessionKeys[] {keys, keys});
  }

  private SrtpContext(SrtpProfile profile, SessionKeys[] keys) {
    try {
      this.gcm = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    this.profile = profile;
    this.rtpKey = keys[0].cipher();
    this.rtpAuth = keys[0].authentication();
    this.rtpSalt = keys[0].salt();
    this.rtcpKey = keys[1].cipher();
    this.rtcpAuth = keys[1].authentication();
    this.rtcpSalt = keys[1].salt();
  }

  private record SessionKeys(SecretKeySpec cipher, byte[] authentication, byte[] salt) {}

  private static SessionKeys keys(SrtpProfile profile, byte[] key, byte[] salt, int label) {
    if (key.length != profile.keyLength() || salt.length != profile.saltLength()) {
      throw new IllegalArgumentException("wrong key or salt length for " + profile);
    }
    return new SessionKeys(
        aes(derive(key, salt, label, profile.keyLength())),
        derive(key, salt, label + 1, 20),
        derive(key, salt, label + 2, profile.saltLength()));
  }

  static byte[] derive(byte[] masterKey, byte[] masterSalt, int label, int length) {
    byte[] iv = new byte[16];
    System.arraycopy(masterSalt, 0, iv, 0, masterSalt.length);
    iv[7] ^= (byte) label;
    try {
      Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, aes(masterKey), new IvParameterSpec(iv));
      return cipher.doFinal(new byte[length]);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Encrypts and authenticates a whole RTP packet. */
  public byte[] protectRtp(byte[] packet) {
    int sequence = ((packet[2] & 0xff) << 8) | (packet[3] & 0xff);
    long ssrc = ssrc(packet, 8);
    Stream stream = rtp.computeIfAbsent(ssrc, k -> new Stream());
    long index = stream.guess(sequence);
    stream.accept(index);
    int header = headerLength(packet, packet.length);
    try {
      if (profile.aead()) {
        return gcm(Cipher.ENCRYPT_MODE, rtpKey, rtpIv(ssrc, index), packet, header, packet.length);
      }
      byte[] out = Arrays.copyOf(packet, packet.length + profile.tagLength());
      counterMode(rtpKey, rtpSalt, ssrc, index, out, header, packet.length);
      byte[] tag = hmac(rtpAuth, out, packet.length, (int) (index >>> 16));
      System.arraycopy(tag, 0, out, packet.length, profile.tagLength());
      return out;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Verifies and decrypts a whole SRTP packet. */
  public byte[] unprotectRtp(byte[] packet) throws SrtpException {
    if (packet.length < 12 + profile.tagLength()) {
      throw new SrtpException(SrtpException.Reason.TOO_SHORT);
    }
    int sequence = ((packet[2] & 0xff) << 8) | (packet[3] & 0xff);
    long ssrc = ssrc(packet, 8);
    Stream known = rtp.get(ssrc);
    Stream stream = known == null ? new Stream() : known;
    long index = stream.guess(sequence);
    if (stream.seen(index)) {
      throw new SrtpException(SrtpException.Reason.REPLAYED);
    }
    int end = packet.length - profile.tagLength();
    int header = headerLength(packet, end);
    byte[] out;
    try {
      if (profile.aead()) {
        byte[] iv = rtpIv(ssrc, index);
        out = gcm(Cipher.DECRYPT_MODE, rtpKey, iv, packet, header, packet.length);
      } else {
        verify(packet, end, hmac(rtpAuth, packet, end, (int) (index >>> 16)));
        out = Arrays.copyOf(packet, end);
        counterMode(rtpKey, rtpSalt, ssrc, index, out, header, end);
      }
    } catch (AEADBadTagException e) {
      throw new SrtpException(SrtpException.Reason.NOT_AUTHENTIC);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    stream.accept(index);
    rtp.put(ssrc, stream);
    return out;
  }

  /** Encrypts and authenticates a whole compound RTCP packet. */
  public byte[] protectRtcp(byte[] packet) {
    long ssrc = ssrc(packet, 4);
    Stream stream = rtcp.computeIfAbsent(ssrc, k -> new Stream());
    return protectRtcp(packet, stream.highest + 1);
  }

  byte[] protectRtcp(byte[] packet, long index) {
    long ssrc = ssrc(packet, 4);
    rtcp.computeIfAbsent(ssrc, k -> new Stream()).accept(index);
    int trailer = (int) index | 0x80000000;
    try {
      if (profile.aead()) {
        byte[] aad = ByteBuffer.allocate(12).put(packet, 0, 8).putInt(trailer).array();
        byte[] iv = rtcpIv(ssrc, index);
        byte[] sealed = gcmWithAad(Cipher.ENCRYPT_MODE, rtcpKey, iv, aad, packet, 8, packet.length);
        return ByteBuffer.allocate(8 + sealed.length + 4)
            .put(packet, 0, 8)
            .put(sealed)
            .putInt(trailer)
            .array();
      }
      byte[] out = Arrays.copyOf(packet, packet.length + 4 + profile.tagLength());
      counterMode(rtcpKey, rtcpSalt, ssrc, index, out, 8, packet.length);
      ByteBuffer.wrap(out).putInt(packet.length, trailer);
      byte[] tag = hmac(rtcpAuth, out, packet.length + 4, null);
      System.arraycopy(tag, 0, out, packet.length + 4, profile.tagLength());
      return out;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Verifies and decrypts a whole SRTCP packet. */
  public byte[] unprotectRtcp(byte[] packet) throws SrtpException {
    if (packet.length < 8 + 4 + profile.tagLength()) {
      throw new SrtpException(SrtpException.Reason.TOO_SHORT);
    }
    int trailerAt = packet.length - 4 - (profile.aead() ? 0 : profile.tagLength());
    int trailer = ByteBuffer.wrap(packet).getInt(trailerAt);
    long index = trailer & 0x7fffffffL;
    boolean encrypted = trailer < 0;
    long ssrc = ssrc(packet, 4);
    Stream known = rtcp.get(ssrc);
    Stream stream = known == null ? new Stream() : known;
    if (stream.seen(index)) {
      throw new SrtpException(SrtpException.Reason.REPLAYED);
    }
    byte[] out;
    try {
      out =
          profile.aead()
              ? openRtcp(packet, trailerAt, trailer, ssrc, index)
              : verifyRtcp(packet, trailerAt, encrypted, ssrc, index);
    } catch (AEADBadTagException e) {
      throw new SrtpException(SrtpException.Reason.NOT_AUTHENTIC);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    stream.accept(index);
    rtcp.put(ssrc, stream);
    return out;
  }

  private byte[] openRtcp(byte[] packet, int trailerAt, int trailer, long ssrc, long index)
      throws GeneralSecurityException {
    byte[] iv = rtcpIv(ssrc, index);
    if (trailer < 0) {
      byte[] aad = ByteBuffer.allocate(12).put(packet, 0, 8).putInt(trailer).array();
      byte[] plain = gcmWithAad(Cipher.DECRYPT_MODE, rtcpKey, iv, aad, packet, 8, trailerAt);
      return ByteBuffer.allocate(8 + plain.length).put(packet, 0, 8).put(plain).array();
    }
    int end = trailerAt - profile.tagLength();
    byte[] aad = ByteBuffer.allocate(end + 4).put(packet, 0, end).putInt(trailer).array();
    byte[] none = gcmWithAad(Cipher.DECRYPT_MODE, rtcpKey, iv, aad, packet, end, trailerAt);
    return Arrays.copyOf(packet, end + none.length);
  }

  private byte[] verifyRtcp(byte[] packet, int trailerAt, boolean encrypted, long ssrc, long index)
      throws GeneralSecurityException, SrtpException {
    verify(packet, trailerAt + 4, hmac(rtcpAuth, packet, trailerAt + 4, null));
    byte[] out = Arrays.copyOf(packet, trailerAt);
    if (encrypted) {
      counterMode(rtcpKey, rtcpSalt, ssrc, index, out, 8, trailerAt);
    }
    return out;
  }

  private void verify(byte[] packet, int at, byte[] expected) throws SrtpException {
    byte[] tag = Arrays.copyOfRange(packet, at, at + profile.tagLength());
    if (!MessageDigest.isEqual(tag, Arrays.copyOf(expected, profile.tagLength()))) {
      throw new SrtpException(SrtpException.Reason.NOT_AUTHENTIC);
    }
  }

  private static byte[] hmac(byte[] key, byte[] packet, int length, Integer rollOver)
      throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA1");
    mac.init(new SecretKeySpec(key, "HmacSHA1"));
    mac.update(packet, 0, length);
    if (rollOver != null) {
      mac.update(ByteBuffer.allocate(4).putInt(rollOver).array());
    }
    return mac.doFinal();
  }

  /** RFC 3711 section 4.1.1: the key stream from salt, SSRC and index, in place. */
  private static void counterMode(
      SecretKeySpec key, byte[] salt, long ssrc, long index, byte[] packet, int from, int to)
      throws GeneralSecurityException {
    byte[] iv = Arrays.copyOf(salt, 16);
    for (int i = 0; i < 4; i++) {
      iv[4 + i] ^= (byte) (ssrc >>> (24 - 8 * i));
    }
    for (int i = 0; i < 6; i++) {
      iv[8 + i] ^= (byte) (index >>> (40 - 8 * i));
    }
    Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
    cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(iv));
    byte[] out = cipher.doFinal(packet, from, to - from);
    System.arraycopy(out, 0, packet, from, out.length);
  }

  private byte[] rtpIv(long ssrc, long index) {
    byte[] iv =
        ByteBuffer.allocate(12)
            .putShort((short) 0)
            .putInt((int) ssrc)
            .putInt((int) (index >>> 16))
            .putShort((short) index)
            .array();
    return xor(iv, rtpSalt);
  }

  private byte[] rtcpIv(long ssrc, long index) {
    byte[] iv =
        ByteBuffer.allocate(12)
            .putShort((short) 0)
            .putInt((int) ssrc)
            .putShort((short) 0)
            .putInt((int) index)
            .array();
    return xor(iv, rtcpSalt);
  }

  private static byte[] xor(byte[] iv, byte[] salt) {
    for (int i = 0; i < iv.length; i++) {
      iv[i] ^= salt[i];
    }
    return iv;
  }

  private byte[] gcm(int mode, SecretKeySpec key, byte[] iv, byte[] packet, int from, int to)
      throws GeneralSecurityException {
    byte[] aad = Arrays.copyOf(packet, from);
    byte[] body = gcmWithAad(mode, key, iv, aad, packet, from, to);
    return ByteBuffer.allocate(from + body.length).put(aad).put(body).array();
  }

  private byte[] gcmWithAad(
      int mode, SecretKeySpec key, byte[] iv, byte[] aad, byte[] packet, int from, int to)
      throws GeneralSecurityException {
    gcm.init(mode, key, new GCMParameterSpec(128, iv));
    gcm.updateAAD(aad);
    return gcm.doFinal(packet, from, to - from);
  }

  private static int headerLength(byte[] packet, int limit) {
    int length = 12 + 4 * (packet[0] & 0x0f);
    if ((packet[0] & 0x10) != 0 && length + 4 <= limit) {
      length += 4 + 4 * (((packet[length + 2] & 0xff) << 8) | (packet[length + 3] & 0xff));
    }
    return Math.min(length, limit);
  }

  private static long ssrc(byte[] packet, int at) {
    return ByteBuffer.wrap(packet).getInt(at) & 0xffffffffL;
  }

  private static SecretKeySpec aes(byte[] key) {
    return new SecretKeySpec(key, "AES");
  }

  /** Index estimation (RFC 3711 appendix A) and replay window of one SSRC. */
  private static final class Stream {
    private long highest = -1;
    private final long[] window = new long[WINDOW];

    Stream() {
      Arrays.fill(window, -1);
    }

    long guess(int sequence) {
      if (highest < 0) {
        return sequence;
      }
      long index = (highest & ~0xffffL) | sequence;
      if (index > highest + 0x8000 && index >= 0x10000) {
        return index - 0x10000;
      }
      return index < highest - 0x8000 ? index + 0x10000 : index;
    }

    boolean seen(long index) {
      return highest >= 0 && (index <= highest - WINDOW || window[(int) (index % WINDOW)] == index);
    }

    void accept(long index) {
      highest = Math.max(highest, index);
      window[(int) (index % WINDOW)] = index;
    }
  }
}
