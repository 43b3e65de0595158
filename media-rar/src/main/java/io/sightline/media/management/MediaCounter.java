package io.sightline.media.management;

/**
 * Everything the media plane counts since its start. The name is the key in {@link
 * io.sightline.media.api.MediaStatistics} and in management; label and description are for people.
 */
public enum MediaCounter {
  DATAGRAMS_RECEIVED("Datagrams received", "Datagrams read from the media port, of any kind."),
  BYTES_RECEIVED("Bytes received", "UDP payload bytes read from the media port."),
  DATAGRAMS_SENT("Datagrams sent", "Datagrams handed to the kernel, of any kind."),
  BYTES_SENT("Bytes sent", "UDP payload bytes handed to the kernel."),
  RTP_RECEIVED(
      "RTP packets received",
      "RTP packets taken from a browser: authentic, not replayed, belonging to a track."),
  RTP_FORWARDED(
      "RTP packets forwarded",
      "RTP packets sent to a browser, one per receiver, retransmissions included."),
  RTP_RETRANSMITTED(
      "RTP packets retransmitted", "Retransmissions answered from the cache (RFC 4588)."),
  NACKS_SENT("NACKs sent", "NACKs sent to a browser for packets that did not come."),
  NACKS_RECEIVED("NACKs received", "NACKs taken from a browser."),
  KEY_FRAMES_REQUESTED(
      "Key frames requested",
      "Key frames asked of a browser (PLI), at most one a second and stream."),
  LAYERS_SWITCHED(
      "Simulcast layers switched",
      "Pictures that a receiver went on getting in another simulcast layer."),
  DTLS_ESTABLISHED("DTLS handshakes completed", "DTLS handshakes that ended with keys."),
  DTLS_FAILED(
      "DTLS handshakes failed", "DTLS handshakes that failed, wrong fingerprints included."),
  PORTS_REFUSED(
      "Participants without a port",
      "Participants refused because no port of the range could be had."),
  MAPPINGS_UNANSWERED(
      "STUN questions without answer",
      "Questions for the address outside that a STUN server did not answer."),
  EVENTS_DELIVERED("Events delivered", "Events taken by a message-driven bean."),
  EVENTS_RETRIED(
      "Event deliveries retried", "Deliveries that threw or found no bean, and are tried again."),
  EVENTS_DROPPED("Events dropped", "Events given up because the queue was full."),
  PACKETS_RECORDED("Packets recorded", "Packets written to track logs."),
  RECORDING_ERRORS(
      "Recording write errors",
      "Failed writes or forced writes of a recording; each closes a file and begins another."),

  DROPPED_UNCLASSIFIED(
      "Dropped: unknown protocol",
      "The first byte is of no protocol we speak (RFC 7983), or the datagram is empty."),
  DROPPED_STUN(
      "Dropped: STUN not acceptable",
      "Not a well-formed STUN request, or one that fails authentication, or for no endpoint here."),
  DROPPED_UNKNOWN_ADDRESS(
      "Dropped: address not validated",
      "No endpoint has validated the address this came from (RFC 8445)."),
  DROPPED_DTLS_QUEUE(
      "Dropped: DTLS not acceptable",
      "The endpoint's DTLS queue is full, its handshake has failed already, or a message over"
          + " 32 kB was announced."),
  DROPPED_EARLY_MEDIA(
      "Dropped: early media over its cap", "More than the permitted packets came before the keys."),
  DROPPED_AUTHENTICATION(
      "Dropped: SRTP authentication failed", "SRTP or SRTCP authentication failed."),
  DROPPED_REPLAYED(
      "Dropped: replayed or too old",
      "The packet came before (RFC 3711 section 3.3.2), or is older than the window."),
  DROPPED_MALFORMED("Dropped: malformed RTP or RTCP", "Authentic but not well-formed RTP or RTCP."),
  DROPPED_UNKNOWN_TRACK(
      "Dropped: no track for this SSRC", "An SSRC that belongs to no negotiated track."),
  DROPPED_SSRC_CAP("Dropped: too many SSRCs", "The endpoint has as many SSRCs as permitted."),
  DROPPED_PROBES(
      "Dropped: probes without media",
      "Retransmission probes without media: answered in feedback, not forwarded."),
  DROPPED_DUPLICATES(
      "Dropped: duplicates and implausible sequence numbers",
      "Received before, too old to tell, or with a sequence number far off."),
  DROPPED_NOT_NEGOTIATED(
      "Dropped: codec not negotiated by the receiver",
      "A packet whose payload type the receiver did not negotiate."),
  DROPPED_AWAITING_KEY_FRAME(
      "Dropped: receiver awaits a key frame",
      "Video from before the key frame at which a receiver can start."),
  DROPPED_RECEIVER_NOT_READY(
      "Dropped: receiver not connected", "The receiver's transport has no keys yet."),
  DROPPED_NO_ROOM(
      "Dropped: no room for the picture",
      "Video to a receiver whose path has room for the sound alone."),
  DROPPED_SEND_FAILED("Dropped: send failed", "The kernel did not take the datagram."),
  DROPPED_RING_FULL(
      "Dropped: recording ring full",
      "The recording's ring was full; listed as a gap in the recording."),
  DROPPED_DISK(
      "Dropped: not taken by the disk",
      "A recorded packet that the disk did not take; listed as a gap in the recording."),
  DROPPED_ERROR(
      "Dropped: internal error",
      "Processing ended by an unexpected error, which is logged once a minute at most.");

  private final String label;
  private final String description;

  MediaCounter(String label, String description) {
    this.label = label;
    this.description = description;
  }

  /** For people, in English. */
  public String label() {
    return label;
  }

  /** What exactly is counted, in English; docs/counters.md is made of it. */
  public String description() {
    return description;
  }

  /** Whether it counts packets that went no further. */
  public boolean isDrop() {
    return name().startsWith("DROPPED_");
  }
}
