package io.sightline.media.foreign;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Where a function made by {@link ForeignLibrary#functionWithErrno} leaves {@code errno}. One
 * thread.
 */
public final class ErrorNumber {
  private final ByteBuffer memory =
      ByteBuffer.allocateDirect(Integer.BYTES).order(ByteOrder.nativeOrder());
  private final Object segment;

  /** Memory of its own; on a JDK of 22 or later only. */
  public ErrorNumber() throws ForeignException {
    segment = ForeignLibrary.segment(memory);
  }

  /** The first argument of such a function. */
  public Object argument() {
    return segment;
  }

  /** {@code errno} after the last call that failed. */
  public int value() {
    return memory.getInt(0);
  }
}
