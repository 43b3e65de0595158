package io.sightline.gateway.sdp;

/** A well-formed offer that this server cannot answer; the message names what it takes. */
public final class UnacceptableOfferException extends SdpException {
  private static final long serialVersionUID = 1L;

  public UnacceptableOfferException(String message) {
    super(message);
  }
}
