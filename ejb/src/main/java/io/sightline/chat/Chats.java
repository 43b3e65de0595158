package io.sightline.chat;

import io.sightline.call.Call;
import io.sightline.call.CallState;
import io.sightline.call.Participant;
import io.sightline.call.Session;
import io.sightline.fault.Refusal;
import io.sightline.identity.Role;
import io.sightline.link.CodeSeal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Keeps what is written in calls. Writing asks for the call's row lock, which orders messages. */
@ApplicationScoped
public class Chats {
  /** Messages that one call may hold. */
  public static final int MOST = 1_000;

  /** Messages that one person may write within {@link #SPAN}. */
  public static final int BURST = 10;

  static final Duration SPAN = Duration.ofSeconds(10);

  private EntityManager entities;
  private CodeSeal seal;
  private Clock clock;

  protected Chats() {
    // for the container's client proxy
  }

  @Inject
  public Chats(EntityManager entities, CodeSeal seal, Clock clock) {
    this.entities = entities;
    this.seal = seal;
    this.clock = clock;
  }

  /**
   * Writes a message; the same one sent again, as after a broken connection, has no second effect.
   *
   * @param call locked in its row
   * @param thread the guest at a meeting's door who alone is meant; null for all in the call
   * @return the message, whether it was written now or before
   * @throws Refusal GONE after the call's end, TOO_MANY {@code chat.full} or {@code chat.too.fast}
   */
  @Transactional
  public ChatLine write(
      Call call, Participant author, String senderKey, UUID thread, ChatText text) {
    return write(call, author, senderKey, thread, text, Optional.empty());
  }

  /** Writes a message that hands over a file, whose name is the text; else as the other. */
  @Transactional
  public ChatLine write(
      Call call,
      Participant author,
      String senderKey,
      UUID thread,
      ChatText text,
      Optional<SharedFile> file) {
    if (call.state() == CallState.ENDED) {
      throw Refusal.of(Refusal.Kind.GONE, "call.ended", "This call is over.");
    }
    Optional<ChatLine> before = known(call.id(), author.id(), senderKey);
    if (before.isPresent()) {
      return before.get();
    }
    Instant now = clock.instant();
    int written = count(call.id());
    if (written >= MOST) {
      throw Refusal.of(Refusal.Kind.TOO_MANY, "chat.full", "This call's chat is full.");
    }
    if (countSince(call.id(), author.id(), now.minus(SPAN)) >= BURST) {
      throw Refusal.of(
          Refusal.Kind.TOO_MANY, "chat.too.fast", "Too many messages. Wait some seconds.");
    }
    ChatMessage message =
        new ChatMessage(
            call.tenantId(),
            call.id(),
            author.id(),
            written + 1,
            now,
            senderKey,
            thread,
            seal.sealText(text.value(), context(call.id())),
            file);
    entities.persist(message);
    return line(message, call.id());
  }

  /**
   * What a party may read. Who was asked in later reads from the time of having come first; what
   * was written before was not meant for that person.
   *
   * @param after messages up to this position are known already
   */
  @Transactional
  public List<ChatLine> read(Call call, Participant reader, int after) {
    boolean fromTheBeginning = reader.userId() != null || reader.role() == Role.CUSTOMER;
    Instant from =
        reader.admittedAt() != null
            ? reader.admittedAt()
            : fromTheBeginning
                ? Instant.EPOCH
                : call.sessions().stream()
                    .filter(session -> session.participant() == reader)
                    .map(Session::startedAt)
                    .min(Instant::compareTo)
                    .orElseGet(clock::instant);
    return all(call.id(), after).stream()
        .filter(
            line ->
                line.thread() == null
                    ? !reader.waits() && !line.sentAt().isBefore(from)
                    : reader.userId() != null || line.thread().equals(reader.id()))
        .toList();
  }

  /** Everything written in a call, in its order. */
  @Transactional
  public List<ChatLine> transcript(UUID callId) {
    return all(callId, 0);
  }

  /** Forgets what was written in a call. */
  @Transactional
  public void forget(UUID callId) {
    entities
        .createQuery("delete from ChatMessage m where m.callId = :call")
        .setParameter("call", callId)
        .executeUpdate();
  }

  private List<ChatLine> all(UUID callId, int after) {
    return entities
        .createQuery(
            "select m from ChatMessage m where m.callId = :call and m.position > :after"
                + " order by m.position",
            ChatMessage.class)
        .setParameter("call", callId)
        .setParameter("after", after)
        .getResultStream()
        .map(message -> line(message, callId))
        .toList();
  }

  private Optional<ChatLine> known(UUID callId, UUID author, String senderKey) {
    return entities
        .createQuery(
            "select m from ChatMessage m where m.callId = :call and m.participantId = :author"
                + " and m.senderKey = :key",
            ChatMessage.class)
        .setParameter("call", callId)
        .setParameter("author", author)
        .setParameter("key", senderKey)
        .getResultStream()
        .findFirst()
        .map(message -> line(message, callId));
  }

  private int count(UUID callId) {
    return entities
        .createQuery("select count(m) from ChatMessage m where m.callId = :call", Long.class)
        .setParameter("call", callId)
        .getSingleResult()
        .intValue();
  }

  private int countSince(UUID callId, UUID author, Instant since) {
    return entities
        .createQuery(
            "select count(m) from ChatMessage m where m.callId = :call"
                + " and m.participantId = :author and m.sentAt > :since",
            Long.class)
        .setParameter("call", callId)
        .setParameter("author", author)
        .setParameter("since", since)
        .getSingleResult()
        .intValue();
  }

  private ChatLine line(ChatMessage message, UUID callId) {
    return new ChatLine(
        message.id(),
        message.participantId(),
        message.thread(),
        message.position(),
        message.sentAt(),
        message.senderKey(),
        seal.unsealText(message.sealedText(), context(callId)),
        message.file());
  }

  private static String context(UUID callId) {
    return "chat " + callId;
  }
}
