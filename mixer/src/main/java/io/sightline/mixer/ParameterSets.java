package io.sightline.mixer;

import java.io.ByteArrayOutputStream;

/** Finds H.264's parameter sets in an access unit in Annex B form. */
final class ParameterSets {
  private static final int SPS = 7;
  private static final int PPS = 8;

  private ParameterSets() {}

  /** Returns the SPS and PPS units with their start codes. */
  static byte[] of(byte[] unit) {
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
