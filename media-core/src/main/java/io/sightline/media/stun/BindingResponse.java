package io.sightline.media.stun;

import java.net.InetSocketAddress;

/** Encodes answers to binding requests. Stateless, any thread. */
public final class BindingResponse {
  private BindingResponse() {}

  /**
   * A success response with XOR-MAPPED-ADDRESS, MESSAGE-INTEGRITY and FINGERPRINT.
   *
   * @param from the request's source address, resolved
   * @param pwd the password that authenticated the request
   */
  public static byte[] success(BindingRequest request, InetSocketAddress from, String pwd) {
    throw new UnsupportedOperationException();
  }

  /**
   * An error response with FINGERPRINT.
   *
   * @param code 400, 401, 420 or 487; a 420 lists the request's unknown attributes
   * @param pwd the password to sign with, or null before the request is authenticated
   */
  public static byte[] error(BindingRequest request, int code, String pwd) {
    throw new UnsupportedOperationException();
  }
}
