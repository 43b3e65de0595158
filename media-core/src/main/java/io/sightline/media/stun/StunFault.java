package io.sightline.media.stun;

/** Why bytes are no acceptable binding request. */
public enum StunFault {
  NONE,
  /** Shorter than a header, or longer than {@link BindingRequest#MAX_LENGTH}. */
  BAD_SIZE,
  /** The magic cookie or the two leading zero bits are missing. */
  NOT_STUN,
  /** A response, an indication or another method than Binding. */
  NOT_A_BINDING_REQUEST,
  /** The header's length or an attribute's length does not fit the datagram. */
  BAD_LENGTH,
  /** An attribute whose content cannot be read, or a known attribute twice. */
  BAD_ATTRIBUTE,
  /** More attributes than any honest peer sends. */
  TOO_MANY_ATTRIBUTES,
  /** FINGERPRINT is missing; ICE requires it (RFC 8445 section 7.1). */
  NO_FINGERPRINT,
  /** FINGERPRINT does not fit the content: damaged, or not STUN at all. */
  BAD_FINGERPRINT
}
