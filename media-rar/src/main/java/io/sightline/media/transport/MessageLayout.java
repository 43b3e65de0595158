package io.sightline.media.transport;

import java.nio.ByteBuffer;

/** Where the fields of mmsghdr, iovec and cmsghdr lie on Linux of 64 bits (recvmmsg(2)). */
final class MessageLayout {
  static final int MMSGHDR = 64;
  static final int IOVEC = 16;

  /** A control message with one 16-bit number, padded. */
  static final int CONTROL = 24;

  static final int NAME_LENGTH = 8;
  static final int MESSAGE_LENGTH = 56;

  private static final int VECTORS = 16;
  private static final int VECTOR_COUNT = 24;
  private static final int CONTROL_POINTER = 32;
  private static final int CONTROL_LENGTH = 40;
  private static final int CONTROL_HEADER = 16;

  private MessageLayout() {}

  /** A message of one part without control data. */
  static void message(ByteBuffer memory, int at, long name, long vectors) {
    memory.putLong(at, name);
    memory.putInt(at + NAME_LENGTH, SocketAddresses.STRUCT);
    memory.putLong(at + VECTORS, vectors);
    memory.putLong(at + VECTOR_COUNT, 1);
    memory.putLong(at + CONTROL_POINTER, 0);
    memory.putLong(at + CONTROL_LENGTH, 0);
  }

  static void vector(ByteBuffer memory, int at, long data, long length) {
    memory.putLong(at, data);
    memory.putLong(at + Long.BYTES, length);
  }

  static void vectorCount(ByteBuffer memory, int at, int count) {
    memory.putLong(at + VECTOR_COUNT, count);
  }

  static void nameLength(ByteBuffer memory, int at, int length) {
    memory.putInt(at + NAME_LENGTH, length);
  }

  /** Gives a message the control data at an address, or with 0 none. */
  static void control(ByteBuffer memory, int at, long control) {
    memory.putLong(at + CONTROL_POINTER, control);
    memory.putLong(at + CONTROL_LENGTH, control == 0 ? 0 : CONTROL);
  }

  /** The control data that cuts a message's parts into datagrams of a size (udp(7)). */
  static void segmentation(ByteBuffer memory, int at, int size) {
    memory.putLong(at, CONTROL_HEADER + Short.BYTES);
    memory.putInt(at + 8, LinuxSockets.SOL_UDP);
    memory.putInt(at + 12, LinuxSockets.UDP_SEGMENT);
    memory.putShort(at + CONTROL_HEADER, (short) size);
  }
}
