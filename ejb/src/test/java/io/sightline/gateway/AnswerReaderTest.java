package io.sightline.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.gateway.sdp.Answer;
import io.sightline.gateway.sdp.AnswerReader;
import io.sightline.gateway.sdp.AnsweredSection;
import io.sightline.gateway.sdp.Codecs;
import io.sightline.gateway.sdp.SdpException;
import io.sightline.media.api.Candidate;
import io.sightline.media.api.Codec;
import io.sightline.media.api.HeaderExtension;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReaderTest {
  @Test
  void readsChromium() throws SdpException {
    Answer answer = AnswerReader.read(SdpSamples.CHROMIUM, SdpSamples.offer());

    assertEquals("twaE", answer.transport().ufrag());
    assertEquals("FSwkrxSBdyWciuBD5BFeRIxi", answer.transport().pwd());
    assertEquals("sha-256", answer.transport().fingerprint().algorithm());
    assertTrue(answer.transport().fingerprint().value().startsWith("92:B5:50"));
    assertEquals(6, answer.sections().size());
    assertTrue(answer.sections().stream().allMatch(AnsweredSection::flows));
    AnsweredSection camera = answer.sections().get(1);
    assertEquals(List.of(3_044_682_026L, 1_231_892_413L), camera.ssrcs());
    assertEquals(List.of(96, 102), camera.codecs().stream().map(Codec::payloadType).toList());
    assertEquals(97, camera.codecs().get(0).rtxPayloadType());
    assertEquals(
        List.of("goog-remb", "transport-cc", "ccm fir", "nack", "nack pli"),
        camera.codecs().get(0).feedback());
    assertEquals(
        List.of(2, 13, 3, 4), camera.extensions().stream().map(HeaderExtension::id).toList());
    assertEquals(List.of(), answer.sections().get(4).ssrcs());
  }

  @Test
  void readsFirefox() throws SdpException {
    Answer answer = AnswerReader.read(SdpSamples.FIREFOX, SdpSamples.offer());

    assertEquals("f8c860b0", answer.transport().ufrag());
    AnsweredSection microphone = answer.sections().get(0);
    assertEquals(List.of(2_980_256_043L), microphone.ssrcs());
    assertEquals("1", microphone.codecs().get(0).parameters().get("stereo"));
    AnsweredSection camera = answer.sections().get(1);
    assertEquals(List.of("VP8"), camera.codecs().stream().map(Codec::name).toList());
    assertEquals(List.of(77_645_771L, 1_004_927_036L), camera.ssrcs());
  }

  @Test
  void readsWhatIsLeftWhenOthersHaveLeft() throws SdpException {
    TrackSlots slots = new TrackSlots(SdpSamples.SELF);
    slots.arrange(List.of(SdpSamples.SELF, SdpSamples.OTHER));
    slots.arrange(List.of(SdpSamples.SELF));
    String text = SdpSamples.read("chromium-156-answer-others-left.sdp");

    Answer answer = AnswerReader.read(text, slots.sections(SdpSamples.withVideo(Codecs.VP8)));

    assertTrue(answer.sections().get(0).flows());
    assertFalse(answer.sections().get(3).flows());
    assertFalse(answer.sections().get(5).flows());
  }

  @Test
  void acceptsTransportOnTheFirstSectionAlone() throws SdpException {
    int second = SdpSamples.CHROMIUM.indexOf("m=video");
    String rest =
        SdpSamples.CHROMIUM
            .substring(second)
            .replaceAll("a=(ice-ufrag|ice-pwd|fingerprint|setup|rtcp-mux)[^\r]*\r\n", "");

    Answer answer =
        AnswerReader.read(SdpSamples.CHROMIUM.substring(0, second) + rest, SdpSamples.offer());

    assertTrue(answer.sections().get(5).flows());
  }

  /** RFC 8842 section 5.3: an offer of actpass lets the answerer choose. */
  @Test
  void takesEitherDtlsRole() throws SdpException {
    for (String role : List.of("active", "passive")) {
      String text = SdpSamples.CHROMIUM.replace("a=setup:active", "a=setup:" + role);
      assertEquals(role, AnswerReader.read(text, SdpSamples.offer()).transport().setup());
    }
    String mixed = SdpSamples.CHROMIUM.replaceFirst("a=setup:active", "a=setup:passive");
    assertThrows(SdpException.class, () -> AnswerReader.read(mixed, SdpSamples.offer()));
  }

  @Test
  void takesLiteralUdpCandidatesOnly() throws SdpException {
    String lines =
        "a=candidate:1 1 udp 2113937151 3f1c2b1e-aaaa.local 50000 typ host\r\n"
            + "a=candidate:2 1 udp 2113937151 192.0.2.7 50001 typ host generation 0\r\n"
            + "a=candidate:3 1 tcp 1518280447 192.0.2.7 9 typ host tcptype active\r\n"
            + "a=candidate:4 1 udp 99 evil.example 50002 typ host\r\n"
            + "a=candidate:5 1 udp 99 2001:db8::1 50003 typ srflx raddr :: rport 1\r\n"
            + "a=candidate:nonsense\r\n";

    Answer answer =
        AnswerReader.read(
            SdpSamples.CHROMIUM.replaceFirst("a=setup", lines + "a=setup"), SdpSamples.offer());

    assertEquals(
        List.of("192.0.2.7", "2001:db8::1"),
        answer.transport().candidates().stream().map(Candidate::address).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a=setup:active|a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:abc",
        "UDP/TLS/RTP/SAVPF|RTP/AVP",
        "UDP/TLS/RTP/SAVPF|RTP/SAVPF",
        "UDP/TLS/RTP/SAVPF|RTP/AVPF",
        "a=fingerprint:sha-256 92|a=fingerprint:sha-1 92",
        "a=fingerprint:sha-256 92|a=fingerprint:md5 92",
        "a=fingerprint:sha-256 92:|a=fingerprint:sha-256 ",
        "a=fingerprint:sha-256|a=nothing:sha-256",
        "a=setup:active|a=setup:holdconn",
        "a=setup:active|a=setup:actpass",
        "a=ice-ufrag:twaE|a=ice-ufrag:x",
        "a=ice-pwd:FSwkrxSBdyWciuBD5BFeRIxi|a=ice-pwd:short",
        "a=rtcp-mux|a=other",
        "a=mid:1|a=mid:7",
        "a=sendonly|a=sendrecv",
        "a=sendonly|a=recvonly",
        "a=group:BUNDLE 0 1|a=group:BUNDLE 0 9",
        "m=audio|m=video",
        "VP8/90000|VP9/90000",
        "extmap:3 http|extmap:7 http",
        "a=ssrc:3240952366|a=ssrc:99999999999",
        "v=0|v=1",
        "s=-|x=-"
      })
  void refuses(String present, String instead) {
    String changed = SdpSamples.CHROMIUM.replace(present, instead);

    assertFalse(changed.equals(SdpSamples.CHROMIUM), "the sample must contain " + present);
    assertThrows(SdpException.class, () -> AnswerReader.read(changed, SdpSamples.offer()));
  }

  @Test
  void refusesAWeakFingerprintBesideAStrongOne() {
    String weak = "a=fingerprint:sha-1 " + "AA" + ":BB".repeat(19) + "\r\n";
    String text = SdpSamples.CHROMIUM.replaceFirst("a=setup", weak + "a=setup");

    assertThrows(SdpException.class, () -> AnswerReader.read(text, SdpSamples.offer()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "v=0", "hello", "v=0\r\no=- 1 1 IN IP4 0\r\ns=-\r\n", "\r\n\r\n"})
  void refusesFragments(String text) {
    assertThrows(SdpException.class, () -> AnswerReader.read(text, SdpSamples.offer()));
  }

  @Test
  void refusesTooMuch() {
    String filler = "a=x:" + "y".repeat(1_000) + "\r\n";
    String large = SdpSamples.CHROMIUM + filler.repeat(70);
    String many = SdpSamples.CHROMIUM + "a=x\r\n".repeat(2_000);
    String sections = SdpSamples.CHROMIUM + "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\n".repeat(100);

    for (String text : List.of(large, many, sections)) {
      assertThrows(SdpException.class, () -> AnswerReader.read(text, SdpSamples.offer()));
    }
  }

  /** Seeded mutations of real answers: a result or an SdpException, each within 250 ms. */
  @Test
  void survivesAnyBytes() {
    Random random = new Random(20_261_120);
    List<String> seeds = List.of(SdpSamples.CHROMIUM, SdpSamples.FIREFOX);
    long slowest = 0;
    int refused = 0;
    for (int i = 0; i < 4_000; i++) {
      String text = mutate(seeds.get(i % 2), random);
      long start = System.nanoTime();
      try {
        AnswerReader.read(text, SdpSamples.offer());
      } catch (SdpException expected) {
        refused++;
      }
      slowest = Math.max(slowest, System.nanoTime() - start);
    }
    assertTrue(refused > 1_000, "refused " + refused);
    assertTrue(slowest < Duration.ofMillis(250).toNanos(), "slowest " + slowest + " ns");
  }

  private static String mutate(String seed, Random random) {
    StringBuilder text = new StringBuilder(seed);
    int changes = 1 + random.nextInt(8);
    for (int c = 0; c < changes; c++) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(5)) {
        case 0 -> text.setCharAt(at, (char) random.nextInt(0x250));
        case 1 -> text.deleteCharAt(at);
        case 2 -> text.insert(at, text.substring(at, Math.min(text.length(), at + 40)));
        case 3 -> text.setLength(Math.max(1, at));
        default -> text.insert(at, Long.toString(random.nextLong()));
      }
    }
    return text.toString();
  }
}
