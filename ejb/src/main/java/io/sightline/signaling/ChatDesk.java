package io.sightline.signaling;

import io.sightline.call.Call;
import io.sightline.call.Calls;
import io.sightline.call.Participant;
import io.sightline.chat.ChatLine;
import io.sightline.chat.Chats;
import io.sightline.fault.Refusal;
import io.sightline.identity.Caller;
import io.sightline.tenant.Conversations;
import io.sightline.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Writes and reads chat for those in a call; each method is one transaction. Nothing is sent. */
@ApplicationScoped
public class ChatDesk {
  private Calls calls;
  private Chats chats;
  private Conversations conversations;

  /**
   * What was written and who may be told.
   *
   * @param members participants' ids and users' ids
   */
  record Said(ChatLine line, TenantId tenant, UUID callId, Set<UUID> members) {}

  protected ChatDesk() {
    // for the container's client proxy
  }

  @Inject
  public ChatDesk(Calls calls, Chats chats, Conversations conversations) {
    this.calls = calls;
    this.chats = chats;
    this.conversations = conversations;
  }

  /** Writes what a socket's holder says; who has come no further than the lobby may, too. */
  @Transactional
  public Said say(Socket socket, SignalingMessage.ChatSend message) {
    Caller caller = socket.caller();
    Call call = calls.lock(caller.tenant(), message.callId());
    Participant author = requireThere(call, caller, socket.id());
    UUID thread = thread(call, author, message.to());
    ChatLine line = chats.write(call, author, message.key(), thread, message.text());
    return new Said(line, caller.tenant(), call.id(), members(call, line.thread()));
  }

  /**
   * Who may be told of what is said: users, and holders of links who have come.
   *
   * @param thread as {@link ChatLine#thread}
   */
  static Set<UUID> members(Call call, UUID thread) {
    return call.participants().stream()
        .filter(party -> !party.released())
        .filter(party -> party.userId() != null || mayRead(call, party, thread))
        .map(party -> Optional.ofNullable(party.userId()).orElse(party.id()))
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  /** Who waits at a meeting's door talks with the staff alone, and they with that one. */
  static UUID thread(Call call, Participant author, UUID to) {
    if (author.waits()) {
      return author.id();
    }
    if (to == null) {
      return null;
    }
    Participant guest = call.participant(to);
    if (author.userId() == null || guest.arrivedAt() == null) {
      throw Refusal.notAllowed();
    }
    return guest.id();
  }

  private static boolean mayRead(Call call, Participant guest, UUID thread) {
    return thread == null ? !guest.waits() && call.hasSeen(guest.id()) : thread.equals(guest.id());
  }

  /** What has been written after a position, as far as the socket's holder may read it. */
  @Transactional
  public List<ChatLine> read(Socket socket, SignalingMessage.ChatList message) {
    Caller caller = socket.caller();
    Call call =
        calls.find(caller.tenant(), message.callId()).orElseThrow(() -> Refusal.unknown("call"));
    return chats.read(call, CallDesk.party(call, caller), message.after());
  }

  /** The call is over: its chat goes unless the tenant keeps it. In the caller's transaction. */
  void over(Call call) {
    if (!conversations.settings(new TenantId(call.tenantId())).chatKept()) {
      chats.forget(call.id());
    }
  }

  /** A link's holder writes by the device that is in the call, not by one that was replaced. */
  private static Participant requireThere(Call call, Caller caller, String socketId) {
    Participant party = CallDesk.party(call, caller);
    if (caller.admitted().isPresent() && call.sessionOf(socketId).isEmpty()) {
      throw Refusal.of(Refusal.Kind.CONFLICT, "not.joined", "Join this call first.");
    }
    return party;
  }
}
