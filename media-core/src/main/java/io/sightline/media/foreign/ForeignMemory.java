package io.sightline.media.foreign;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Memory for C's functions, zeroed at first; it lives as long as this object. */
public final class ForeignMemory {
  private final ByteBuffer bytes;
  private final long address;

  public ForeignMemory(int size) throws ForeignException {
    bytes = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
    address = ForeignLibrary.address(bytes);
  }

  /** The memory in the machine's byte order; for access by index only. */
  public ByteBuffer bytes() {
    return bytes;
  }

  /** Where index 0 lies. */
  public long address() {
    return address;
  }
}
