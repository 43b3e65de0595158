package io.sightline.media.stun;

import io.sightline.media.rtp.Bytes;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.attribute.AttributeFactory;
import org.ice4j.attribute.FingerprintAttribute;
import org.ice4j.attribute.MessageIntegrityAttribute;

/**
 * Encodes answers to binding requests. Stateless, any thread.
 *
 * <p>Attributes are ice4j's; the frame is put together here because ice4j's own encoder reads its
 * configuration and its stack's credentials.
 */
public final class BindingResponse {
  private static final int SUCCESS = 0x0101;
  private static final int ERROR = 0x0111;
  private static final int UNKNOWN_ATTRIBUTES = 0x000A;
  private static final byte[] NO_BYTES = {};

  private BindingResponse() {}

  /**
   * A success response with XOR-MAPPED-ADDRESS, MESSAGE-INTEGRITY and FINGERPRINT.
   *
   * @param from the request's source address, resolved
   * @param pwd the password that authenticated the request
   */
  public static byte[] success(BindingRequest request, InetSocketAddress from, String pwd) {
    byte[] transactionId = request.transactionId();
    TransportAddress mapped =
        new TransportAddress(from.getAddress(), from.getPort(), Transport.UDP);
    byte[] attribute =
        AttributeFactory.createXorMappedAddressAttribute(mapped, transactionId).encode();
    return frame(SUCCESS, transactionId, attribute, NO_BYTES, pwd);
  }

  /**
   * An error response with FINGERPRINT, without reason phrase to stay shorter than its question.
   *
   * @param code 400, 401, 420 or 487; a 420 lists the request's unknown attributes
   * @param pwd the password to sign with, or null before the request is authenticated
   */
  public static byte[] error(BindingRequest request, int code, String pwd) {
    byte[] error = AttributeFactory.createErrorCodeAttribute((char) code, "").encode();
    byte[] unknown = NO_BYTES;
    if (code == 420) {
      int[] types = request.unknownAttributes();
      unknown = new byte[4 + 2 * types.length];
      Bytes.put16(unknown, 0, UNKNOWN_ATTRIBUTES);
      Bytes.put16(unknown, 2, 2 * types.length);
      for (int i = 0; i < types.length; i++) {
        Bytes.put16(unknown, 4 + 2 * i, types[i]);
      }
    }
    return frame(ERROR, request.transactionId(), error, unknown, pwd);
  }

  private static byte[] frame(
      int type, byte[] transactionId, byte[] first, byte[] second, String pwd) {
    int secondAt = StunLayout.HEADER + padded(first.length);
    int bodyEnd = secondAt + padded(second.length);
    int integrityEnd = bodyEnd + (pwd == null ? 0 : StunLayout.INTEGRITY_ATTRIBUTE);
    byte[] message = new byte[integrityEnd + StunLayout.FINGERPRINT_ATTRIBUTE];
    Bytes.put16(message, 0, type);
    Bytes.put32(message, 4, StunLayout.MAGIC_COOKIE);
    System.arraycopy(transactionId, 0, message, 8, StunLayout.TRANSACTION_ID);
    System.arraycopy(first, 0, message, StunLayout.HEADER, first.length);
    System.arraycopy(second, 0, message, secondAt, second.length);
    if (pwd != null) {
      Bytes.put16(message, 2, integrityEnd - StunLayout.HEADER);
      byte[] hmac =
          MessageIntegrityAttribute.calculateHmacSha1(
              message, 0, bodyEnd, pwd.getBytes(StandardCharsets.UTF_8));
      attribute(message, bodyEnd, StunLayout.MESSAGE_INTEGRITY, hmac);
    }
    Bytes.put16(message, 2, message.length - StunLayout.HEADER);
    byte[] crc = FingerprintAttribute.calculateXorCRC32(message, 0, integrityEnd);
    attribute(message, integrityEnd, StunLayout.FINGERPRINT, crc);
    return message;
  }

  private static void attribute(byte[] message, int at, int type, byte[] value) {
    Bytes.put16(message, at, type);
    Bytes.put16(message, at + 2, value.length);
    System.arraycopy(value, 0, message, at + 4, value.length);
  }

  private static int padded(int length) {
    return length + 3 & ~3;
  }

  /** True when answering cannot be used to amplify: the answer is no longer than the question. */
  public static boolean isNoLongerThan(byte[] response, BindingRequest request) {
    return response.length <= request.length();
  }
}
