package io.sightline.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.sightline.signaling.MessageDecoder.DecodingException;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageDecoderTest {
  private static final UUID CALL = UUID.fromString("0b0a61c6-2f1f-4a4e-9d11-7d8a5d1c0001");
  private static final List<String> GOOD =
      List.of(
          "{'type':'join','callId':'%s','capabilities':{'audio':['opus'],'video':['VP8','H264']},'media':{'audio':true,'video':false}}",
          "{'type':'leave','callId':'%s'}",
          "{'type':'media.state','callId':'%s','audio':true,'video':true,'screen':false}",
          "{'type':'media.description','callId':'%s','generation':1,'negotiation':2,'description':{'type':'answer','sdp':'v=0'}}",
          "{'type':'media.candidate','callId':'%s','generation':1,'candidate':{'candidate':'','sdpMid':'0','sdpMLineIndex':0,'usernameFragment':'x'}}",
          "{'type':'media.candidate','callId':'%s','generation':1,'candidate':null}",
          "{'type':'media.established','callId':'%s','generation':1}",
          "{'type':'media.failed','callId':'%s','generation':1,'reason':'ice'}",
          "{'type':'recording.start','callId':'%s'}",
          "{'type':'call.end','callId':'%s','future':{'field':[1,2]}}",
          "{'type':'presence.set','presence':'busy'}",
          "{'type':'ping','id':'1'}");

  private static String frame(String text) {
    return text.formatted(CALL).replace('\'', '"');
  }

  @Test
  void takesEveryMessageOfTheProtocol() throws Exception {
    for (String good : GOOD) {
      assertNotNull(MessageDecoder.decode(frame(good), null).message());
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "{'type':1} | type",
        "{} | type",
        "{'type':'leave','callId':'x'} | callId",
        "{'type':'leave','callId':'1-1-1-1-1'} | callId",
        "{'type':'leave'} | callId",
        "{'type':'media.established','callId':'%s','generation':-1} | generation",
        "{'type':'media.established','callId':'%s','generation':1.5} | generation",
        "{'type':'media.established','callId':'%s','generation':1e400} | generation",
        "{'type':'media.state','callId':'%s','audio':'yes'} | audio",
        "{'type':'join','callId':'%s','capabilities':{'audio':'opus'}} | capabilities.audio",
        "{'type':'join','callId':'%s','capabilities':{'video':['a,b']}} | capabilities.video",
        "{'type':'join','callId':'%s','media':[]} | media",
        "{'type':'media.description','callId':'%s','generation':1,'description':{'type':'rollback','sdp':'v'}}"
            + " | description.type",
        "{'type':'media.description','callId':'%s','generation':1,'description':{'type':'offer'}} |"
            + " description.sdp",
        "{'type':'media.candidate','callId':'%s','generation':1,'candidate':'x'} | candidate",
        "{'type':'presence.set','presence':'asleep'} | presence",
      })
  void namesTheWrongField(String text, String field) {
    DecodingException thrown =
        assertThrows(DecodingException.class, () -> MessageDecoder.decode(frame(text), null));
    assertEquals(field, thrown.refusal().field().orElseThrow());
    assertEquals("message.malformed", thrown.refusal().code());
  }

  @Test
  void impliesTheCallOfWhomIsAdmittedToOneOnly() throws Exception {
    var leave =
        (SignalingMessage.Leave) MessageDecoder.decode(frame("{'type':'leave'}"), CALL).message();
    assertEquals(CALL, leave.callId());
    DecodingException other =
        assertThrows(
            DecodingException.class,
            () ->
                MessageDecoder.decode(frame("{'type':'leave','callId':'%s'}"), UUID.randomUUID()));
    assertEquals("not.found", other.refusal().code());
  }

  @Test
  void refusesWhatIsTooDeepOrTooLongWithoutParsingIt() {
    for (String huge : List.of("[".repeat(60_000), "{\"a\":".repeat(20_000), "x".repeat(70_000))) {
      DecodingException thrown =
          assertThrows(DecodingException.class, () -> MessageDecoder.decode(huge, null));
      assertEquals("message.too.large", thrown.refusal().code());
    }
  }

  /** Whatever the bytes, a message or a DecodingException comes of them. */
  @Test
  void survivesDamagedMessages() {
    Random random = new Random(20261120);
    for (int i = 0; i < 60_000; i++) {
      StringBuilder text = new StringBuilder(frame(GOOD.get(random.nextInt(GOOD.size()))));
      for (int edits = random.nextInt(5); edits >= 0; edits--) {
        damage(text, random);
      }
      try {
        assertNotNull(MessageDecoder.decode(text.toString(), random.nextBoolean() ? CALL : null));
      } catch (DecodingException expected) {
        assertNotNull(expected.refusal().code());
      }
    }
  }

  private static void damage(StringBuilder text, Random random) {
    if (text.isEmpty()) {
      return;
    }
    int at = random.nextInt(text.length());
    switch (random.nextInt(5)) {
      case 0 -> text.deleteCharAt(at);
      case 1 -> text.setCharAt(at, (char) random.nextInt(0x10000));
      case 2 -> text.insert(at, "{[\"\\,:0-eE}]".charAt(random.nextInt(12)));
      case 3 -> text.insert(at, text.substring(at, Math.min(text.length(), at + 12)));
      default -> text.setLength(at);
    }
  }
}
