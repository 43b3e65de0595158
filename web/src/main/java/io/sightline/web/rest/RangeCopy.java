package io.sightline.web.rest;

import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** Copies a stretch of a channel with one buffer of memory. */
final class RangeCopy {
  private static final int BUFFER = 65_536;

  private RangeCopy() {}

  /**
   * Copies exactly that stretch.
   *
   * @throws EOFException when the channel ends before it
   */
  static void copy(SeekableByteChannel from, long first, long length, OutputStream to)
      throws IOException {
    byte[] bytes = new byte[BUFFER];
    from.position(first);
    long left = length;
    while (left > 0) {
      int read = from.read(ByteBuffer.wrap(bytes, 0, (int) Math.min(BUFFER, left)));
      if (read < 0) {
        throw new EOFException("the file ends " + left + " bytes too early");
      }
      to.write(bytes, 0, read);
      left -= read;
    }
  }
}
