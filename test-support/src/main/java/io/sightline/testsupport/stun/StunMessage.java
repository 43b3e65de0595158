package io.sightline.testsupport.stun;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A STUN message as it came from or goes to the network (RFC 8489 section 5). Only the first
 * attribute of each type counts.
 */
public final class StunMessage {
  public static final int BINDING_REQUEST = 0x0001;
  public static final int BINDING_INDICATION = 0x0011;
  public static final int BINDING_SUCCESS = 0x0101;
  public static final int BINDING_ERROR = 0x0111;

  public static final int USERNAME = 0x0006;
  public static final int MESSAGE_INTEGRITY = 0x0008;
  public static final int ERROR_CODE = 0x0009;
  public static final int XOR_MAPPED_ADDRESS = 0x0020;
  public static final int PRIORITY = 0x0024;
  public static final int USE_CANDIDATE = 0x0025;
  public static final int FINGERPRINT = 0x8028;
  public static final int ICE_CONTROLLED = 0x8029;
  public static final int ICE_CONTROLLING = 0x802a;

  private static final int COOKIE = 0x2112a442;
  private static final int FINGERPRINT_XOR = 0x5354554e;
  private static final int HEADER = 20;

  private final int type;
  private final byte[] transactionId;
  private final Map<Integer, byte[]> attributes;
  private final byte[] bytes;

  private StunMessage(
      int type, byte[] transactionId, Map<Integer, byte[]> attributes, byte[] bytes) {
    this.type = type;
    this.transactionId = transactionId;
    this.attributes = attributes;
    this.bytes = bytes;
  }

  /** Reads a datagram; empty when it is not a well-formed STUN message. */
  public static Optional<StunMessage> parse(byte[] datagram) {
    if (datagram.length < HEADER || (datagram[0] & 0xc0) != 0) {
      return Optional.empty();
    }
    ByteBuffer in = ByteBuffer.wrap(datagram);
    int type = in.getShort() & 0xffff;
    int length = in.getShort() & 0xffff;
    if (in.getInt() != COOKIE || length % 4 != 0 || length != datagram.length - HEADER) {
      return Optional.empty();
    }
    byte[] id = new byte[12];
    in.get(id);
    Map<Integer, byte[]> attributes = new LinkedHashMap<>();
    while (in.remaining() >= 4) {
      int attribute = in.getShort() & 0xffff;
      int size = in.getShort() & 0xffff;
      int padded = (size + 3) & ~3;
      if (padded > in.remaining()) {
        return Optional.empty();
      }
      byte[] value = new byte[size];
      in.get(value);
      in.position(in.position() + padded - size);
      attributes.putIfAbsent(attribute, value);
    }
    return Optional.of(new StunMessage(type, id, attributes, datagram.clone()));
  }

  /** Starts a message of a given type and transaction. */
  public static Builder builder(int type, byte[] transactionId) {
    return new Builder(type, transactionId);
  }

  /** Message type: class and method together (RFC 8489 section 5, figure 3). */
  public int type() {
    return type;
  }

  public byte[] transactionId() {
    return transactionId.clone();
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  public Optional<byte[]> attribute(int attribute) {
    return Optional.ofNullable(attributes.get(attribute)).map(byte[]::clone);
  }

  public Optional<String> username() {
    return attribute(USERNAME).map(value -> new String(value, StandardCharsets.UTF_8));
  }

  /** The numeric code of ERROR-CODE (RFC 8489 section 14.8). */
  public Optional<Integer> errorCode() {
    return attribute(ERROR_CODE).filter(v -> v.length >= 4).map(v -> v[2] * 100 + v[3]);
  }

  /** The reflexive address of XOR-MAPPED-ADDRESS (RFC 8489 section 14.2). */
  public Optional<InetSocketAddress> mappedAddress() {
    return attribute(XOR_MAPPED_ADDRESS).filter(v -> v.length >= 8).map(this::decodeAddress);
  }

  private InetSocketAddress decodeAddress(byte[] value) {
    ByteBuffer mask = ByteBuffer.allocate(16).putInt(COOKIE).put(transactionId);
    int port = (((value[2] & 0xff) << 8) | (value[3] & 0xff)) ^ (COOKIE >>> 16);
    byte[] address = Arrays.copyOfRange(value, 4, value[1] == 1 ? 8 : 20);
    for (int i = 0; i < address.length; i++) {
      address[i] ^= mask.get(i);
    }
    try {
      return new InetSocketAddress(InetAddress.getByAddress(address), port & 0xffff);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Whether MESSAGE-INTEGRITY is there and made with this short-term password. */
  public boolean authenticatedBy(String password) {
    int at = offsetOf(MESSAGE_INTEGRITY);
    byte[] value = attributes.get(MESSAGE_INTEGRITY);
    if (at < 0 || value.length != 20) {
      return false;
    }
    byte[] covered = Arrays.copyOf(bytes, at);
    setLength(covered, at - HEADER + 24);
    return MessageDigest.isEqual(value, hmac(password, covered));
  }

  /** Whether FINGERPRINT is there, last, and right (RFC 8489 section 14.7). */
  public boolean fingerprintValid() {
    int at = offsetOf(FINGERPRINT);
    if (at < 0 || at != bytes.length - 8) {
      return false;
    }
    return ByteBuffer.wrap(bytes).getInt(at + 4) == fingerprint(Arrays.copyOf(bytes, at));
  }

  private int offsetOf(int wanted) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int at = HEADER;
    while (at + 4 <= bytes.length) {
      if ((in.getShort(at) & 0xffff) == wanted) {
        return at;
      }
      at += 4 + (((in.getShort(at + 2) & 0xffff) + 3) & ~3);
    }
    return -1;
  }

  private static byte[] hmac(String password, byte[] covered) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(password.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
      return mac.doFinal(covered);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int fingerprint(byte[] covered) {
    CRC32 crc = new CRC32();
    crc.update(covered);
    return (int) crc.getValue() ^ FINGERPRINT_XOR;
  }

  private static void setLength(byte[] message, int length) {
    ByteBuffer.wrap(message).putShort(2, (short) length);
  }

  /** Collects attributes in order and seals the message. */
  public static final class Builder {
    private final int type;
    private final byte[] transactionId;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    private Builder(int type, byte[] transactionId) {
      if (transactionId.length != 12) {
        throw new IllegalArgumentException("a transaction id has 12 bytes");
      }
      this.type = type;
      this.transactionId = transactionId.clone();
    }

    public Builder attribute(int attribute, byte[] value) {
      byte[] padded = Arrays.copyOf(value, (value.length + 3) & ~3);
      body.writeBytes(
          ByteBuffer.allocate(4)
              .putShort((short) attribute)
              .putShort((short) value.length)
              .array());
      body.writeBytes(padded);
      return this;
    }

    public Builder username(String name) {
      return attribute(USERNAME, name.getBytes(StandardCharsets.UTF_8));
    }

    public Builder number(int attribute, int value) {
      return attribute(attribute, ByteBuffer.allocate(4).putInt(value).array());
    }

    public Builder number(int attribute, long value) {
      return attribute(attribute, ByteBuffer.allocate(8).putLong(value).array());
    }

    public Builder mappedAddress(InetSocketAddress address) {
      byte[] raw = address.getAddress().getAddress();
      ByteBuffer mask = ByteBuffer.allocate(16).putInt(COOKIE).put(transactionId);
      for (int i = 0; i < raw.length; i++) {
        raw[i] ^= mask.get(i);
      }
      short port = (short) (address.getPort() ^ (COOKIE >>> 16));
      byte family = (byte) (raw.length == 4 ? 1 : 2);
      byte[] value =
          ByteBuffer.allocate(4 + raw.length)
              .put((byte) 0)
              .put(family)
              .putShort(port)
              .put(raw)
              .array();
      return attribute(XOR_MAPPED_ADDRESS, value);
    }

    /** Adds MESSAGE-INTEGRITY with a short-term password (RFC 8489 section 9.1.1). */
    public Builder integrity(String password) {
      byte[] covered = message(24);
      return attribute(MESSAGE_INTEGRITY, hmac(password, covered));
    }

    /** Adds FINGERPRINT and ends the message. */
    public byte[] fingerprinted() {
      number(FINGERPRINT, fingerprint(message(8)));
      return build();
    }

    public byte[] build() {
      return message(0);
    }

    private byte[] message(int more) {
      return ByteBuffer.allocate(HEADER + body.size())
          .putShort((short) type)
          .putShort((short) (body.size() + more))
          .putInt(COOKIE)
          .put(transactionId)
          .put(body.toByteArray())
          .array();
    }
  }
}
