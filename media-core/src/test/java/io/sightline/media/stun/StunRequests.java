package io.sightline.media.stun;

import io.sightline.media.rtp.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Random;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Writes binding requests as a full agent would, independently of the code under test. */
public final class StunRequests {
  private final ByteArrayOutputStream attributes = new ByteArrayOutputStream();
  private final byte[] transactionId = new byte[12];

  public StunRequests(long seed) {
    new Random(seed).nextBytes(transactionId);
  }

  public StunRequests with(int type, byte[] value) {
    byte[] head = new byte[4];
    Bytes.put16(head, 0, type);
    Bytes.put16(head, 2, value.length);
    attributes.writeBytes(head);
    attributes.writeBytes(value);
    attributes.writeBytes(new byte[(4 - value.length % 4) % 4]);
    return this;
  }

  /** What a controlling browser sends. */
  public static StunRequests check(long seed, String username, boolean nominate) {
    StunRequests request =
        new StunRequests(seed)
            .with(0x0006, username.getBytes(StandardCharsets.UTF_8))
            .with(0xC057, new byte[] {0, 1, 0, 10})
            .with(0x802A, new byte[] {1, 2, 3, 4, 5, 6, 7, 8})
            .with(0x0024, new byte[] {0x6e, 0x7f, 0x1e, (byte) 0xff});
    return nominate ? request.with(0x0025, new byte[0]) : request;
  }

  /** Signs and finishes; {@code pwd} null leaves MESSAGE-INTEGRITY out. */
  public byte[] finish(String pwd) {
    byte[] body = attributes.toByteArray();
    int integrityEnd = 20 + body.length + (pwd == null ? 0 : 24);
    byte[] message = new byte[integrityEnd + 8];
    Bytes.put16(message, 0, 1);
    Bytes.put32(message, 4, 0x2112A442);
    System.arraycopy(transactionId, 0, message, 8, 12);
    System.arraycopy(body, 0, message, 20, body.length);
    if (pwd != null) {
      Bytes.put16(message, 2, integrityEnd - 20);
      Bytes.put32(message, integrityEnd - 24, 0x00080014);
      byte[] hmac = hmac(pwd, message, integrityEnd - 24);
      System.arraycopy(hmac, 0, message, integrityEnd - 20, 20);
    }
    Bytes.put16(message, 2, message.length - 20);
    Bytes.put32(message, integrityEnd, 0x80280004);
    CRC32 crc = new CRC32();
    crc.update(message, 0, integrityEnd);
    Bytes.put32(message, integrityEnd + 4, crc.getValue() ^ 0x5354554EL);
    return message;
  }

  /** HMAC-SHA1 over the first {@code length} bytes. */
  public static byte[] hmac(String pwd, byte[] message, int length) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(pwd.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
      mac.update(message, 0, length);
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
