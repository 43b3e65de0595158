package io.sightline.media.management;

/**
 * Everything the media plane counts since its start. The name is the key in {@link
 * io.sightline.media.api.MediaStatistics} and in management; the label is for people.
 */
public enum MediaCounter {
  /** Datagrams read from the media port, of any kind. */
  DATAGRAMS_RECEIVED("Datagrams received"),
  /** UDP payload bytes read from the media port. */
  BYTES_RECEIVED("Bytes received"),
  /** Datagrams handed to the kernel, of any kind. */
  DATAGRAMS_SENT("Datagrams sent"),
  /** UDP payload bytes handed to the kernel. */
  BYTES_SENT("Bytes sent"),
  /** RTP packets taken from a browser: authentic, not replayed, belonging to a track. */
  RTP_RECEIVED("RTP packets received"),
  /** RTP packets sent to a browser, one per receiver, retransmissions included. */
  RTP_FORWARDED("RTP packets forwarded"),
  /** Retransmissions answered from the cache (RFC 4588). */
  RTP_RETRANSMITTED("RTP packets retransmitted"),
  /** NACKs sent to a browser for packets that did not come. */
  NACKS_SENT("NACKs sent"),
  /** NACKs taken from a browser. */
  NACKS_RECEIVED("NACKs received"),
  /** Key frames asked of a browser (PLI), at most one a second and track. */
  KEY_FRAMES_REQUESTED("Key frames requested"),
  /** DTLS handshakes that ended with keys. */
  DTLS_ESTABLISHED("DTLS handshakes completed"),
  /** DTLS handshakes that failed, wrong fingerprints included. */
  DTLS_FAILED("DTLS handshakes failed"),
  /** Events taken by a message-driven bean. */
  EVENTS_DELIVERED("Events delivered"),
  /** Deliveries that threw or found no bean, and are tried again. */
  EVENTS_RETRIED("Event deliveries retried"),
  /** Events given up because the queue was full. */
  EVENTS_DROPPED("Events dropped"),
  /** Packets written to track logs. */
  PACKETS_RECORDED("Packets recorded"),
  /** Failed writes or forced writes of a recording. */
  RECORDING_ERRORS("Recording write errors"),

  /** The first byte is of no protocol we speak (RFC 7983), or the datagram is empty. */
  DROPPED_UNCLASSIFIED("Dropped: unknown protocol"),
  /** Not a well-formed STUN request, or one that fails authentication, or for no endpoint here. */
  DROPPED_STUN("Dropped: STUN not acceptable"),
  /** No endpoint has validated the address this came from (RFC 8445). */
  DROPPED_UNKNOWN_ADDRESS("Dropped: address not validated"),
  /** The endpoint's DTLS queue is full, or its handshake has failed already. */
  DROPPED_DTLS_QUEUE("Dropped: DTLS queue full"),
  /** More than the permitted packets came before the keys. */
  DROPPED_EARLY_MEDIA("Dropped: early media over its cap"),
  /** SRTP or SRTCP authentication failed. */
  DROPPED_AUTHENTICATION("Dropped: SRTP authentication failed"),
  /** The packet came before (RFC 3711 section 3.3.2), or is older than the window. */
  DROPPED_REPLAYED("Dropped: replayed or too old"),
  /** Authentic but not well-formed RTP or RTCP. */
  DROPPED_MALFORMED("Dropped: malformed RTP or RTCP"),
  /** An SSRC that belongs to no negotiated track. */
  DROPPED_UNKNOWN_TRACK("Dropped: no track for this SSRC"),
  /** The endpoint has as many SSRCs as permitted. */
  DROPPED_SSRC_CAP("Dropped: too many SSRCs"),
  /** Retransmission probes without media: answered in feedback, not forwarded. */
  DROPPED_PROBES("Dropped: probes without media"),
  /** Received before, too old to tell, or with a sequence number far off. */
  DROPPED_DUPLICATES("Dropped: duplicates and implausible sequence numbers"),
  /** A packet whose payload type the receiver did not negotiate. */
  DROPPED_NOT_NEGOTIATED("Dropped: codec not negotiated by the receiver"),
  /** Video from before the key frame at which a receiver can start. */
  DROPPED_AWAITING_KEY_FRAME("Dropped: receiver awaits a key frame"),
  /** The receiver's transport has no keys yet. */
  DROPPED_RECEIVER_NOT_READY("Dropped: receiver not connected"),
  /** The kernel did not take the datagram. */
  DROPPED_SEND_FAILED("Dropped: send failed"),
  /** The recording's ring was full; listed as a gap in the recording. */
  DROPPED_RING_FULL("Dropped: recording ring full"),
  /** Processing ended by an unexpected error, which is logged once a minute at most. */
  DROPPED_ERROR("Dropped: internal error");

  private final String label;

  MediaCounter(String label) {
    this.label = label;
  }

  /** For people, in English. */
  public String label() {
    return label;
  }

  /** Whether it counts packets that went no further. */
  public boolean isDrop() {
    return name().startsWith("DROPPED_");
  }
}
