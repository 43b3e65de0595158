package io.sightline.web.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.sightline.signaling.MessageDecoder;
import io.sightline.signaling.MessageDecoder.DecodingException;
import io.sightline.signaling.SignalingMessage;
import io.sightline.signaling.SignalingMessage.RecordingControl;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds docs/api/asyncapi.yaml against the messages that the code has. */
class AsyncApiTest {
  private static final Pattern MESSAGE =
      Pattern.compile(
          "\\n"
              + " {6}name: (\\S+)\\n"
              + " {6}title: (\\S+)\\n"
              + " {6}x-direction: (client|server) to (?:client|server)\\n"
              + " {6}x-roles: \\[[a-z, ]+]\\n"
              + " {6}description: .+?\\n"
              + ".*?\\n"
              + " {10}type: \\{const: (\\S+)}",
          Pattern.DOTALL);

  private static String document() throws IOException {
    try (InputStream stream = AsyncApiResource.class.getResourceAsStream("asyncapi.yaml")) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Types in the document, each with name, title and constant alike. */
  private static Set<String> documented(String sender) throws IOException {
    Set<String> types = new TreeSet<>();
    Matcher each = MESSAGE.matcher(document());
    while (each.find()) {
      if (each.group(3).equals(sender)) {
        types.add(each.group(1));
      }
      assertEquals(each.group(1), each.group(2));
      assertEquals(each.group(1), each.group(4));
    }
    return types;
  }

  private static Stream<String> typesOf(Class<?> message) {
    if (message.isSealed()) {
      return Arrays.stream(message.getPermittedSubclasses()).flatMap(AsyncApiTest::typesOf);
    }
    if (message == RecordingControl.class) {
      return Arrays.stream(RecordingControl.Action.values())
          .map(action -> "recording." + action.name().toLowerCase(Locale.ROOT));
    }
    if (message == SignalingMessage.Hold.class) {
      return Stream.of("participant.hold", "participant.resume");
    }
    if (message == SignalingMessage.Mute.class) {
      return Stream.of("participant.mute");
    }
    if (message == SignalingMessage.Hand.class) {
      return Stream.of("hand.raise", "hand.lower");
    }
    if (message == SignalingMessage.Door.class) {
      return Stream.of("participant.admit", "participant.return", "participant.remove");
    }
    String name = message.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", ".");
    return Stream.of(name.toLowerCase(Locale.ROOT));
  }

  @Test
  void describesExactlyTheMessagesThatClientsMaySend() throws IOException {
    Set<String> known = new TreeSet<>();
    typesOf(SignalingMessage.class).forEach(known::add);
    assertEquals(known, documented("client"));
  }

  @Test
  void describesNothingThatTheDecoderDoesNotKnow() throws IOException {
    for (String type : documented("client")) {
      String code = "";
      try {
        MessageDecoder.decode("{\"type\":\"" + type + "\"}", new UUID(0, 1));
      } catch (DecodingException incomplete) {
        code = incomplete.refusal().code();
      }
      assertNotEquals("message.unknown", code, type);
    }
  }

  @Test
  void describesExactlyTheMessagesThatTheServerSends() throws IOException {
    assertEquals(
        Set.of(
            "welcome",
            "call.state",
            "call.ended",
            "media.path",
            "media.description",
            "media.candidate",
            "media.complete",
            "media.restart",
            "resumed",
            "session.key",
            "session.replaced",
            "ack",
            "error",
            "recording.progress",
            "chat.message",
            "chat.history",
            "snapshot.taken",
            "ring",
            "ring.over",
            "call.handed",
            "participant.removed",
            "participant.muted",
            "colleagues",
            "queue.place",
            "queue.state",
            "presence.state",
            "pong"),
        documented("server"));
  }
}
