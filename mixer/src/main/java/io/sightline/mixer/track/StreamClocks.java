package io.sightline.mixer.track;

/** Places the RTP times of a recording's streams on its one timeline. */
interface StreamClocks {
  /** Where the timeline's zero lies, in ns since the recording's start. */
  long zeroNs();

  /**
   * When something is to be seen or heard.
   *
   * @param stream {@link LogWalk.Stream#key}
   * @param timestamp extended RTP time
   * @return ns on the timeline; {@link Long#MIN_VALUE} for a stream of which nothing is known
   */
  long timeNs(String stream, long timestamp);

  /** How much too fast a stream's clock runs, in millionths; 0 where too little is known. */
  double driftPpm(String stream);
}
