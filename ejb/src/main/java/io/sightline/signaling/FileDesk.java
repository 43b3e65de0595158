package io.sightline.signaling;

import io.sightline.attachment.Attachment;
import io.sightline.attachment.AttachmentView;
import io.sightline.attachment.Attachments;
import io.sightline.attachment.SealedUpload;
import io.sightline.audit.AuditLog;
import io.sightline.call.Call;
import io.sightline.call.CallState;
import io.sightline.call.Calls;
import io.sightline.call.Participant;
import io.sightline.call.Session;
import io.sightline.chat.ChatLine;
import io.sightline.chat.ChatText;
import io.sightline.chat.Chats;
import io.sightline.chat.SharedFile;
import io.sightline.fault.Refusal;
import io.sightline.identity.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Files and pictures for those in a call; each method is one transaction. Nothing is sent. */
@ApplicationScoped
public class FileDesk {
  private Calls calls;
  private Chats chats;
  private Attachments attachments;
  private AuditLog audit;

  /** A picture that was kept, and the people who are in the call with it. */
  record Kept(AttachmentView picture, Set<UUID> members) {}

  protected FileDesk() {
    // for the container's client proxy
  }

  @Inject
  public FileDesk(Calls calls, Chats chats, Attachments attachments, AuditLog audit) {
    this.calls = calls;
    this.chats = chats;
    this.attachments = attachments;
    this.audit = audit;
  }

  /**
   * Asks whether somebody could hand over a file, before it is taken in.
   *
   * @throws Refusal of kind UNKNOWN, CONFLICT {@code not.joined}, GONE {@code call.ended}, TOO_MANY
   */
  @Transactional
  public void requireRoom(Caller caller, UUID callId, long size) {
    Call call = calls.find(caller.tenant(), callId).orElseThrow(() -> Refusal.unknown("call"));
    requireThere(call, caller);
    attachments.requireRoom(caller.tenant(), callId, size);
  }

  /** Hands a file over; the same key again names the file that was handed over first. */
  @Transactional
  public ChatDesk.Said share(
      Caller caller, UUID callId, String key, String name, SealedUpload file) {
    Call call = calls.lock(caller.tenant(), callId);
    Participant author = requireThere(call, caller);
    SharedFile shared = new SharedFile(file.id(), file.type().mime(), file.size());
    UUID thread = ChatDesk.thread(call, author, null);
    ChatLine line = chats.write(call, author, key, thread, new ChatText(name), Optional.of(shared));
    if (line.file().equals(Optional.of(shared))) {
      attachments.keep(call, author, Attachment.Kind.FILE, name, file);
      audit.record(caller, "file.shared", file.id().toString());
    }
    return new ChatDesk.Said(
        line, caller.tenant(), call.id(), ChatDesk.members(call, line.thread()));
  }

  /** Keeps a picture of what the customer shows. */
  @Transactional
  public Kept keep(Caller caller, UUID callId, String name, SealedUpload picture) {
    Call call = calls.lock(caller.tenant(), callId);
    Participant by = requireThere(call, caller);
    AttachmentView kept = attachments.keep(call, by, Attachment.Kind.SNAPSHOT, name, picture);
    audit.record(caller, "snapshot.taken", picture.id().toString());
    return new Kept(kept, ChatDesk.members(call, null));
  }

  /**
   * A file that was handed over, as far as the caller may read the message that it came with.
   *
   * @throws Refusal of kind UNKNOWN
   */
  @Transactional
  public Attachments.Found read(Caller caller, UUID callId, UUID fileId) {
    Call call = calls.find(caller.tenant(), callId).orElseThrow(() -> Refusal.unknown("call"));
    boolean told =
        chats.read(call, CallDesk.party(call, caller), 0).stream()
            .flatMap(line -> line.file().stream())
            .anyMatch(file -> file.id().equals(fileId));
    Attachments.Found found =
        Optional.of(fileId)
            .filter(id -> told)
            .flatMap(id -> attachments.find(callId, id))
            .orElseThrow(() -> Refusal.unknown("file"));
    audit.record(caller, "file.read", fileId.toString());
    return found;
  }

  /** A link's holder hands over from a device that is there. */
  private static Participant requireThere(Call call, Caller caller) {
    Participant party = CallDesk.party(call, caller);
    if (call.state() == CallState.ENDED) {
      throw Refusal.of(Refusal.Kind.GONE, "call.ended", "This call is over.");
    }
    boolean there =
        call.sessions().stream()
            .filter(session -> session.participant() == party)
            .anyMatch(session -> session.state() != Session.State.ENDED);
    if (caller.admitted().isPresent() && !there) {
      throw Refusal.of(Refusal.Kind.CONFLICT, "not.joined", "Join this call first.");
    }
    return party;
  }
}
