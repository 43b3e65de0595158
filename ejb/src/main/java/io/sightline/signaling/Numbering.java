package io.sightline.signaling;

/**
 * Where a message stands in its direction of a connection.
 *
 * @param seq counts the sender's messages from 1; 0 for one that is not numbered
 * @param received the highest {@code seq} that the sender has of the other direction; 0 for none
 */
public record Numbering(int seq, int received) {
  /** Of a client that does not count. */
  public static final Numbering NONE = new Numbering(0, 0);
}
