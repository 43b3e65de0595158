package io.sightline.signaling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.sightline.attachment.AttachmentRules;
import io.sightline.attachment.AttachmentSettings;
import io.sightline.attachment.AttachmentStore;
import io.sightline.attachment.AttachmentSweep;
import io.sightline.attachment.Attachments;
import io.sightline.chat.SharedFile;
import io.sightline.fault.Refusal;
import io.sightline.identity.Caller;
import io.sightline.identity.Role;
import io.sightline.link.CodeSeal;
import io.sightline.link.Links;
import io.sightline.recording.KeyVault;
import io.sightline.recording.RecordingSettings;
import io.sightline.signaling.FileExchange.Upload;
import io.sightline.tenant.ConversationSettings;
import io.sightline.testing.Domain;
import io.sightline.testing.FakeSocket;
import jakarta.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileExchangeTest {
  private static final byte[] PDF = "%PDF-1.7 a secret plan".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, 1, 2, 3};

  @TempDir Path home;
  private SignalingRig rig;
  private FileExchange files;
  private AttachmentSettings settings;
  private AttachmentSweep sweep;
  private UUID call;
  private FakeSocket agent;
  private FakeSocket customer;

  /** Keys that are wrapped by being remembered. */
  private static final class Vault extends KeyVault {
    private final Map<String, byte[]> keys = new HashMap<>();

    @Override
    public NewKey freshKey(String tenantId) {
      byte[] key = new byte[32];
      key[0] = (byte) keys.size();
      String wrapped = tenantId + " " + keys.size();
      keys.put(wrapped, key);
      return new NewKey(key, wrapped);
    }

    @Override
    public byte[] open(String tenantId, String wrapped) {
      assertTrue(wrapped.startsWith(tenantId + " "));
      return keys.get(wrapped);
    }
  }

  @BeforeEach
  void open() {
    rig = new SignalingRig(home);
    Domain domain = rig.domain;
    AttachmentStore store =
        new AttachmentStore(
            new Vault(),
            new RecordingSettings(domain.settings, name -> Optional.empty()),
            domain.clock);
    Attachments attachments =
        domain.database.transactional(
            Attachments.class,
            domain.entities,
            store,
            new CodeSeal(domain.settings),
            domain.settings,
            domain.clock);
    settings =
        domain.database.transactional(AttachmentSettings.class, domain.entities, domain.audit);
    FileDesk desk =
        domain.database.transactional(
            FileDesk.class, domain.calls, rig.chats, attachments, domain.audit);
    files = new FileExchange(desk, store, settings, new CallLocks(), rig.sockets);
    sweep = new AttachmentSweep(attachments, store, domain.clock);
    Links.Invitation invitation = rig.invite();
    call = invitation.callId();
    agent = rig.connect(rig.agent);
    customer = rig.connectCustomer(invitation);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private static Upload upload(String name, byte[] content) {
    return new Upload(name, UUID.randomUUID().toString(), -1, new ByteArrayInputStream(content));
  }

  private static String refusal(Runnable step) {
    return assertThrows(Refusal.class, step::run).code();
  }

  private List<Path> stored() throws IOException {
    Path root = home.resolve("attachments");
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void reachesTheOthersSealedAndWhole() throws IOException {
    SharedFile shared =
        files.share(customer.caller(), call, upload("plan.pdf", PDF)).file().orElseThrow();
    JsonObject told = agent.last("chat.message").getJsonObject("message");
    assertEquals("plan.pdf", told.getString("text"));
    assertEquals(shared.id().toString(), told.getJsonObject("file").getString("id"));
    assertEquals(PDF.length, told.getJsonObject("file").getInt("size"));
    assertEquals(1, customer.all("chat.message").size());
    Attachments.Found found = files.read(rig.agent, call, shared.id());
    try (InputStream in = Channels.newInputStream(found.source().open())) {
      assertArrayEquals(PDF, in.readAllBytes());
    }
    String disk = Files.readString(stored().get(0), StandardCharsets.ISO_8859_1);
    assertFalse(disk.contains("secret"));
  }

  @Test
  void isNobodyElsesBusiness() {
    UUID id = files.share(rig.agent, call, upload("a.pdf", PDF)).file().orElseThrow().id();
    Caller colleague = Domain.user(Domain.DEMO, "agent2", Role.AGENT);
    Caller stranger = Domain.user(Domain.OTHER, "agent3", Role.AGENT);
    Caller supervisor = Domain.user(Domain.DEMO, "boss", Role.SUPERVISOR);
    for (Caller other : List.of(colleague, stranger)) {
      assertEquals("not.found", refusal(() -> files.read(other, call, id)));
      assertEquals("not.found", refusal(() -> files.share(other, call, upload("b.pdf", PDF))));
    }
    assertEquals("not.allowed", refusal(() -> files.read(supervisor, call, id)));
    assertEquals("not.found", refusal(() -> files.read(rig.agent, call, UUID.randomUUID())));
  }

  @Test
  void refusesWhatItIsNotToTakeAndLeavesNothingBehind() throws IOException {
    Caller holder = customer.caller();
    byte[] script = "<script>alert(1)</script>".getBytes(StandardCharsets.US_ASCII);
    assertEquals("file.content", refusal(() -> files.share(holder, call, upload("a.pdf", script))));
    assertEquals("file.type", refusal(() -> files.share(holder, call, upload("a.html", script))));
    assertEquals(
        "file.empty", refusal(() -> files.share(holder, call, upload("a.pdf", new byte[0]))));
    rules(Optional.empty(), Optional.of(10L));
    assertEquals("file.too.large", refusal(() -> files.share(holder, call, upload("a.pdf", PDF))));
    rules(Optional.of(false), Optional.empty());
    assertEquals("file.off", refusal(() -> files.share(holder, call, upload("a.pdf", PDF))));
    assertEquals(List.of(), stored());
    assertTrue(agent.all("chat.message").isEmpty());
  }

  private void rules(Optional<Boolean> allowed, Optional<Long> largest) {
    settings.change(
        Domain.user(Domain.DEMO, "admin", Role.ADMIN),
        Domain.DEMO,
        new AttachmentRules.Change(allowed, Optional.empty(), largest, allowed));
  }

  @Test
  void hasNoSecondEffectWhenSentAgain() throws IOException {
    for (int i = 0; i < 2; i++) {
      files.share(rig.agent, call, new Upload("a.pdf", "k", -1, new ByteArrayInputStream(PDF)));
    }
    assertEquals(1, stored().size());
    assertEquals(1, rig.chats.transcript(call).size());
  }

  @Test
  void keepsAPictureWithTheRecordAndTellsTheCustomer() {
    files.keep(rig.agent, call, upload("now.jpg", JPEG));
    assertEquals(call.toString(), customer.last("snapshot.taken").getString("callId"));
    assertTrue(rig.chats.transcript(call).isEmpty());
    assertEquals(
        "not.allowed", refusal(() -> files.keep(customer.caller(), call, upload("now.jpg", JPEG))));
    assertEquals(
        "file.content", refusal(() -> files.keep(rig.agent, call, upload("now.jpg", PDF))));
    rules(Optional.of(false), Optional.empty());
    assertEquals(
        "snapshot.off", refusal(() -> files.keep(rig.agent, call, upload("now.jpg", JPEG))));
  }

  @Test
  void goesWithAChatThatIsNotKeptWhilePicturesStay() throws IOException {
    rig.conversations.change(
        Domain.user(Domain.DEMO, "admin", Role.ADMIN),
        Domain.DEMO,
        new ConversationSettings.Change(Optional.of(false), Optional.empty(), Optional.empty()));
    files.share(customer.caller(), call, upload("a.pdf", PDF));
    files.keep(rig.agent, call, upload("now.jpg", JPEG));
    sweep.sweep();
    assertEquals(2, stored().size());
    rig.inCall(agent, call, "call.end");
    sweep.sweep();
    assertEquals(1, stored().size());
    assertEquals("call.ended", refusal(() -> files.share(rig.agent, call, upload("b.pdf", PDF))));
  }
}
