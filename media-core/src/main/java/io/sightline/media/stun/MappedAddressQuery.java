package io.sightline.media.stun;

import io.sightline.media.rtp.Bytes;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Arrays;
import org.ice4j.StunException;
import org.ice4j.attribute.Attribute;
import org.ice4j.attribute.FingerprintAttribute;
import org.ice4j.attribute.XorMappedAddressAttribute;
import org.ice4j.message.Message;

/**
 * A binding request without credentials that asks a STUN server as what address it sees the sender
 * (RFC 8489 section 12), and the reading of its answer. Immutable, any thread.
 */
public final class MappedAddressQuery {
  private static final int SUCCESS = 0x0101;
  private static final int ERROR = 0x0111;

  private final byte[] transactionId;

  private MappedAddressQuery(byte[] transactionId) {
    this.transactionId = transactionId;
  }

  /** A query with a transaction ID of 96 random bits. */
  public static MappedAddressQuery create(SecureRandom random) {
    byte[] id = new byte[StunLayout.TRANSACTION_ID];
    random.nextBytes(id);
    return new MappedAddressQuery(id);
  }

  /** The 28 bytes to send, the same for each repetition. */
  public byte[] request() {
    byte[] message = new byte[StunLayout.HEADER + StunLayout.FINGERPRINT_ATTRIBUTE];
    Bytes.put16(message, 0, StunLayout.BINDING_REQUEST);
    Bytes.put16(message, 2, StunLayout.FINGERPRINT_ATTRIBUTE);
    Bytes.put32(message, 4, StunLayout.MAGIC_COOKIE);
    System.arraycopy(transactionId, 0, message, 8, StunLayout.TRANSACTION_ID);
    byte[] crc = FingerprintAttribute.calculateXorCRC32(message, 0, StunLayout.HEADER);
    Bytes.put16(message, StunLayout.HEADER, StunLayout.FINGERPRINT);
    Bytes.put16(message, StunLayout.HEADER + 2, crc.length);
    System.arraycopy(crc, 0, message, StunLayout.HEADER + 4, crc.length);
    return message;
  }

  /** Whether the bytes begin as the answer to some binding request does. */
  public static boolean isResponse(byte[] buffer, int length) {
    if (length < StunLayout.HEADER || Bytes.s32(buffer, 4) != StunLayout.MAGIC_COOKIE) {
      return false;
    }
    int type = Bytes.u16(buffer, 0);
    return type == SUCCESS || type == ERROR;
  }

  /** Whether a {@link #isResponse} is the one to this query. */
  public boolean isAnsweredBy(byte[] buffer, int length) {
    return length >= StunLayout.HEADER
        && Arrays.equals(buffer, 8, StunLayout.HEADER, transactionId, 0, StunLayout.TRANSACTION_ID);
  }

  /** The address of XOR-MAPPED-ADDRESS, or null where the answer tells none. Never throws. */
  public InetSocketAddress mappedAddress(byte[] buffer, int length) {
    if (length > BindingRequest.MAX_LENGTH
        || Bytes.u16(buffer, 0) != SUCCESS
        || Bytes.u16(buffer, 2) != length - StunLayout.HEADER) {
      return null;
    }
    try {
      Message message = Message.decode(buffer, 0, length);
      if (message.getAttribute(Attribute.XOR_MAPPED_ADDRESS)
          instanceof XorMappedAddressAttribute mapped) {
        InetSocketAddress address = mapped.getAddress(transactionId);
        return address.getPort() == 0 || address.getAddress().isAnyLocalAddress() ? null : address;
      }
      return null;
    } catch (StunException | RuntimeException e) {
      // the codec announces some contents that it cannot read by unchecked exceptions
      return null;
    }
  }
}
