package io.sightline.mixer;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Finds what a container's header says of a video stream, in its first key frame. */
final class ParameterSets {
  private static final int SPS = 7;
  private static final int PPS = 8;

  private static final int SEQUENCE_HEADER = 1;
  private static final int EXTENSION = 0x04;

  private ParameterSets() {}

  /**
   * Returns H.264's SPS and PPS units with their start codes, AV1's sequence header as an OBU with
   * its size, or null for a codec that has no such thing.
   */
  static byte[] of(String codec, byte[] frame) {
    return switch (codec) {
      case "H264" -> sets(frame);
      case "AV1" -> sequenceHeader(frame);
      default -> null;
    };
  }

  /** AV1 section 5.3: OBUs, each with its size. */
  private static byte[] sequenceHeader(byte[] unit) {
    int at = 0;
    while (at < unit.length) {
      int start = at;
      int header = unit[at];
      at += (header & EXTENSION) != 0 ? 2 : 1;
      long size = 0;
      for (int shift = 0; at < unit.length && shift < 35; shift += 7) {
        int digit = unit[at++];
        size |= (long) (digit & 0x7F) << shift;
        if ((digit & 0x80) == 0) {
          break;
        }
      }
      int end = (int) Math.min(unit.length, at + size);
      if ((header >> 3 & 0x0F) == SEQUENCE_HEADER) {
        return Arrays.copyOfRange(unit, start, end);
      }
      at = end;
    }
    return null;
  }

  private static byte[] sets(byte[] unit) {
    ByteArrayOutputStream sets = new ByteArrayOutputStream();
    int start = next(unit, 0);
    while (start < unit.length) {
      int end = next(unit, start + 4);
      int type = start + 4 < unit.length ? unit[start + 4] & 0x1F : 0;
      if (type == SPS || type == PPS) {
        sets.write(unit, start, end - start);
      }
      start = end;
    }
    return sets.toByteArray();
  }

  /** Where the next four-byte start code begins, or the end. */
  private static int next(byte[] unit, int from) {
    for (int i = from; i + 4 <= unit.length; i++) {
      if (unit[i] == 0 && unit[i + 1] == 0 && unit[i + 2] == 0 && unit[i + 3] == 1) {
        return i;
      }
    }
    return unit.length;
  }
}
