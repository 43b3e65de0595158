package io.sightline.gateway.sdp;

/** A session description that cannot be taken; the message is safe to show to its sender. */
public class SdpException extends Exception {
  private static final long serialVersionUID = 1L;

  public SdpException(String message) {
    super(message);
  }
}
