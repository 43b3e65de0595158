package io.sightline.media.ice;

/**
 * What came of one binding request.
 *
 * @param verdict what the request did; the name to count it under
 * @param response the datagram to send back to where the request came from, or null
 */
public record IceOutcome(Verdict verdict, byte[] response) {
  /** Effect of a request on the agent. */
  public enum Verdict {
    /** Authenticated; the address was known already and nothing else changed. */
    REFRESHED(true),
    /** Authenticated from a new address, which is a valid pair now. */
    VALIDATED(true),
    /** Authenticated nomination: the selected pair is another one now. Send media there. */
    SELECTED(true),
    /** Not a well-formed binding request; no response. */
    MALFORMED(false),
    /** No USERNAME, no MESSAGE-INTEGRITY, or no PRIORITY; answered 400. */
    INCOMPLETE(false),
    /** The local ufrag is not one of this agent's, or the remote one not the expected; 401. */
    UNKNOWN_UFRAG(false),
    /** MESSAGE-INTEGRITY does not fit the password; 401. */
    BAD_INTEGRITY(false),
    /** A comprehension-required attribute is unknown; 420. */
    UNKNOWN_ATTRIBUTE(false),
    /** Both sides claim to be controlled; 487. */
    ROLE_CONFLICT(false),
    /** A transaction seen before from another address: a replay; no response. */
    REPLAYED(false);

    private final boolean authenticated;

    Verdict(boolean authenticated) {
      this.authenticated = authenticated;
    }

    /** True when the request proved knowledge of the password and was accepted. */
    public boolean authenticated() {
      return authenticated;
    }
  }
}
