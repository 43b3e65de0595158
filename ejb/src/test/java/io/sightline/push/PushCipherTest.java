package io.sightline.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPrivateKeySpec;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** The example of RFC 8291, appendix A. */
class PushCipherTest {
  private static final String BROWSER =
      "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
  private static final String SERVER =
      "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8";
  private static final String BODY =
      "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS"
          + "6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxs"
          + "j_Qulcy4a-fN";

  private static byte[] bytes(String text) {
    return Base64.getUrlDecoder().decode(text);
  }

  @Test
  void isWhatTheStandardShows() throws GeneralSecurityException {
    ECPublicKey known = PushCipher.publicKey(bytes(SERVER));
    BigInteger secret = new BigInteger(1, bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"));
    PrivateKey own =
        KeyFactory.getInstance("EC")
            .generatePrivate(new ECPrivateKeySpec(secret, known.getParams()));
    byte[] body =
        PushCipher.encrypt(
            "When I grow up, I want to be a watermelon".getBytes(StandardCharsets.US_ASCII),
            bytes(BROWSER),
            bytes("BTBZMqHH6r4Tts7J_aSIgg"),
            new KeyPair(known, own),
            bytes("DGv6ra1nlYgDCS1FRnbzlw"));
    assertEquals(BODY, Base64.getUrlEncoder().withoutPadding().encodeToString(body));
  }

  @Test
  void refusesWhatIsNoPointOfTheCurve() {
    byte[] elsewhere = bytes(BROWSER);
    elsewhere[40] ^= 1;
    assertThrows(GeneralSecurityException.class, () -> PushCipher.publicKey(elsewhere));
    assertThrows(GeneralSecurityException.class, () -> PushCipher.publicKey(new byte[65]));
    assertThrows(GeneralSecurityException.class, () -> PushCipher.publicKey(new byte[3]));
  }
}
