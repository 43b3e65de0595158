package io.sightline.testsupport.stun;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StunMessageTest {
  private static final String PASSWORD = "VOkJxbRl1RmTxUk/WvJxBt";
  private static final byte[] REQUEST =
      hex(
          "000100582112a442b7e7a701bc34d686fa87dfae"
              + "802200105354554e207465737420636c69656e74"
              + "002400046e0001ff80290008932ff9b151263b36"
              + "000600096576746a3a68367659202020"
              + "000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a280280004e57a3bcf");
  private static final byte[] RESPONSE =
      hex(
          "0101003c2112a442b7e7a701bc34d686fa87dfae"
              + "8022000b7465737420766563746f7220002000080001a147e112a643"
              + "000800142b91f599fd9e90c38c7489f92af9ba53f06be7d780280004c07d4c96");

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  @Test
  void readsTheRequestOfRfc5769() {
    StunMessage request = StunMessage.parse(REQUEST).orElseThrow();
    assertEquals(StunMessage.BINDING_REQUEST, request.type());
    assertEquals("evtj:h6vY", request.username().orElseThrow());
    assertTrue(request.authenticatedBy(PASSWORD));
    assertFalse(request.authenticatedBy(PASSWORD + "x"));
    assertTrue(request.fingerprintValid());
  }

  @Test
  void readsTheResponseOfRfc5769() {
    StunMessage response = StunMessage.parse(RESPONSE).orElseThrow();
    assertEquals(StunMessage.BINDING_SUCCESS, response.type());
    assertEquals(new InetSocketAddress("192.0.2.1", 32853), response.mappedAddress().orElseThrow());
    assertTrue(response.authenticatedBy(PASSWORD));
    assertTrue(response.fingerprintValid());
  }

  @Test
  void writesWhatItReads() {
    byte[] id = new byte[12];
    InetSocketAddress address = new InetSocketAddress("2001:db8::1", 4711);
    byte[] bytes =
        StunMessage.builder(StunMessage.BINDING_SUCCESS, id)
            .mappedAddress(address)
            .integrity("secret")
            .fingerprinted();
    StunMessage message = StunMessage.parse(bytes).orElseThrow();
    assertEquals(address, message.mappedAddress().orElseThrow());
    assertTrue(message.authenticatedBy("secret"));
    assertTrue(message.fingerprintValid());
    assertArrayEquals(bytes, message.bytes());
  }

  @Test
  void surelyParsesNoGarbage() {
    Random random = new Random(5);
    for (int i = 0; i < 20_000; i++) {
      byte[] mutated = Arrays.copyOf(REQUEST, random.nextInt(REQUEST.length + 1));
      for (int k = 0; k < 3 && mutated.length > 0; k++) {
        mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
      }
      boolean intact = Arrays.equals(mutated, REQUEST);
      StunMessage.parse(mutated)
          .ifPresent(message -> assertEquals(intact, message.fingerprintValid()));
    }
  }
}
