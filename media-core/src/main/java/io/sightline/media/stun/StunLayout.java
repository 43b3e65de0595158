package io.sightline.media.stun;

import io.sightline.media.rtp.Bytes;

/** The frame of a STUN message: header fields and the walk over attributes (RFC 8489 section 5). */
final class StunLayout {
  static final int HEADER = 20;
  static final int TRANSACTION_ID = 12;
  static final int MAGIC_COOKIE = 0x2112A442;
  static final int BINDING_REQUEST = 0x0001;
  static final int MESSAGE_INTEGRITY = 0x0008;
  static final int FINGERPRINT = 0x8028;
  static final int INTEGRITY_ATTRIBUTE = 24;
  static final int FINGERPRINT_ATTRIBUTE = 8;
  private static final int MAX_ATTRIBUTES = 32;

  /** Offset of the MESSAGE-INTEGRITY attribute in the message, or -1. */
  int integrityAt = -1;

  /** Where the attributes end that integrity covers, or all of them. */
  int coveredEnd;

  int fingerprintAt = -1;

  /** Walks a message that fills the whole array. */
  StunFault walk(byte[] message) {
    if (message.length < HEADER) {
      return StunFault.BAD_SIZE;
    }
    if ((message[0] & 0xC0) != 0 || Bytes.s32(message, 4) != MAGIC_COOKIE) {
      return StunFault.NOT_STUN;
    }
    if (Bytes.u16(message, 0) != BINDING_REQUEST) {
      return StunFault.NOT_A_BINDING_REQUEST;
    }
    if (Bytes.u16(message, 2) != message.length - HEADER || message.length % 4 != 0) {
      return StunFault.BAD_LENGTH;
    }
    int at = HEADER;
    for (int n = 0; at < message.length; n++) {
      if (n == MAX_ATTRIBUTES) {
        return StunFault.TOO_MANY_ATTRIBUTES;
      }
      int next = next(message, at);
      if (next > message.length) {
        return StunFault.BAD_LENGTH;
      }
      StunFault fault = note(message, at, next);
      if (fault != StunFault.NONE) {
        return fault;
      }
      at = next;
    }
    coveredEnd =
        integrityAt >= 0 ? integrityAt : fingerprintAt >= 0 ? fingerprintAt : message.length;
    return fingerprintAt < 0 ? StunFault.NO_FINGERPRINT : StunFault.NONE;
  }

  /** Where the attribute after the one at {@code at} starts; past the end when it does not fit. */
  static int next(byte[] message, int at) {
    return at + 4 + (Bytes.u16(message, at + 2) + 3 & ~3);
  }

  private StunFault note(byte[] message, int at, int next) {
    int type = Bytes.u16(message, at);
    int length = Bytes.u16(message, at + 2);
    if (fingerprintAt >= 0) {
      return StunFault.BAD_ATTRIBUTE;
    }
    if (type == MESSAGE_INTEGRITY) {
      if (length != INTEGRITY_ATTRIBUTE - 4 || integrityAt >= 0) {
        return StunFault.BAD_ATTRIBUTE;
      }
      integrityAt = at;
    }
    if (type == FINGERPRINT) {
      if (length != FINGERPRINT_ATTRIBUTE - 4 || next != message.length) {
        return StunFault.BAD_ATTRIBUTE;
      }
      fingerprintAt = at;
    }
    return StunFault.NONE;
  }
}
