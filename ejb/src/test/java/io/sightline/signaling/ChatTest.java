package io.sightline.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.chat.ChatLine;
import io.sightline.chat.ChatText;
import io.sightline.chat.Chats;
import io.sightline.fault.Refusal;
import io.sightline.identity.Caller;
import io.sightline.identity.Role;
import io.sightline.link.Links;
import io.sightline.tenant.ConversationSettings;
import io.sightline.testing.Domain;
import io.sightline.testing.FakeSocket;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChatTest {
  @TempDir Path home;
  private SignalingRig rig;
  private UUID call;
  private FakeSocket agent;
  private FakeSocket customer;
  private int keys;

  @BeforeEach
  void open() {
    rig = new SignalingRig(home);
    Links.Invitation invitation = rig.invite();
    call = invitation.callId();
    agent = rig.connect(rig.agent);
    customer = rig.connectCustomer(invitation);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private void write(FakeSocket socket, String key, String text) {
    JsonObject frame =
        Json.createObjectBuilder()
            .add("type", "chat.send")
            .add("id", key)
            .add("callId", call.toString())
            .add("key", key)
            .add("text", text)
            .build();
    rig.service.received(socket, frame.toString());
  }

  private static List<String> read(FakeSocket socket) {
    return socket.all("chat.message").stream()
        .map(message -> message.getJsonObject("message").getString("text"))
        .toList();
  }

  private List<String> history(FakeSocket socket, int after) {
    rig.say(socket, "{'type':'chat.list','callId':'" + call + "','after':" + after + "}");
    return socket.last("chat.history").getJsonArray("messages").stream()
        .map(value -> value.asJsonObject().getString("text"))
        .toList();
  }

  @Test
  void isReadByEverybodyInOneOrderBeforeTheCallHasBegun() {
    write(customer, "c1", "Hello, is <b>anybody</b> there?");
    write(agent, "a1", "Good morning.\nOne moment.");
    List<String> all = List.of("Hello, is <b>anybody</b> there?", "Good morning.\nOne moment.");
    assertEquals(all, read(agent));
    assertEquals(all, read(customer));
    assertEquals(all, history(customer, 0));
    assertEquals(all.subList(1, 2), history(agent, 1));
  }

  @Test
  void hasNoSecondEffectWhenSentAgain() {
    write(customer, "c1", "Once");
    write(customer, "c1", "Once");
    write(agent, "c1", "The agent's own");
    assertEquals(List.of("Once", "The agent's own"), history(agent, 0));
  }

  @Test
  void showsNobodyWhatWasWrittenBeforeHeWasThere() {
    write(customer, "c1", "Between us");
    rig.domain.clock.advance(Duration.ofSeconds(5));
    Links.GuestInvitation invited =
        rig.domain.links.inviteGuest(
            rig.agent, call, new Links.GuestWish(Role.GUEST, Optional.of("Gus"), Optional.empty()));
    write(customer, "c2", "Still between us");
    assertEquals(2, history(agent, 0).size());
    rig.domain.clock.advance(Duration.ofSeconds(5));
    Caller holder = rig.domain.tokens.verify(rig.domain.links.admit(invited.code()).accessToken());
    FakeSocket guest = rig.connect(holder);
    write(agent, "a1", "For all");
    assertEquals(List.of("For all"), read(guest));
    assertEquals(List.of("For all"), history(guest, 0));
  }

  @Test
  void isNobodyElsesBusiness() {
    FakeSocket colleague = rig.connect(Domain.user(Domain.DEMO, "agent2", Role.AGENT));
    FakeSocket stranger = rig.connect(Domain.user(Domain.OTHER, "agent3", Role.AGENT));
    write(customer, "c1", "Private");
    for (FakeSocket other : List.of(colleague, stranger)) {
      assertTrue(read(other).isEmpty());
      write(other, "x", "Let me in");
      assertEquals("not.found", other.last("error").getString("code"));
      rig.say(other, "{'type':'chat.list','callId':'" + call + "'}");
      assertTrue(other.all("chat.history").isEmpty());
    }
    assertEquals(List.of("Private"), read(agent));
  }

  @Test
  void hasLimits() {
    write(customer, "long", "x".repeat(ChatText.LONGEST + 1));
    assertEquals("text", customer.last("error").getString("field"));
    write(customer, "none", " \u202E\n\t ");
    assertEquals("field.length", customer.last("error").getString("code"));
    for (int i = 0; i < Chats.BURST; i++) {
      write(customer, "k" + keys++, "word " + i);
    }
    write(customer, "k" + keys++, "one too many");
    assertEquals("chat.too.fast", customer.last("error").getString("code"));
    write(agent, "a1", "the agent's pace is his own");
    rig.domain.clock.advance(Duration.ofSeconds(11));
    write(customer, "k" + keys++, "later");
    assertEquals(Chats.BURST + 2, history(agent, 0).size());
  }

  @Test
  void isSealedInTheDatabaseAndStaysWithTheCall() {
    write(customer, "c1", "My card ends in 4242");
    String stored =
        rig.domain.database.inTransaction(
            () ->
                rig.domain
                    .entities
                    .createQuery("select m.sealedText from ChatMessage m", String.class)
                    .getSingleResult());
    assertFalse(stored.contains("4242"));
    rig.inCall(agent, call, "call.end");
    assertEquals(
        List.of("My card ends in 4242"),
        rig.chats.transcript(call).stream().map(ChatLine::text).toList());
    write(agent, "a1", "too late");
    assertEquals("call.ended", agent.last("error").getString("code"));
  }

  @Test
  void goesWithTheCallWhereItIsNotToBeKept() {
    Caller admin = Domain.user(Domain.DEMO, "admin", Role.ADMIN);
    ConversationSettings.Change change =
        new ConversationSettings.Change(Optional.of(false), Optional.empty(), Optional.empty());
    rig.conversations.change(admin, Domain.DEMO, change);
    assertThrows(Refusal.class, () -> rig.conversations.change(rig.agent, Domain.DEMO, change));
    write(customer, "c1", "Forget me");
    rig.inCall(agent, call, "call.end");
    assertTrue(rig.chats.transcript(call).isEmpty());
  }

  @Test
  void cleansWhatWouldMisleadReaders() {
    assertEquals("a\n\nb", new ChatText("a\r\n\r\n\r\n\u0007b\u202E").value());
    assertEquals("👩\u200D🔧", new ChatText(" 👩\u200D🔧 ").value(), "joiners belong to emoji");
  }
}
