package io.sightline.media.stun;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.media.Hex;
import io.sightline.media.rtp.Bytes;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class BindingTest {
  private static final String PWD = "VOkJxbRl1RmTxUk/WvJxBt";

  /** RFC 5769 section 2.1. */
  private static final byte[] SAMPLE_REQUEST =
      Hex.bytes(
          """
          00010058 2112a442 b7e7a701 bc34d686 fa87dfae
          80220010 5354554e 20746573 7420636c 69656e74
          00240004 6e0001ff
          80290008 932ff9b1 51263b36
          00060009 6576746a 3a683676 59202020
          00080014 9aeaa70c bfd8cb56 781ef2b5 b2d3f249 c1b571a2
          80280004 e57a3bcf
          """);

  private static BindingRequest parse(byte[] bytes) {
    return BindingRequest.parse(bytes, 0, bytes.length);
  }

  @Test
  void readsTheSampleRequestOfRfc5769() {
    BindingRequest request = parse(SAMPLE_REQUEST);
    assertEquals(StunFault.NONE, request.fault());
    assertEquals("evtj", request.localUfrag());
    assertEquals("h6vY", request.remoteUfrag());
    assertEquals(0x6e0001ffL, request.priority());
    assertTrue(request.controlled());
    assertFalse(request.controlling());
    assertFalse(request.useCandidate());
    assertTrue(request.isAuthenticatedBy(PWD));
    assertFalse(request.isAuthenticatedBy("VOkJxbRl1RmTxUk/WvJxBu"));
    assertEquals(0, request.unknownAttributes().length);
  }

  @Test
  void everyFlippedBitIsNoticed() {
    for (int bit = 0; bit < 8 * SAMPLE_REQUEST.length; bit++) {
      byte[] bytes = SAMPLE_REQUEST.clone();
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
      BindingRequest request = parse(bytes);
      assertFalse(
          request.fault() == StunFault.NONE && request.isAuthenticatedBy(PWD), "bit " + bit);
    }
  }

  @Test
  void readsWhatABrowserSends() {
    BindingRequest request = parse(StunRequests.check(1, "srv:cli", true).finish(PWD));
    assertEquals(StunFault.NONE, request.fault());
    assertTrue(request.useCandidate());
    assertTrue(request.controlling());
    assertTrue(request.isAuthenticatedBy(PWD));
  }

  @Test
  void attributesBehindIntegrityAreNotRead() {
    byte[] signed = StunRequests.check(1, "srv:cli", false).finish(PWD);
    byte[] forged = Arrays.copyOf(signed, signed.length + 4);
    int at = signed.length - 8;
    Bytes.put32(forged, at, 0x00250000);
    Bytes.put16(forged, 2, forged.length - 20);
    Bytes.put32(forged, at + 4, 0x80280004);
    CRC32 crc = new CRC32();
    crc.update(forged, 0, at + 4);
    Bytes.put32(forged, at + 8, crc.getValue() ^ 0x5354554EL);
    BindingRequest request = parse(forged);
    assertEquals(StunFault.NONE, request.fault());
    assertTrue(request.isAuthenticatedBy(PWD));
    assertFalse(request.useCandidate());
  }

  @Test
  void listsUnknownComprehensionRequiredAttributes() {
    BindingRequest request =
        parse(StunRequests.check(1, "a:b", false).with(0x7777, new byte[3]).finish(PWD));
    assertArrayEquals(new int[] {0x7777}, request.unknownAttributes());
    byte[] response = BindingResponse.error(request, 420, PWD);
    assertEquals(0x0111, Bytes.u16(response, 0));
    assertEquals("000a00027777", Hex.of(response, 28, 6));
  }

  @Test
  void faultsHaveReasons() {
    assertEquals(StunFault.BAD_SIZE, parse(new byte[19]).fault());
    assertEquals(StunFault.BAD_SIZE, parse(new byte[1501]).fault());
    assertEquals(StunFault.NOT_STUN, parse(new byte[20]).fault());
    byte[] cut = Arrays.copyOf(SAMPLE_REQUEST, SAMPLE_REQUEST.length - 4);
    assertEquals(StunFault.BAD_LENGTH, parse(cut).fault());
    byte[] response = SAMPLE_REQUEST.clone();
    response[0] = 1;
    assertEquals(StunFault.NOT_A_BINDING_REQUEST, parse(response).fault());
    byte[] twice =
        StunRequests.check(1, "a:b", false).with(0x0024, new byte[] {1, 2, 3, 4}).finish(PWD);
    assertEquals(StunFault.BAD_ATTRIBUTE, parse(twice).fault());
    StunRequests many = new StunRequests(1);
    for (int i = 0; i < 40; i++) {
      many.with(0x9000 + i, new byte[0]);
    }
    assertEquals(StunFault.TOO_MANY_ATTRIBUTES, parse(many.finish(PWD)).fault());
  }

  @Test
  void successCarriesTheMappedAddressOfRfc5769() throws Exception {
    BindingRequest request = parse(SAMPLE_REQUEST);
    InetAddress v4 = InetAddress.getByName("192.0.2.1");
    byte[] response = BindingResponse.success(request, new InetSocketAddress(v4, 32853), PWD);
    assertEquals("0101002c2112a442b7e7a701bc34d686fa87dfae", Hex.of(response, 0, 20));
    assertEquals("002000080001a147e112a643", Hex.of(response, 20, 12));
    byte[] covered = Arrays.copyOf(response, 32);
    Bytes.put16(covered, 2, 12 + 24);
    assertArrayEquals(StunRequests.hmac(PWD, covered, 32), Arrays.copyOfRange(response, 36, 56));
    CRC32 crc = new CRC32();
    crc.update(response, 0, 56);
    assertEquals(crc.getValue() ^ 0x5354554EL, Bytes.u32(response, 60));

    InetAddress v6 = InetAddress.getByName("2001:db8:1234:5678:11:2233:4455:6677");
    byte[] response6 = BindingResponse.success(request, new InetSocketAddress(v6, 32853), PWD);
    assertEquals("002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9", Hex.of(response6, 20, 24));
  }

  @Test
  void anyBytesHaveAFault() {
    Random random = new Random(5769);
    byte[] valid = StunRequests.check(9, "srv:cli", true).finish(PWD);
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes;
      if (i % 2 == 0) {
        bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
      } else {
        bytes = valid.clone();
        for (int n = 1 + random.nextInt(8); n > 0; n--) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
      }
      if (i % 3 != 0 && bytes.length >= 32) {
        refit(bytes);
      }
      BindingRequest request = parse(bytes);
      assertNotNull(request.fault());
      request.isAuthenticatedBy(PWD);
      request.priority();
    }
  }

  /** Makes header and fingerprint fit, so that the mutation reaches the attributes. */
  private static void refit(byte[] bytes) {
    Bytes.put16(bytes, 0, 1);
    Bytes.put16(bytes, 2, bytes.length - 20);
    Bytes.put32(bytes, 4, 0x2112A442);
    int at = bytes.length - 8;
    Bytes.put32(bytes, at, 0x80280004);
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, at);
    Bytes.put32(bytes, at + 4, crc.getValue() ^ 0x5354554EL);
  }
}
