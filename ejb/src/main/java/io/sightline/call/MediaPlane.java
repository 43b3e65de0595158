package io.sightline.call;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The call's way to the media server: forwarded sessions, spoken of in SDP text only. */
public interface MediaPlane {

  /**
   * One device's session that sends to and receives from the media server.
   *
   * @param audioCodecs names of audio codecs the browser can send and receive, in its own order
   * @param videoCodecs likewise; empty when the browser told nothing
   * @param held whether its media goes to nobody and it gets nobody's
   * @param meeting whether its call is a meeting, to which several may come
   */
  record ForwardedSession(
      UUID callId,
      UUID sessionId,
      UUID participantId,
      String role,
      List<String> audioCodecs,
      List<String> videoCodecs,
      boolean held,
      boolean meeting) {
    /** A session of a call that is no meeting. */
    public ForwardedSession(
        UUID callId,
        UUID sessionId,
        UUID participantId,
        String role,
        List<String> audioCodecs,
        List<String> videoCodecs,
        boolean held) {
      this(callId, sessionId, participantId, role, audioCodecs, videoCodecs, held, false);
    }
  }

  /** A media section of an offer: what flows there, seen from the browser. */
  record TrackSlot(String mid, UUID participantId, String kind, String source) {}

  /**
   * The server's offer.
   *
   * @param negotiation counts the offers of this session; its answer carries the same number
   * @param receive sections by which the browser gets others' tracks
   * @param send sections by which the browser sends its own
   */
  record ForwardedOffer(
      UUID sessionId, int negotiation, String sdp, List<TrackSlot> receive, List<TrackSlot> send) {}

  /**
   * Opens what is missing and makes an offer for {@code self} that covers the tracks of all others.
   *
   * @param all every forwarded session of the call, {@code self} among them
   * @throws MediaUnavailableException when the media server refuses or is away
   */
  ForwardedOffer offer(ForwardedSession self, List<ForwardedSession> all)
      throws MediaUnavailableException;

  /**
   * Adopts the browser's answer; an answer to an older negotiation is ignored.
   *
   * @throws InvalidDescriptionException when the SDP cannot be taken; nothing is changed then
   */
  void answer(UUID sessionId, int negotiation, String sdp)
      throws InvalidDescriptionException, MediaUnavailableException;

  /**
   * A further offer with new ICE credentials and nothing else changed (RFC 8839 section 4.4.1.1);
   * the former stay good until the new ones are used.
   *
   * @return nothing for an unknown session, or one that has not been negotiated yet
   */
  Optional<ForwardedOffer> restart(UUID sessionId) throws MediaUnavailableException;

  /**
   * How a client of WHIP or WHEP takes part: its offer is answered once and stays.
   *
   * @param publishes whether it sends; else it receives
   * @param screen whether the picture it sends is a screen's
   * @param watched the one participant whom it receives; null for all, customers first
   */
  record FixedOffer(String sdp, boolean publishes, boolean screen, UUID watched) {}

  /**
   * The answer to it.
   *
   * @param entityTag names the state of ICE, for conditional requests
   * @param sources what the client sends: microphone, camera, screen
   */
  record FixedAnswer(String sdp, String entityTag, List<String> sources) {}

  /** What a fragment of ICE led to; {@code fragment} is null unless ICE begins anew. */
  record FixedFragment(String fragment, String entityTag) {}

  /**
   * Opens the endpoint of {@code self} and answers its offer; the others hear of it by offers.
   *
   * @param all every forwarded session of the call, {@code self} among them
   * @throws UnacceptableDescriptionException when there is no common ground, such as a codec
   * @throws InvalidDescriptionException when the SDP is malformed or not allowed
   */
  FixedAnswer accept(ForwardedSession self, List<ForwardedSession> all, FixedOffer offer)
      throws InvalidDescriptionException, MediaUnavailableException;

  /**
   * Takes a fragment with candidates or, with new credentials, begins ICE anew.
   *
   * @param sessionId of a session accepted before; nothing for others
   */
  Optional<FixedFragment> trickle(UUID sessionId, String fragment)
      throws InvalidDescriptionException, MediaUnavailableException;

  /**
   * Lets flow what may flow now that some are on hold, or not any more, by the connections there
   * are.
   *
   * @param all every forwarded session of the call
   */
  void arrange(UUID callId, List<ForwardedSession> all) throws MediaUnavailableException;

  /** Closes the session's endpoint; unknown ids are ignored. */
  void release(UUID sessionId);

  /** Closes everything of a call; unknown ids are ignored. */
  void releaseCall(UUID callId);

  /** The media server cannot serve this now. */
  class MediaUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    public MediaUnavailableException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The session description is malformed, oversized or not allowed (SDES, weak fingerprint). */
  class InvalidDescriptionException extends Exception {
    private static final long serialVersionUID = 1L;

    public InvalidDescriptionException(String message) {
      super(message);
    }
  }

  /** The session description is well-formed and offers nothing that this server can do. */
  class UnacceptableDescriptionException extends InvalidDescriptionException {
    private static final long serialVersionUID = 1L;

    public UnacceptableDescriptionException(String message) {
      super(message);
    }
  }
}
