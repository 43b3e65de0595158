package io.sightline.mixer.rtp;

import java.util.Arrays;

/**
 * H.264 (RFC 6184), packetization modes 0 and 1, to access units in Annex B form. Key frames are
 * given the parameter sets that were seen last, where they come without.
 */
final class H264Depacketizer extends FrameAssembler {
  private static final int IDR = 5;
  private static final int SPS = 7;
  private static final int PPS = 8;
  private static final int STAP_A = 24;
  private static final int FU_A = 28;
  private static final byte[] START_CODE = {0, 0, 0, 1};

  private byte[] sps;
  private byte[] pps;
  private boolean idr;
  private boolean hasSps;
  private boolean inFragment;

  @Override
  boolean startsFrame(byte[] payload) {
    boolean fragment = (payload[0] & 0x1F) == FU_A;
    return !fragment || (payload.length > 1 && (payload[1] & 0x80) != 0);
  }

  @Override
  void begin() {
    idr = false;
    hasSps = false;
    inFragment = false;
  }

  @Override
  boolean append(byte[] payload) {
    int type = payload[0] & 0x1F;
    if (type >= 1 && type <= 23) {
      inFragment = false;
      unit(payload, 0, payload.length);
      return true;
    }
    return switch (type) {
      case STAP_A -> aggregate(payload);
      case FU_A -> fragment(payload);
      default -> false;
    };
  }

  @Override
  boolean isKey() {
    return idr && (hasSps || (sps != null && pps != null));
  }

  @Override
  byte[] data() {
    byte[] unit = frame.toByteArray();
    if (!idr || hasSps || sps == null || pps == null) {
      return unit;
    }
    frame.reset();
    write(sps, 0, sps.length);
    write(pps, 0, pps.length);
    frame.write(unit, 0, unit.length);
    return frame.toByteArray();
  }

  /** Section 5.7.1. */
  private boolean aggregate(byte[] payload) {
    inFragment = false;
    int at = 1;
    while (at + 2 <= payload.length) {
      int size = RtpHeader.u16(payload, at);
      at += 2;
      if (size == 0 || at + size > payload.length) {
        return false;
      }
      unit(payload, at, size);
      at += size;
    }
    return at == payload.length;
  }

  /** Section 5.8. */
  private boolean fragment(byte[] payload) {
    if (payload.length < 3) {
      return false;
    }
    boolean start = (payload[1] & 0x80) != 0;
    if (start == inFragment) {
      return false;
    }
    if (start) {
      int type = payload[1] & 0x1F;
      idr |= type == IDR;
      frame.write(START_CODE, 0, START_CODE.length);
      frame.write((payload[0] & 0xE0) | type);
    }
    inFragment = (payload[1] & 0x40) == 0;
    frame.write(payload, 2, payload.length - 2);
    return true;
  }

  private void unit(byte[] bytes, int offset, int length) {
    int type = bytes[offset] & 0x1F;
    if (type == SPS) {
      hasSps = true;
      sps = Arrays.copyOfRange(bytes, offset, offset + length);
    } else if (type == PPS) {
      pps = Arrays.copyOfRange(bytes, offset, offset + length);
    }
    idr |= type == IDR;
    write(bytes, offset, length);
  }

  private void write(byte[] bytes, int offset, int length) {
    frame.write(START_CODE, 0, START_CODE.length);
    frame.write(bytes, offset, length);
  }
}
