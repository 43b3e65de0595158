package io.sightline.signaling;

import io.sightline.call.CallRing;
import io.sightline.chat.ChatText;
import io.sightline.identity.Permission;
import io.sightline.presence.AgentPresence;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.UUID;

/**
 * What a client may send, decoded; docs/api/asyncapi.yaml describes each for those who write one.
 */
public sealed interface SignalingMessage {

  /** What the sender's roles must include. */
  Permission permission();

  /** A message about a call. */
  sealed interface InCall extends SignalingMessage {
    /** The call it is about. */
    UUID callId();

    @Override
    default Permission permission() {
      return Permission.TAKE_PART;
    }
  }

  /**
   * Enters the call.
   *
   * @param name what a meeting's guest wants to be called; null for no other name than before
   * @param former the sessions that this page had before; none for one that comes by a person's
   *     will and takes the place of the others
   */
  record Join(
      UUID callId,
      List<String> audioCodecs,
      List<String> videoCodecs,
      boolean audio,
      boolean video,
      boolean screen,
      String name,
      List<String> former)
      implements InCall {}

  record Leave(UUID callId) implements InCall {}

  record MediaState(UUID callId, boolean audio, boolean video, boolean screen) implements InCall {}

  /** A session description; {@code negotiation} is 0 on the direct path. */
  record MediaDescription(UUID callId, int generation, int negotiation, String kind, String sdp)
      implements InCall {
    /** Whether it is an answer rather than an offer. */
    public boolean answer() {
      return "answer".equals(kind);
    }
  }

  /** An ICE candidate, relayed as it came; JSON null says that there are no more. */
  record MediaCandidate(UUID callId, int generation, JsonValue candidate) implements InCall {}

  /** The network has changed or broke: ICE is to begin anew (RFC 8445 section 2.4). */
  record MediaRestart(UUID callId, int generation) implements InCall {}

  record MediaEstablished(UUID callId, int generation) implements InCall {}

  record MediaFailed(UUID callId, int generation, String reason) implements InCall {}

  /** What to do with the recording. */
  record RecordingControl(UUID callId, Action action) implements InCall {
    /** The four buttons. */
    public enum Action {
      START,
      STOP,
      PAUSE,
      RESUME
    }

    @Override
    public Permission permission() {
      return Permission.CONTROL_RECORDING;
    }
  }

  /** Puts a party on hold, or takes it off. */
  record Hold(UUID callId, UUID participantId, boolean onHold) implements InCall {
    @Override
    public Permission permission() {
      return Permission.HOLD;
    }
  }

  /** Switches the microphone of somebody who came by a link off. */
  record Mute(UUID callId, UUID participantId) implements InCall {
    @Override
    public Permission permission() {
      return Permission.MUTE;
    }
  }

  /**
   * Asks to speak, or no more.
   *
   * @param participantId whose hand is to go down, for the staff; null for one's own
   */
  record Hand(UUID callId, boolean up, UUID participantId) implements InCall {}

  /**
   * Something to be read by everybody in the call.
   *
   * @param to the guest at a meeting's door who alone is meant; null for all in the call
   * @param key what the sender's device calls it, so that sending it again has no second effect
   */
  record ChatSend(UUID callId, String key, UUID to, ChatText text) implements InCall {}

  /** Asks for what was written after a position; 0 for all. */
  record ChatList(UUID callId, int after) implements InCall {}

  /**
   * Who is let into a meeting, put back to its door, or sent away.
   *
   * @param participantId null for all who are ready, which only {@code ADMIT} may say
   */
  record Door(UUID callId, Action action, UUID participantId) implements InCall {
    /** What a host may do with a guest. */
    public enum Action {
      ADMIT,
      PUT_BACK,
      REMOVE
    }

    @Override
    public Permission permission() {
      return Permission.ADMIT;
    }
  }

  record CallEnd(UUID callId) implements InCall {
    @Override
    public Permission permission() {
      return Permission.END_CALL;
    }
  }

  /**
   * Asks a colleague in, or hands over to one.
   *
   * @param whom a colleague, a group, or everybody who is free
   */
  record TransferStart(UUID callId, CallRing.Kind kind, CallRing.Asked whom) implements InCall {
    @Override
    public Permission permission() {
      return Permission.TRANSFER;
    }
  }

  /** Hands over to the colleague who has come. */
  record TransferComplete(UUID callId) implements InCall {
    @Override
    public Permission permission() {
      return Permission.TRANSFER;
    }
  }

  /** Asks no more, or sends the colleague who came away. */
  record TransferCancel(UUID callId) implements InCall {
    @Override
    public Permission permission() {
      return Permission.TRANSFER;
    }
  }

  /** Answers when one is asked. */
  record RingAccept(UUID callId) implements InCall {
    @Override
    public Permission permission() {
      return Permission.TRANSFER;
    }
  }

  /** Says no when one is asked. */
  record RingDecline(UUID callId) implements InCall {
    @Override
    public Permission permission() {
      return Permission.TRANSFER;
    }
  }

  /** Asks who else there is. */
  record ColleaguesList() implements SignalingMessage {
    @Override
    public Permission permission() {
      return Permission.TRANSFER;
    }
  }

  record PresenceSet(AgentPresence.Availability availability) implements SignalingMessage {
    @Override
    public Permission permission() {
      return Permission.SET_PRESENCE;
    }
  }

  record Ping() implements SignalingMessage {
    @Override
    public Permission permission() {
      return Permission.PING;
    }
  }

  /**
   * A message with its envelope.
   *
   * @param id echoed in the acknowledgement or error; null when the sender wants none
   */
  record Envelope(String id, Numbering numbering, SignalingMessage message) {}
}
