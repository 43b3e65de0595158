package io.sightline.signaling;

import io.sightline.attachment.AttachmentRules;
import io.sightline.attachment.AttachmentSettings;
import io.sightline.attachment.AttachmentStore;
import io.sightline.attachment.AttachmentView;
import io.sightline.attachment.Attachments;
import io.sightline.attachment.FileType;
import io.sightline.attachment.SealedUpload;
import io.sightline.chat.ChatLine;
import io.sightline.chat.SharedFile;
import io.sightline.fault.Refusal;
import io.sightline.identity.Caller;
import io.sightline.identity.Permission;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.InputStream;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Takes files and pictures of calls in and tells those in the call of them, after the commit. A
 * body is read outside of any transaction, by at most {@value #AT_ONCE} threads. Safe from any
 * thread.
 */
@ApplicationScoped
public class FileExchange {
  /** A receiver's thread waits for a slow sender: this many at most are given to that. */
  public static final int AT_ONCE = 32;

  private static final long LARGEST_SNAPSHOT = 4L * 1024 * 1024;

  private final Semaphore receivers = new Semaphore(AT_ONCE);
  private FileDesk desk;
  private AttachmentStore store;
  private AttachmentSettings settings;
  private CallLocks locks;
  private ConnectedSockets sockets;

  /**
   * What somebody sends.
   *
   * @param key what the sender's device calls it: sent again it has no second effect
   * @param size in bytes as it was announced; -1 when it was not
   */
  public record Upload(String name, String key, long size, InputStream body) {}

  protected FileExchange() {
    // for the container's client proxy
  }

  @Inject
  public FileExchange(
      FileDesk desk,
      AttachmentStore store,
      AttachmentSettings settings,
      CallLocks locks,
      ConnectedSockets sockets) {
    this.desk = desk;
    this.store = store;
    this.settings = settings;
    this.locks = locks;
    this.sockets = sockets;
  }

  /** What a party of calls may send. */
  public AttachmentRules rules(Caller caller) {
    caller.require(Permission.TAKE_PART);
    return settings.rules(caller.tenant());
  }

  /**
   * Hands a file over to everybody in the call.
   *
   * @throws Refusal as {@link AttachmentRules#admit}, {@link AttachmentStore#receive} and {@link
   *     FileDesk} say; {@code file.busy} when too many send
   */
  public ChatLine share(Caller caller, UUID callId, Upload upload) {
    AttachmentRules rules = rules(caller);
    String name = AttachmentRules.cleanName(upload.name());
    FileType type = rules.admit(name, upload.size());
    desk.requireRoom(caller, callId, Math.max(1, upload.size()));
    SealedUpload file = receive(caller, type, upload.body(), rules.largestBytes());
    boolean kept = false;
    try {
      ChatLine line =
          locks.under(
              callId,
              () -> {
                ChatDesk.Said said = desk.share(caller, callId, upload.key(), name, file);
                tell(caller, callId, said.members(), ChatMessages.said(callId, said.line()));
                return said.line();
              });
      kept = line.file().map(SharedFile::id).equals(Optional.of(file.id()));
      return line;
    } finally {
      if (!kept) {
        store.discard(file);
      }
    }
  }

  /**
   * Keeps a picture with the call's record; everybody in the call is told.
   *
   * @throws Refusal {@code snapshot.off} where the tenant does not want pictures
   */
  public AttachmentView keep(Caller caller, UUID callId, Upload picture) {
    caller.require(Permission.CONTROL_RECORDING);
    if (!settings.rules(caller.tenant()).snapshotsAllowed()) {
      throw Refusal.of(Refusal.Kind.NOT_ALLOWED, "snapshot.off", "Pictures are switched off here.");
    }
    desk.requireRoom(caller, callId, Math.max(1, picture.size()));
    SealedUpload file = receive(caller, FileType.JPEG, picture.body(), LARGEST_SNAPSHOT);
    Supplier<AttachmentView> step =
        () -> {
          FileDesk.Kept kept = desk.keep(caller, callId, picture.name(), file);
          tell(caller, callId, kept.members(), taken(callId, kept.picture()));
          return kept.picture();
        };
    boolean kept = false;
    try {
      AttachmentView view = locks.under(callId, step);
      kept = true;
      return view;
    } finally {
      if (!kept) {
        store.discard(file);
      }
    }
  }

  /** A file of a call for one of its people. */
  public Attachments.Found read(Caller caller, UUID callId, UUID fileId) {
    caller.require(Permission.TAKE_PART);
    return desk.read(caller, callId, fileId);
  }

  private SealedUpload receive(Caller caller, FileType type, InputStream body, long largest) {
    if (!receivers.tryAcquire()) {
      throw Refusal.of(
          Refusal.Kind.UNAVAILABLE, "file.busy", "Too many files are being sent. Try again.");
    }
    try {
      return store.receive(caller.tenant().value(), type, body, largest);
    } finally {
      receivers.release();
    }
  }

  private void tell(Caller caller, UUID callId, Set<UUID> members, JsonObject news) {
    sockets.of(caller.tenant(), callId, members).forEach(reader -> reader.send(news));
  }

  private static JsonObject taken(UUID callId, AttachmentView picture) {
    return Json.createObjectBuilder()
        .add("type", "snapshot.taken")
        .add("callId", callId.toString())
        .add("by", picture.participantId().toString())
        .add("at", picture.at().truncatedTo(ChronoUnit.MILLIS).toString())
        .build();
  }
}
