package io.sightline.media.rtcp;

/** Packet types and feedback formats as registered with IANA. */
public final class RtcpType {
  public static final int SR = 200;
  public static final int RR = 201;
  public static final int SDES = 202;
  public static final int BYE = 203;
  public static final int APP = 204;

  /** Transport layer feedback (RFC 4585 section 6.2). */
  public static final int RTPFB = 205;

  /** Payload-specific feedback (RFC 4585 section 6.3). */
  public static final int PSFB = 206;

  /** Extended reports (RFC 3611). */
  public static final int XR = 207;

  /** RTPFB format: generic NACK. */
  public static final int FMT_NACK = 1;

  /** RTPFB format: transport-wide congestion control. */
  public static final int FMT_TRANSPORT_CC = 15;

  /** PSFB format: picture loss indication. */
  public static final int FMT_PLI = 1;

  /** PSFB format: full intra request (RFC 5104). */
  public static final int FMT_FIR = 4;

  /** PSFB format: application layer feedback, of which REMB is one. */
  public static final int FMT_AFB = 15;

  private RtcpType() {}
}
