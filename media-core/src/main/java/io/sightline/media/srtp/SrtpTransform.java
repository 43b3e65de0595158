package io.sightline.media.srtp;

import io.sightline.media.rtp.Bytes;
import java.util.Arrays;

/**
 * Protects, or unprotects, all streams of one direction of a transport: one master key, one context
 * (roll-over counter, replay window) per SSRC.
 *
 * <p>Everything happens in place. Methods return the new length in bytes, or one of the negative
 * reason constants, in which case the packet is to be dropped and counted; the bytes are then
 * undefined. State changes only after authentication. One thread at a time.
 */
public final class SrtpTransform {
  /** The packet is shorter than its headers and tag, or its header is inconsistent. */
  public static final int MALFORMED = -1;

  /** The tag does not fit: forged, damaged, or protected with other keys. */
  public static final int AUTHENTICATION_FAILED = -2;

  /** This index was accepted before. */
  public static final int REPLAYED = -3;

  /** The index is older than the replay window. */
  public static final int TOO_OLD = -4;

  /** The SSRC cap is reached and this SSRC is a new one. */
  public static final int TOO_MANY_SSRCS = -5;

  /** The buffer has no room for what protection adds. */
  public static final int NO_ROOM = -6;

  /** Outbound: this index was protected before; doing it twice would repeat a nonce. */
  public static final int INDEX_REUSED = -7;

  /** 2^48 RTP or 2^31 RTCP packets were sent with this key (RFC 3711 section 9.2). */
  public static final int KEY_EXHAUSTED = -8;

  /** Inbound SRTCP without its E bit; unencrypted RTCP is refused. */
  public static final int NOT_ENCRYPTED = -9;

  /** SSRCs per transform unless told otherwise. */
  public static final int DEFAULT_MAX_SSRCS = 64;

  /** Room at first: what a browser sends without a screen; it grows. */
  private static final int FIRST_SSRCS = 8;

  private static final int RTP_HEADER = 12;
  private static final int RTCP_HEADER = 8;
  private static final int AUTHENTICATION_KEY = 20;
  private static final long MAX_RTP_INDEX = (1L << 48) - 1;
  private static final long MAX_RTCP_INDEX = (1L << 31) - 1;

  private final PacketCipher rtp;
  private final PacketCipher rtcp;
  private final int rtpOverhead;
  private final int rtcpOverhead;
  private final int maxSsrcs;
  private SsrcContext[] contexts = new SsrcContext[FIRST_SSRCS];
  private int contextCount;
  private SsrcContext latest;
  private long refusedSsrcs;

  SrtpTransform(SrtpProfile profile, PacketCipher rtp, PacketCipher rtcp, int maxSsrcs) {
    if (maxSsrcs < 1 || maxSsrcs > 1024) {
      throw new IllegalArgumentException("maxSsrcs " + maxSsrcs);
    }
    this.rtp = rtp;
    this.rtcp = rtcp;
    rtpOverhead = profile.rtpOverhead();
    rtcpOverhead = profile.rtcpOverhead();
    this.maxSsrcs = maxSsrcs;
  }

  /**
   * A transform that protects.
   *
   * @param masterKey {@link SrtpProfile#keyLength()} bytes; copied
   * @param masterSalt {@link SrtpProfile#saltLength()} bytes; copied
   * @param maxSsrcs contexts at most, 1 to 1024
   */
  public static SrtpTransform outbound(
      SrtpProfile profile, byte[] masterKey, byte[] masterSalt, int maxSsrcs) {
    return outbound(SrtpCrypto.jce(), profile, masterKey, masterSalt, maxSsrcs);
  }

  /** The same with the cryptography given. */
  public static SrtpTransform outbound(
      SrtpCrypto crypto, SrtpProfile profile, byte[] masterKey, byte[] masterSalt, int maxSsrcs) {
    return derive(crypto, profile, masterKey, masterSalt, maxSsrcs);
  }

  /** A transform that unprotects; parameters as for {@link #outbound}. */
  public static SrtpTransform inbound(
      SrtpProfile profile, byte[] masterKey, byte[] masterSalt, int maxSsrcs) {
    return inbound(SrtpCrypto.jce(), profile, masterKey, masterSalt, maxSsrcs);
  }

  /** The same with the cryptography given. */
  public static SrtpTransform inbound(
      SrtpCrypto crypto, SrtpProfile profile, byte[] masterKey, byte[] masterSalt, int maxSsrcs) {
    return derive(crypto, profile, masterKey, masterSalt, maxSsrcs);
  }

  private static SrtpTransform derive(
      SrtpCrypto crypto, SrtpProfile profile, byte[] masterKey, byte[] masterSalt, int maxSsrcs) {
    if (masterKey.length != profile.keyLength() || masterSalt.length != profile.saltLength()) {
      throw new IllegalArgumentException(
          profile + " with " + masterKey.length + " key, " + masterSalt.length + " salt bytes");
    }
    return new SrtpTransform(
        profile,
        cipher(crypto, profile, masterKey, masterSalt, KeyDerivation.RTP_ENCRYPTION),
        cipher(crypto, profile, masterKey, masterSalt, KeyDerivation.RTCP_ENCRYPTION),
        maxSsrcs);
  }

  /**
   * Lets go of what the ciphers keep outside the Java heap; every packet is refused afterwards. May
   * be called more than once.
   */
  public void close() {
    rtp.close();
    rtcp.close();
  }

  /** The labels of encryption, authentication and salt follow one another. */
  private static PacketCipher cipher(
      SrtpCrypto crypto, SrtpProfile profile, byte[] masterKey, byte[] masterSalt, int label) {
    byte[] key = KeyDerivation.derive(masterKey, masterSalt, label, profile.keyLength());
    byte[] salt = KeyDerivation.derive(masterKey, masterSalt, label + 2, profile.saltLength());
    if (profile.aead()) {
      return crypto.gcm(key, salt);
    }
    return crypto.counterMode(
        key, salt, KeyDerivation.derive(masterKey, masterSalt, label + 1, AUTHENTICATION_KEY));
  }

  /**
   * The transform of one side out of the DTLS exporter's bytes (RFC 5764 section 4.2): client key,
   * server key, client salt, server salt.
   *
   * @param crypto who does it, of the thread that uses the transform
   * @param exported {@link SrtpProfile#exportLength()} bytes
   * @param clientWrites true for the direction in which the DTLS client sends
   * @param outbound true to protect, false to unprotect
   */
  public static SrtpTransform fromExporter(
      SrtpCrypto crypto,
      SrtpProfile profile,
      byte[] exported,
      boolean clientWrites,
      boolean outbound,
      int maxSsrcs) {
    if (exported.length != profile.exportLength()) {
      throw new IllegalArgumentException(profile + " with " + exported.length + " bytes");
    }
    int side = clientWrites ? 0 : 1;
    int keyAt = side * profile.keyLength();
    int saltAt = 2 * profile.keyLength() + side * profile.saltLength();
    byte[] key = Arrays.copyOfRange(exported, keyAt, keyAt + profile.keyLength());
    byte[] salt = Arrays.copyOfRange(exported, saltAt, saltAt + profile.saltLength());
    return outbound
        ? outbound(crypto, profile, key, salt, maxSsrcs)
        : inbound(crypto, profile, key, salt, maxSsrcs);
  }

  /**
   * Protects the RTP packet at {@code offset}.
   *
   * @param capacity bytes usable from {@code offset} on; {@link SrtpProfile#rtpOverhead()} more
   *     than {@code length} is always enough
   * @return the length of the SRTP packet, or a negative reason
   */
  public int protect(byte[] buffer, int offset, int length, int capacity) {
    int header = headerLength(buffer, offset, length);
    if (header < 0) {
      return header;
    }
    if (length + rtpOverhead > capacity) {
      return NO_ROOM;
    }
    int ssrc = Bytes.s32(buffer, offset + 8);
    SsrcContext context = find(ssrc);
    if (context == null) {
      context = add(new SsrcContext(ssrc));
      if (context == null) {
        return TOO_MANY_SSRCS;
      }
    }
    long index = context.index(Bytes.u16(buffer, offset + 2));
    if (index > MAX_RTP_INDEX) {
      return KEY_EXHAUSTED;
    }
    int check = SsrcContext.check(context.rtp, index);
    if (check != 0) {
      return check == REPLAYED ? INDEX_REUSED : check;
    }
    context.rtp.mark(index);
    return rtp.protect(buffer, offset, header, length, ssrc, index);
  }

  /** Unprotects the SRTP packet at {@code offset}; returns the RTP length or a negative reason. */
  public int unprotect(byte[] buffer, int offset, int length) {
    int header = headerLength(buffer, offset, length);
    if (header < 0) {
      return header;
    }
    int ssrc = Bytes.s32(buffer, offset + 8);
    SsrcContext context = find(ssrc);
    if (context == null && isFull()) {
      return TOO_MANY_SSRCS;
    }
    int sequence = Bytes.u16(buffer, offset + 2);
    long index = context == null ? SsrcContext.firstIndex(sequence) : context.index(sequence);
    int check = context == null ? 0 : SsrcContext.check(context.rtp, index);
    if (check != 0) {
      return check;
    }
    int plain = rtp.unprotect(buffer, offset, header, length, ssrc, index);
    if (plain >= 0) {
      (context == null ? add(new SsrcContext(ssrc)) : context).rtp.mark(index);
    }
    return plain;
  }

  /** Protects a compound RTCP packet; {@link SrtpProfile#rtcpOverhead()} more bytes are enough. */
  public int protectRtcp(byte[] buffer, int offset, int length, int capacity) {
    if (length < RTCP_HEADER) {
      return MALFORMED;
    }
    if (length + rtcpOverhead > capacity) {
      return NO_ROOM;
    }
    int ssrc = Bytes.s32(buffer, offset + 4);
    SsrcContext context = find(ssrc);
    if (context == null) {
      context = add(new SsrcContext(ssrc));
      if (context == null) {
        return TOO_MANY_SSRCS;
      }
    }
    long index = context.rtcp.highest() + 1;
    if (index > MAX_RTCP_INDEX) {
      return KEY_EXHAUSTED;
    }
    context.rtcp.mark(index);
    return rtcp.protectRtcp(buffer, offset, length, ssrc, (int) index);
  }

  /** Unprotects an SRTCP packet; returns the RTCP length or a negative reason. */
  public int unprotectRtcp(byte[] buffer, int offset, int length) {
    if (length < RTCP_HEADER + rtcpOverhead) {
      return MALFORMED;
    }
    int word = Bytes.s32(buffer, offset + length - rtcp.indexWordFromEnd());
    if (word >= 0) {
      return NOT_ENCRYPTED;
    }
    int index = word & 0x7FFF_FFFF;
    int ssrc = Bytes.s32(buffer, offset + 4);
    SsrcContext context = find(ssrc);
    if (context == null && isFull()) {
      return TOO_MANY_SSRCS;
    }
    int check = context == null ? 0 : SsrcContext.check(context.rtcp, index);
    if (check != 0) {
      return check;
    }
    int plain = rtcp.unprotectRtcp(buffer, offset, length, ssrc, index);
    if (plain >= 0) {
      (context == null ? add(new SsrcContext(ssrc)) : context).rtcp.mark(index);
    }
    return plain;
  }

  /** Packets refused because of the SSRC cap. */
  public long refusedSsrcs() {
    return refusedSsrcs;
  }

  /** Distinct SSRCs seen, authenticated. They are never forgotten: that would allow replays. */
  public int ssrcCount() {
    return contextCount;
  }

  /** The readable part of an RTP packet: fixed header, CSRCs, extension; or MALFORMED. */
  private static int headerLength(byte[] buffer, int offset, int length) {
    if (length < RTP_HEADER || (buffer[offset] & 0xC0) != 0x80) {
      return MALFORMED;
    }
    int header = RTP_HEADER + 4 * (buffer[offset] & 0x0F);
    if ((buffer[offset] & 0x10) != 0) {
      if (header + 4 > length) {
        return MALFORMED;
      }
      header += 4 + 4 * Bytes.u16(buffer, offset + header + 2);
    }
    return header > length ? MALFORMED : header;
  }

  private SsrcContext find(int ssrc) {
    if (latest != null && latest.ssrc == ssrc) {
      return latest;
    }
    for (int i = 0; i < contextCount; i++) {
      if (contexts[i].ssrc == ssrc) {
        latest = contexts[i];
        return latest;
      }
    }
    return null;
  }

  private boolean isFull() {
    if (contextCount < maxSsrcs) {
      return false;
    }
    refusedSsrcs++;
    return true;
  }

  private SsrcContext add(SsrcContext context) {
    if (isFull()) {
      return null;
    }
    if (contextCount == contexts.length) {
      contexts = Arrays.copyOf(contexts, 2 * contextCount);
    }
    contexts[contextCount++] = context;
    latest = context;
    return context;
  }

  /** The name of a negative reason in kebab-case, for counters and logs. */
  public static String reason(int code) {
    return switch (code) {
      case MALFORMED -> "malformed";
      case AUTHENTICATION_FAILED -> "authentication-failed";
      case REPLAYED -> "replayed";
      case TOO_OLD -> "too-old";
      case TOO_MANY_SSRCS -> "too-many-ssrcs";
      case NO_ROOM -> "no-room";
      case INDEX_REUSED -> "index-reused";
      case KEY_EXHAUSTED -> "key-exhausted";
      case NOT_ENCRYPTED -> "not-encrypted";
      default -> "none";
    };
  }
}
