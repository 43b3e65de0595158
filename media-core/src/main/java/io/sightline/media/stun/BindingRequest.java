package io.sightline.media.stun;

import io.sightline.media.rtp.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import org.ice4j.StunException;
import org.ice4j.attribute.Attribute;
import org.ice4j.attribute.FingerprintAttribute;
import org.ice4j.attribute.MessageIntegrityAttribute;
import org.ice4j.attribute.PriorityAttribute;
import org.ice4j.attribute.UsernameAttribute;
import org.ice4j.message.Message;

/**
 * A parsed binding request, or the reason why the bytes are none. Immutable, any thread.
 *
 * <p>Parsing proves nothing about the sender: only {@link #isAuthenticatedBy} does. Attributes
 * behind MESSAGE-INTEGRITY are not read, FINGERPRINT excepted (RFC 8489 section 14.5).
 */
public final class BindingRequest {
  /** Longest accepted datagram in bytes; checks of browsers stay under 200. */
  public static final int MAX_LENGTH = 1500;

  private static final int[] NONE = {};

  private final StunFault fault;
  private final byte[] message;
  private final int integrityAt;
  private final Message attributes;
  private final String localUfrag;
  private final String remoteUfrag;
  private final int[] unknown;

  private BindingRequest(StunFault fault, int length) {
    this.fault = fault;
    message = new byte[Math.max(0, Math.min(length, MAX_LENGTH))];
    integrityAt = -1;
    attributes = null;
    localUfrag = "";
    remoteUfrag = "";
    unknown = NONE;
  }

  private BindingRequest(byte[] message, int integrityAt, Message attributes, int[] unknown) {
    fault = StunFault.NONE;
    this.message = message;
    this.integrityAt = integrityAt;
    this.attributes = attributes;
    this.unknown = unknown;
    String username = username(attributes);
    int colon = username.indexOf(':');
    localUfrag = colon < 0 ? username : username.substring(0, colon);
    remoteUfrag = colon < 0 ? "" : username.substring(colon + 1);
  }

  /** Reads {@code length} bytes at {@code offset}, copying what it keeps. Never throws. */
  public static BindingRequest parse(byte[] buffer, int offset, int length) {
    if (length < StunLayout.HEADER || length > MAX_LENGTH) {
      return new BindingRequest(StunFault.BAD_SIZE, length);
    }
    byte[] message = Arrays.copyOfRange(buffer, offset, offset + length);
    StunLayout layout = new StunLayout();
    StunFault fault = layout.walk(message);
    if (fault != StunFault.NONE) {
      return new BindingRequest(fault, length);
    }
    byte[] crc = FingerprintAttribute.calculateXorCRC32(message, 0, layout.fingerprintAt);
    if (!Arrays.equals(message, layout.fingerprintAt + 4, length, crc, 0, crc.length)) {
      return new BindingRequest(StunFault.BAD_FINGERPRINT, length);
    }
    byte[] covered = Arrays.copyOf(message, layout.coveredEnd);
    Bytes.put16(covered, 2, layout.coveredEnd - StunLayout.HEADER);
    Message attributes = decode(covered);
    if (attributes == null) {
      return new BindingRequest(StunFault.BAD_ATTRIBUTE, length);
    }
    return new BindingRequest(message, layout.integrityAt, attributes, unknownAttributes(covered));
  }

  /**
   * The attributes, or null when one has an unreadable content or is there twice. The codec
   * announces some contents that it cannot read by unchecked exceptions.
   */
  private static Message decode(byte[] covered) {
    try {
      Message message = Message.decode(covered, 0, covered.length);
      int walked = 0;
      for (int at = StunLayout.HEADER; at < covered.length; at = StunLayout.next(covered, at)) {
        walked++;
      }
      return message.getAttributeCount() == walked ? message : null;
    } catch (StunException | RuntimeException e) {
      return null;
    }
  }

  private static int[] unknownAttributes(byte[] covered) {
    int[] found = NONE;
    for (int at = StunLayout.HEADER; at < covered.length; at = StunLayout.next(covered, at)) {
      int type = Bytes.u16(covered, at);
      if (type < 0x8000 && !isUnderstood(type)) {
        found = Arrays.copyOf(found, found.length + 1);
        found[found.length - 1] = type;
      }
    }
    return found;
  }

  /** Comprehension-required attributes that a binding request may carry. */
  private static boolean isUnderstood(int type) {
    return type == Attribute.USERNAME
        || type == Attribute.PRIORITY
        || type == Attribute.USE_CANDIDATE
        || type == Attribute.REALM
        || type == Attribute.NONCE;
  }

  private static String username(Message attributes) {
    Attribute attribute = attributes.getAttribute(Attribute.USERNAME);
    return attribute instanceof UsernameAttribute username
        ? new String(username.getUsername(), StandardCharsets.UTF_8)
        : "";
  }

  /** {@link StunFault#NONE} when the request is well-formed; else no other method is of use. */
  public StunFault fault() {
    return fault;
  }

  /** Bytes of the datagram, at most {@link #MAX_LENGTH}. */
  public int length() {
    return message.length;
  }

  /** The 12 bytes of the transaction ID; a copy. */
  public byte[] transactionId() {
    return Arrays.copyOfRange(message, 8, StunLayout.HEADER);
  }

  /** The part of USERNAME before the colon: the receiver's ufrag; empty when there is none. */
  public String localUfrag() {
    return localUfrag;
  }

  /** The part of USERNAME after the colon: the sender's ufrag; empty when there is none. */
  public String remoteUfrag() {
    return remoteUfrag;
  }

  /** PRIORITY, unsigned 32-bit, or -1 when absent (RFC 8445 section 7.1.1). */
  public long priority() {
    return attribute(Attribute.PRIORITY) instanceof PriorityAttribute priority
        ? priority.getPriority() & 0xFFFF_FFFFL
        : -1;
  }

  /** True when the controlling side nominates the pair with this check. */
  public boolean useCandidate() {
    return attribute(Attribute.USE_CANDIDATE) != null;
  }

  /** True when the sender claims the controlling role. */
  public boolean controlling() {
    return attribute(Attribute.ICE_CONTROLLING) != null;
  }

  /** True when the sender claims the controlled role, which a lite agent's peer must not. */
  public boolean controlled() {
    return attribute(Attribute.ICE_CONTROLLED) != null;
  }

  private Attribute attribute(char type) {
    return attributes == null ? null : attributes.getAttribute(type);
  }

  /** True when a MESSAGE-INTEGRITY attribute is there, right or wrong. */
  public boolean hasIntegrity() {
    return integrityAt >= 0;
  }

  /** Comprehension-required attribute types that are not known here; a copy, mostly empty. */
  public int[] unknownAttributes() {
    return unknown.clone();
  }

  /**
   * Verifies MESSAGE-INTEGRITY (RFC 8489 section 14.5) in constant time.
   *
   * @param pwd the receiver's ICE password
   */
  public boolean isAuthenticatedBy(String pwd) {
    if (integrityAt < 0) {
      return false;
    }
    byte[] covered = Arrays.copyOf(message, integrityAt);
    Bytes.put16(covered, 2, integrityAt + StunLayout.INTEGRITY_ATTRIBUTE - StunLayout.HEADER);
    byte[] expected =
        MessageIntegrityAttribute.calculateHmacSha1(
            covered, 0, covered.length, pwd.getBytes(StandardCharsets.UTF_8));
    byte[] actual =
        Arrays.copyOfRange(message, integrityAt + 4, integrityAt + StunLayout.INTEGRITY_ATTRIBUTE);
    return MessageDigest.isEqual(expected, actual);
  }
}
