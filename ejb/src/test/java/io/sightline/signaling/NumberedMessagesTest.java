package io.sightline.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.signaling.NumberedMessages.Arrival;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NumberedMessagesTest {
  private final NumberedMessages messages = new NumberedMessages();

  private static JsonObject message(String text) {
    return Json.createObjectBuilder().add("text", text).build();
  }

  private String send(int number) {
    return messages.send(message("m" + number), number);
  }

  @Test
  void keepsWhatTheClientDoesNotHave() {
    for (int i = 1; i <= 5; i++) {
      assertEquals(
          "{\"text\":\"m" + i + "\",\"seq\":" + i + ",\"received\":0}", send(i), "numbered from 1");
    }
    assertEquals(Arrival.NEXT, messages.take(new Numbering(1, 2)));
    assertEquals(3, messages.missed(2).orElseThrow().size());
    assertEquals(2, messages.missed(3).orElseThrow().size());
    assertEquals(List.of(), messages.missed(5).orElseThrow());
    assertEquals(Optional.empty(), messages.missed(6), "never sent");
    assertEquals(Optional.empty(), messages.missed(1), "said to be there before");
  }

  @Test
  void takesEachOnce() {
    assertEquals(Arrival.NEXT, messages.take(new Numbering(1, 0)));
    assertEquals(Arrival.KNOWN, messages.take(new Numbering(1, 0)));
    assertEquals(Arrival.NEXT, messages.take(Numbering.NONE));
    assertEquals(Arrival.NEXT, messages.take(new Numbering(2, 0)));
    assertEquals(Arrival.GAP, messages.take(new Numbering(4, 0)));
    assertEquals(2, messages.taken());
  }

  @Test
  void keepsSoManyOnly() {
    for (int i = 1; i <= NumberedMessages.KEPT + 10; i++) {
      send(i);
    }
    assertEquals(Optional.empty(), messages.missed(9));
    assertEquals(NumberedMessages.KEPT, messages.missed(10).orElseThrow().size());
  }

  @Test
  void keepsSoMuchOnly() {
    String large = "x".repeat(NumberedMessages.KEPT_CHARACTERS / 4);
    for (int i = 0; i < 10; i++) {
      messages.send(message(large), 0);
    }
    assertEquals(Optional.empty(), messages.missed(6));
    assertEquals(3, messages.missed(7).orElseThrow().size());
  }

  @Test
  void keepsForSoLongOnly() {
    messages.send(message("old"), 0);
    messages.send(message("new"), NumberedMessages.KEPT_NS + 1);
    assertEquals(Optional.empty(), messages.missed(0));
    assertTrue(messages.missed(1).isPresent());
  }
}
